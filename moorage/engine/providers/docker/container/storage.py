"""Inputs -> mounts, binds, tmpfs and log driver of Docker's `HostConfig`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moorage.engine.providers.docker import labels, records
from moorage.engine.values import Values


def config(inputs: Values) -> dict[str, Any]:
    """Return the storage members of a `HostConfig`."""
    volumes = records.objects(inputs, "volumes")
    return {
        "Mounts": [_mount(mount) for mount in records.objects(inputs, "mounts")],
        "Binds": [_bind(volume) for volume in volumes if _source(volume)],
        "VolumesFrom": [volume["fromContainer"] for volume in volumes if volume.get("fromContainer")],
        "Tmpfs": inputs.get("tmpfs"),
        "StorageOpt": inputs.get("storageOpts"),
        "LogConfig": _log(inputs),
    }


def anonymous(volumes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the container's own list of volume paths, bound ones too, as the real provider writes it."""
    return {volume["containerPath"]: {} for volume in volumes if volume.get("containerPath")}


def _source(volume: Mapping[str, Any]) -> str:
    return volume.get("hostPath") or volume.get("volumeName") or ""


def _bind(volume: Mapping[str, Any]) -> str:
    mode = "ro" if volume.get("readOnly") else "rw"
    relabel = f",{volume['selinuxRelabel']}" if volume.get("selinuxRelabel") else ""
    return f"{_source(volume)}:{volume['containerPath']}:{mode}{relabel}"


def _mount(mount: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    match mount["type"]:
        case "bind" if mount.get("bindOptions"):
            options = {"BindOptions": {"Propagation": mount["bindOptions"].get("propagation") or ""}}
        case "volume" if mount.get("volumeOptions"):
            options = {"VolumeOptions": _volume_options(mount["volumeOptions"])}
        case "tmpfs" if mount.get("tmpfsOptions"):
            given = mount["tmpfsOptions"]
            options = {"TmpfsOptions": {"SizeBytes": given.get("sizeBytes") or 0, "Mode": given.get("mode") or 0}}
        case _:
            pass
    return {
        "Type": mount["type"],
        "Source": mount.get("source") or "",
        "Target": mount["target"],
        "ReadOnly": mount.get("readOnly") or False,
        **options,
    }


def _volume_options(given: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {"NoCopy": given.get("noCopy") or False, "Labels": labels.to_map(given.get("labels"))}
    if given.get("driverName") or given.get("driverOptions"):
        options["DriverConfig"] = {"Name": given.get("driverName") or "", "Options": given.get("driverOptions") or {}}
    if given.get("subpath"):
        options["Subpath"] = given["subpath"]
    return options


def _log(inputs: Values) -> dict[str, Any] | None:
    if not inputs.get("logDriver") and not inputs.get("logOpts"):
        return None
    return {"Type": inputs.get("logDriver") or "", "Config": inputs.get("logOpts") or {}}
