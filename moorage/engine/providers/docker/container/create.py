"""Making a container: image, create, networks, files, start. What fails before it runs leaves nothing behind."""

from __future__ import annotations

import contextlib
from typing import Any

from moorage.engine.providers.docker import client, pull, records, values
from moorage.engine.providers.docker.container import ages, payload, run, upload
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, ProviderError
from moorage.engine.values import Values


def create(session: Session, context: Context, inputs: Values) -> tuple[str, Values]:
    """Return the container's id and outputs, once it is as healthy or finished as the inputs ask."""
    engine, name = session.engine, str(inputs["name"])
    for reason in ages.reasons(str(engine.api_version), inputs):
        msg = f"container {name}: {reason}"
        raise ProviderError(msg)
    pull.find(session, context, str(inputs["image"]))
    with client.one_line(f"container {name}: cannot be created"):
        made = engine.create_container_from_config(payload.body(inputs), name, inputs.get("platform"))
    identity = str(made["Id"])
    for warning in records.texts(made, "Warnings"):
        context.log("warning", f"container {name}: {client.plain(warning)}")
    try:
        _prepare(engine, name, identity, inputs)
    except ProviderError:
        with contextlib.suppress(ProviderError), client.one_line(""):
            engine.remove_container(identity, v=True, force=True)
        raise
    try:
        outputs = run.settled(session, context, identity, inputs)
        return identity, run.attended(session, context, identity, inputs) if inputs.get("attach") else outputs
    except ProviderError as error:
        if error.id:
            raise
        # It exists and may run: what is not recorded would never be removed.
        raise ProviderError(str(error), id=identity, outputs=values.bare(inputs)) from error


def _prepare(engine: client.Engine, name: str, identity: str, inputs: Values) -> None:
    networks = records.objects(inputs, "networksAdvanced")
    if networks and inputs.get("networkMode") == "bridge":
        with client.one_line(f"container {name}: cannot leave the default network"):
            engine.disconnect_container_from_network(identity, "bridge")
    for network in networks:
        with client.one_line(f"container {name}: cannot join network {network['name']}"):
            engine.connect_container_to_network(identity, network["name"], **_endpoint(network))
    for file in records.objects(inputs, "uploads"):
        with client.one_line(f"container {name}: cannot write {file['file']}"):
            engine.put_archive(identity, "/", upload.archive(file))
    if inputs.get("start"):
        with client.one_line(f"container {name}: cannot be started"):
            engine.start(identity)


def _endpoint(network: dict[str, Any]) -> dict[str, Any]:
    return {
        "aliases": network.get("aliases"),
        "ipv4_address": network.get("ipv4Address"),
        "ipv6_address": network.get("ipv6Address"),
        "link_local_ips": network.get("linkLocalIps"),
        "mac_address": network.get("macAddress"),
        "driver_opt": _options(records.texts(network, "driverOpts")),
    }


def _options(texts: list[str]) -> dict[str, str] | None:
    return {name: value for name, _, value in (text.partition("=") for text in texts)} or None
