"""Inputs -> what Docker's API is told."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine.providers.docker.container import change, payload


def body(**given: Any) -> dict[str, Any]:
    """Return the body of a container with an image and the given inputs."""
    return payload.body({"image": "a", **given})


def host(**given: Any) -> dict[str, Any]:
    """Return the `HostConfig` alone."""
    return body(**given)["HostConfig"]


QUIET = {
    "Init": False,
    "Memory": 0,
    "MemoryReservation": 0,
    "MemorySwap": 0,
    "CpuShares": 0,
    "NanoCpus": 0,
    "CpuPeriod": 0,
    "CpuQuota": 0,
    "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
}


def test_nothing_given() -> None:
    """Without inputs the image decides; only init and the restart policy are said, as the real provider does."""
    assert body() == {"Image": "a", "HostConfig": QUIET}


@pytest.mark.parametrize(
    ("given", "member", "said"),
    [
        ({"command": ["a", "b"]}, "Cmd", ["a", "b"]),
        ({"entrypoints": ["/a"]}, "Entrypoint", ["/a"]),
        ({"envs": ["A=1"]}, "Env", ["A=1"]),
        ({"labels": [{"label": "a", "value": "1"}]}, "Labels", {"a": "1"}),
        ({"user": "1:2"}, "User", "1:2"),
        ({"workingDir": "/w"}, "WorkingDir", "/w"),
        ({"hostname": "h"}, "Hostname", "h"),
        ({"domainname": "d"}, "Domainname", "d"),
        ({"tty": True}, "Tty", True),
        ({"stdinOpen": True}, "OpenStdin", True),
        ({"stopSignal": "SIGINT"}, "StopSignal", "SIGINT"),
        ({"stopTimeout": 5}, "StopTimeout", 5),
        (
            {"ports": [{"internal": 80, "ip": "127.0.0.1", "protocol": "udp", "external": 1}]},
            "ExposedPorts",
            {"80/udp": {}},
        ),
        (
            {"healthcheck": {"tests": ["CMD", "x"], "interval": "1m30s", "timeout": "1.5s", "retries": 2}},
            "Healthcheck",
            {
                "Test": ["CMD", "x"],
                "Interval": 90_000_000_000,
                "Timeout": 1_500_000_000,
                "StartPeriod": 0,
                "StartInterval": 0,
                "Retries": 2,
            },
        ),
    ],
)
def test_configuration(given: dict[str, Any], member: str, said: object) -> None:
    """Each input about what runs is said under Docker's own name, and nothing else changes."""
    assert body(**given) | {"HostConfig": {}} == {"Image": "a", "HostConfig": {}, member: said}


PORTS = [
    {"internal": 80, "external": 8080, "ip": "127.0.0.1", "protocol": "tcp"},
    {"internal": 80, "ip": "::1", "protocol": "tcp"},
]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"privileged": True}, {"Privileged": True}),
        ({"readOnly": True}, {"ReadonlyRootfs": True}),
        ({"capabilities": {"adds": ["A"], "drops": ["ALL"]}}, {"CapAdd": ["A"], "CapDrop": ["ALL"]}),
        ({"securityOpts": ["no-new-privileges:true"]}, {"SecurityOpt": ["no-new-privileges:true"]}),
        ({"sysctls": {"a": "1"}}, {"Sysctls": {"a": "1"}}),
        ({"ulimits": [{"name": "n", "soft": 1, "hard": 2}]}, {"Ulimits": [{"Name": "n", "Soft": 1, "Hard": 2}]}),
        ({"pidMode": "host"}, {"PidMode": "host"}),
        ({"ipcMode": "host"}, {"IpcMode": "host"}),
        ({"usernsMode": "host"}, {"UsernsMode": "host"}),
        ({"cgroupnsMode": "private"}, {"CgroupnsMode": "private"}),
        ({"cgroupParent": "a"}, {"CgroupParent": "a"}),
        ({"groupAdds": ["1"]}, {"GroupAdd": ["1"]}),
        ({"init": True}, {"Init": True}),
        ({"runtime": "r"}, {"Runtime": "r"}),
        ({"rm": True}, {"AutoRemove": True}),
        ({"shmSize": 2}, {"ShmSize": 2097152}),
        ({"memory": 64, "memorySwap": -1}, {"Memory": 67108864, "MemorySwap": -1}),
        ({"memoryReservation": 1, "memorySwap": 2}, {"MemoryReservation": 1048576, "MemorySwap": 2097152}),
        ({"cpuShares": 5, "cpuSet": "0-1"}, {"CpuShares": 5, "CpusetCpus": "0-1"}),
        ({"cpus": "0.25", "cpuPeriod": 7, "cpuQuota": 8}, {"NanoCpus": 250_000_000}),
        ({"cpuPeriod": 7, "cpuQuota": 8}, {"CpuPeriod": 7, "CpuQuota": 8}),
        (
            {"restart": "on-failure", "maxRetryCount": 3},
            {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3}},
        ),
        ({"networkMode": "none"}, {"NetworkMode": "none"}),
        ({"publishAllPorts": True}, {"PublishAllPorts": True}),
        ({"hosts": [{"host": "a", "ip": "1.2.3.4"}]}, {"ExtraHosts": ["a:1.2.3.4"]}),
        (
            {"dns": ["1"], "dnsOpts": ["2"], "dnsSearches": ["3"]},
            {"Dns": ["1"], "DnsOptions": ["2"], "DnsSearch": ["3"]},
        ),
        (
            {"ports": PORTS},
            {
                "PortBindings": {
                    "80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}, {"HostIp": "::1", "HostPort": "0"}]
                }
            },
        ),
        ({"tmpfs": {"/tmp": "size=1m"}}, {"Tmpfs": {"/tmp": "size=1m"}}),
        ({"storageOpts": {"size": "1"}}, {"StorageOpt": {"size": "1"}}),
        ({"logDriver": "local", "logOpts": {"a": "1"}}, {"LogConfig": {"Type": "local", "Config": {"a": "1"}}}),
        (
            {"devices": [{"hostPath": "/dev/a", "permissions": "r"}]},
            {"Devices": [{"PathOnHost": "/dev/a", "PathInContainer": "/dev/a", "CgroupPermissions": "r"}]},
        ),
        ({"deviceCgroupRules": ["c 1:1 r"]}, {"DeviceCgroupRules": ["c 1:1 r"]}),
        (
            {"deviceRequests": [{"driver": "cdi", "deviceIds": ["a"], "capabilities": ["gpu"]}]},
            {
                "DeviceRequests": [
                    {"Driver": "cdi", "Count": 0, "DeviceIDs": ["a"], "Capabilities": [["gpu"]], "Options": {}}
                ]
            },
        ),
        ({"deviceReadBps": [{"path": "/a", "rate": 1}]}, {"BlkioDeviceReadBps": [{"Path": "/a", "Rate": 1}]}),
        ({"deviceReadIops": [{"path": "/a", "rate": 1}]}, {"BlkioDeviceReadIOps": [{"Path": "/a", "Rate": 1}]}),
        ({"deviceWriteBps": [{"path": "/a", "rate": 1}]}, {"BlkioDeviceWriteBps": [{"Path": "/a", "Rate": 1}]}),
        ({"deviceWriteIops": [{"path": "/a", "rate": 1}]}, {"BlkioDeviceWriteIOps": [{"Path": "/a", "Rate": 1}]}),
    ],
)
def test_host(given: dict[str, Any], said: dict[str, Any]) -> None:
    """Each input about where and how it runs is said under Docker's own name, and nothing else changes."""
    assert host(**given) == QUIET | said


@pytest.mark.parametrize(
    ("mount", "said"),
    [
        ({"type": "volume", "source": "v"}, {"Type": "volume", "Source": "v", "ReadOnly": False}),
        (
            {"type": "bind", "source": "/a", "readOnly": True, "bindOptions": {"propagation": "rslave"}},
            {"Type": "bind", "Source": "/a", "ReadOnly": True, "BindOptions": {"Propagation": "rslave"}},
        ),
        (
            {"type": "tmpfs", "tmpfsOptions": {"sizeBytes": 5, "mode": 448}},
            {"Type": "tmpfs", "Source": "", "ReadOnly": False, "TmpfsOptions": {"SizeBytes": 5, "Mode": 448}},
        ),
        (
            {"type": "volume", "volumeOptions": {"noCopy": True, "driverName": "local", "subpath": "s"}},
            {
                "Type": "volume",
                "Source": "",
                "ReadOnly": False,
                "VolumeOptions": {
                    "NoCopy": True,
                    "Labels": {},
                    "DriverConfig": {"Name": "local", "Options": {}},
                    "Subpath": "s",
                },
            },
        ),
    ],
)
def test_mounts(mount: dict[str, Any], said: dict[str, Any]) -> None:
    """A mount is said with the options of its own type."""
    assert host(mounts=[{"target": "/t", **mount}])["Mounts"] == [{"Target": "/t", **said}]


def test_volumes() -> None:
    """A volume entry is a bind, another container's volumes or an anonymous volume."""
    volumes = [
        {"containerPath": "/a", "volumeName": "v"},
        {"containerPath": "/b", "hostPath": "/h", "readOnly": True, "selinuxRelabel": "z"},
        {"containerPath": "/c"},
        {"fromContainer": "other"},
    ]
    said = body(volumes=volumes)
    assert said["Volumes"] == {"/a": {}, "/b": {}, "/c": {}}
    assert said["HostConfig"]["Binds"] == ["v:/a:rw", "/h:/b:ro,z"]
    assert said["HostConfig"]["VolumesFrom"] == ["other"]


def test_unconfined_system_paths() -> None:
    """The option that Docker's client handles itself becomes empty lists of masked and read-only paths."""
    said = host(securityOpts=["systempaths=unconfined", "label=disable"])
    assert (said["SecurityOpt"], said["MaskedPaths"], said["ReadonlyPaths"]) == (["label=disable"], [], [])


@pytest.mark.parametrize(("given", "swap"), [({}, 0), ({"memorySwap": -1}, -1), ({"memory": 2}, 4194304)])
def test_update_moves_swap_with_memory(given: dict[str, Any], swap: int) -> None:
    """An update says the swap that a creation with the same inputs would get."""
    assert change.arguments(given)["memswap_limit"] == swap
