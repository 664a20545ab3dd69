"""Whether a deployment can be on this engine: its platform, and its names, addresses and ports are free."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from components.core import hosts, platforms
from components.core.errors import SettingsError
from components.core.operations import Claim, Port
from components.shared import routes
from components.shared.containers import collisions, found
from components.shared.containers.found import Client

_ID: Final = re.compile(r"[0-9a-f]{64}")
"""Of a container or a network; IDs of all else that a state has look otherwise."""


def check(client: Client, target: str, claim: Claim, url: str, taken: Callable[[Port], str]) -> None:
    """Check that no other state has this stack up, and that each address and port is free or this state's own.

    `target` is the kind's name, `url` its engine's address; `taken` says who else listens on a port there.

    Raises:
        SettingsError: for the first that is not, naming who has it.
    """
    if not claim.unsure:
        _there(client, target, claim, url)
        _names(client, target, claim)
        _volumes(client, target, claim)
    if claim.networks:
        collisions.check(client, target, claim, routes.read() if url.startswith(hosts.SOCKET) else [])
    running: list[dict[str, Any]] = client.api.containers()
    for port in claim.ports:
        _port(running, claim, port, taken)


def platform(client: Client, target: str, wanted: str) -> None:
    """Check that the engine runs what images are built for; one of an architecture that has no word here may.

    Raises:
        SettingsError: it is another one.
    """
    found = platforms.of(client.info().get("Architecture", ""))
    if found is not None and found != wanted:
        problem = f"the engine is {found}, not {wanted}; state platform: {found}"
        raise SettingsError(f"target.{target}.platform", problem)


def _names(client: Client, target: str, claim: Claim) -> None:
    for row in found.containers(client, claim.scope):
        if row["Id"] not in claim.held:
            name = row["Names"][0].removeprefix("/")
            problem = (
                f"stack {claim.scope.stack} of project {claim.scope.project} is up already, from another checkout or"
                f" state (container {name}); destroy it there, or use another stack name here"
            )
            raise SettingsError(f"target.{target}", problem)


def _volumes(client: Client, target: str, claim: Claim) -> None:
    """Refuse to adopt data that would then be removed with this stack."""
    rows: list[dict[str, Any]] = client.api.volumes()["Volumes"] or []
    there = {row["Name"] for row in rows}
    for data in claim.volumes:
        if data.name in there and data.name not in claim.held and not data.keep:
            problem = f"volume {data.name} is there already, from another state; keep: true takes its data up"
            raise SettingsError(data.path, f"{problem}, {target} volume rm {data.name} removes it")


def _there(client: Client, target: str, claim: Claim, url: str) -> None:
    """Refuse an engine that has nothing of what the state says is on it: it is another one than last time."""
    recorded = {held for held in claim.held if _ID.fullmatch(held)}
    if not recorded or hosts.bound(claim.host) not in claim.bound:
        return
    found = {row["Id"] for row in (*client.api.containers(all=True), *client.api.networks())}
    if not recorded & found:
        problem = f"nothing of stack {claim.scope.stack} is on the engine at {url}, but {len(recorded)} containers and"
        remedy = "reach that one again and destroy there first, or, when they are gone for good, run: moorage refresh"
        raise SettingsError(f"target.{target}", f"{problem} networks were made on the one of the last up; {remedy}")


def _port(running: list[dict[str, Any]], claim: Claim, port: Port, taken: Callable[[Port], str]) -> None:
    for row in running:
        if any(entry.get("PublicPort") == port.number and entry.get("Type") == "tcp" for entry in row["Ports"] or ()):
            if row["Id"] in claim.held:
                return
            raise SettingsError(
                port.path, f"port {port.number} is taken by container {row['Names'][0].removeprefix('/')}"
            )
    if who := taken(port):
        raise SettingsError(port.path, f"port {port.number} is taken by {who}")
