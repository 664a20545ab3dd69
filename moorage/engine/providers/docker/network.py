"""A network; the id is Docker's."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from moorage.engine.providers.docker import adopt, client, labels, records, tables, values
from moorage.engine.providers.docker import diff as differences
from moorage.engine.providers.docker.session import Session
from moorage.engine.providers.protocol import Context, Diff, Failure, ProviderError
from moorage.engine.values import Values

LEAVING = 10.0
"""Seconds for containers that are being removed to leave a network, before removing it fails."""


class Network:
    """`docker:index/network:Network`."""

    table = tables.NETWORK
    importable = True

    def check(self, _inputs: Values) -> list[Failure]:
        """The table tells all."""
        return []

    def diff(self, old_inputs: Values, old_outputs: Values, new: Values) -> Diff:
        """Compare inputs."""
        return differences.diff(self.table, old_inputs, old_outputs, new)

    def create(self, session: Session, _context: Context, inputs: Values) -> tuple[str, Values]:
        """Make it; a second network of one name is refused."""
        name = str(inputs["name"])
        with client.one_line(f"network {name}: cannot be created"):
            made = session.engine.create_network(
                name,
                driver=inputs.get("driver"),
                options=inputs.get("options"),
                internal=inputs.get("internal") or False,
                attachable=inputs.get("attachable"),
                ingress=inputs.get("ingress"),
                enable_ipv6=inputs.get("ipv6") or False,
                labels=labels.to_map(inputs.get("labels")),
                ipam=_ipam(inputs),
                check_duplicate=True,
            )
            return made["Id"], outputs(inputs, session.engine.inspect_network(made["Id"]))

    def read(self, session: Session, context: Context, id: str, inputs: Values) -> tuple[str, Values, Values] | None:
        """Return what the network is now, None when it is gone."""
        try:
            with client.one_line(f"network {context.name}: cannot be read"):
                found: dict[str, Any] = session.engine.inspect_network(id)
        except ProviderError as error:
            if client.missing(error):
                return None
            raise
        told = outputs(inputs, found)
        return str(found["Id"]), inputs or _imported(told), told

    def find(self, session: Session, _context: Context, inputs: Values) -> tuple[str, Values] | None:
        """Return the network with this name and these labels, None when there is none."""
        name = str(inputs["name"])
        with client.one_line(f"network {name}: cannot be read"):
            # Docker also lists those whose names hold this one.
            there = [one for one in session.engine.networks(names=[name]) if one["Name"] == name]
            mine = [one for one in there if adopt.ours("network", inputs, one.get("Labels"))]
            return next(((one["Id"], outputs(inputs, session.engine.inspect_network(one["Id"]))) for one in mine), None)

    def update(self, session: Session, context: Context, id: str, _old: Values, new: Values) -> Values:
        """Nothing of a network changes in place; only its record does."""
        found = self.read(session, context, id, new)
        if found is None:
            msg = f"network {new['name']}: is gone"
            raise ProviderError(msg)
        return found[2]

    def delete(self, session: Session, context: Context, id: str, _inputs: Values, outputs: Values) -> None:
        """Remove it, giving containers that go at the same time a moment to leave."""
        name = outputs.get("name") or context.name
        end = time.monotonic() + (context.timeout or LEAVING)
        while True:
            try:
                with client.one_line(f"network {name}: cannot be removed"):
                    return session.engine.remove_network(id)
            except ProviderError as error:
                if client.missing(error):
                    return None
                if "has active endpoints" not in str(error) or time.monotonic() > end:
                    raise
            time.sleep(0.5)


def outputs(inputs: Values, found: Mapping[str, Any]) -> Values:
    """Return the inputs and what Docker says of the network."""
    given = values.bare(inputs)
    ipam = records.members(found, "IPAM")
    told: Values = {
        "name": found["Name"],
        "driver": found["Driver"],
        "options": records.members(found, "Options"),
        "internal": found["Internal"],
        "attachable": found["Attachable"],
        "ingress": found["Ingress"],
        "ipv6": found["EnableIPv6"],
        "ipamDriver": ipam.get("Driver") or "default",
        "ipamOptions": records.members(ipam, "Options"),
        "ipamConfigs": [_subnet(config) for config in records.objects(ipam, "Config")],
        "labels": labels.from_map(records.members(found, "Labels")),
        "scope": found["Scope"],
    }
    return {**given, **told, "__meta": tables.NETWORK.meta}


def _ipam(inputs: Values) -> dict[str, Any]:
    configs = [
        {
            "Subnet": config.get("subnet"),
            "IPRange": config.get("ipRange"),
            "Gateway": config.get("gateway"),
            "AuxiliaryAddresses": config.get("auxAddress"),
        }
        for config in records.objects(inputs, "ipamConfigs")
    ]
    return {
        "Driver": inputs.get("ipamDriver") or "default",
        "Config": [{key: value for key, value in config.items() if value} for config in configs],
        "Options": inputs.get("ipamOptions"),
    }


def _subnet(config: Mapping[str, Any]) -> dict[str, Any]:
    members = {
        "subnet": config.get("Subnet"),
        "ipRange": config.get("IPRange"),
        "gateway": config.get("Gateway"),
        "auxAddress": config.get("AuxiliaryAddresses") or config.get("AuxAddress"),
    }
    return {key: value for key, value in members.items() if value}


def _imported(told: Values) -> Values:
    return {
        key: value
        for key, value in told.items()
        if key in tables.NETWORK.properties and key != "scope" and value not in ("", False, {}, [], "default")
    }
