"""What a stack says in one place and another must hold together: checked before anything starts. Pure."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Collection, Mapping
from typing import Final

from components.core.contract import ContractSettings
from components.core.errors import SettingsError
from components.core.naming import secret_variable
from components.workloads import exposed, files, plan
from components.workloads.settings import Workload

Workloads = Mapping[str, Workload]

EDGE: Final = re.compile(r"edge-[0-9]+")
"""Names that `topology.edge` gives."""


def check(
    workloads: Workloads,
    contracts: Mapping[str, ContractSettings],
    secrets: Collection[str],
    generated: Collection[str] = (),
) -> None:
    """Check every reference from a workload to an image, a port, a check, a secret or another workload.

    `generated` are the secrets whose values end with the stack: none of them may open data that outlives it.

    Raises:
        SettingsError: with the path of the first reference that leads nowhere.
    """
    for name, spec in workloads.items():
        path = f"workloads.{name}"
        if spec.image not in contracts:
            raise SettingsError(f"{path}.image", f"{spec.image!r} is not an image of this stack", contracts, spec.image)
        _check_contract(path, spec, contracts[spec.image])
        for secret in spec.secrets:
            if secret not in secrets:
                raise SettingsError(f"{path}.secrets", f"{secret!r} is not a secret of this stack", secrets, secret)
            if secret in generated and any(volume.keep for volume in spec.volumes.values()):
                problem = f"{secret!r} is generated and ends with the stack, but a volume of this workload is kept"
                raise SettingsError(f"{path}.secrets", f"{problem}; take the secret from config, env or file")
            if (variable := secret_variable(secret)) in spec.environment:
                problem = f"is set by the secret {secret!r}: it holds the path of its file"
                raise SettingsError(f"{path}.environment.{variable}", problem)
        for key, others in (("uses", spec.uses), ("after", spec.after)):
            for other in others:
                if other not in workloads or other == name:
                    known = set(workloads) - {name}
                    raise SettingsError(
                        f"{path}.{key}", f"{other!r} is not another workload of this stack", known, other
                    )
        for other in spec.uses:
            if workloads[other].kind != "service":
                raise SettingsError(f"{path}.uses", f"{other!r} is a {workloads[other].kind} and does not listen")
    _check_shared(workloads)
    exposed.check(workloads, contracts, secrets)
    order(workloads)


def _check_contract(path: str, spec: Workload, contract: ContractSettings) -> None:
    if spec.expose is not None and spec.expose.port not in contract.ports:
        problem = f"{spec.expose.port!r} is not a port of image {spec.image}"
        raise SettingsError(f"{path}.expose.port", problem, contract.ports, spec.expose.port)
    if spec.check is not None and spec.check not in contract.checks:
        problem = f"{spec.check!r} is not a check of image {spec.image}"
        raise SettingsError(f"{path}.check", problem, contract.checks, spec.check)
    if spec.kind == "service" and not contract.checks:
        raise SettingsError(f"{path}.check", f"a service needs a check, and image {spec.image} has none")
    taken = dict.fromkeys(contract.writable, "a writable directory of the image")
    taken |= {plan.SECRETS: "where secrets are"} if spec.secrets else {}
    if spec.kind == "cron":
        taken |= {plan.CLOCK: "where the scheduler is", plan.CLOCK_STATE: "where the scheduler keeps its state"}
    for name, volume in spec.volumes.items():
        if volume.path in taken:
            raise SettingsError(f"{path}.volumes.{name}.path", f"{volume.path} is already {taken[volume.path]}")
        if contract.owned is not None and volume.path not in contract.owned:
            problem = f"nothing could be written to it; let image {spec.image} say: volumes: [{volume.path}]"
            raise SettingsError(f"{path}.volumes.{name}.path", problem, contract.owned, volume.path)
        taken[volume.path] = f"volume {name}"
    files.check(path, spec.files, {plan.SECRETS: "where secrets are"} | taken)
    for directory in contract.mounted:
        if directory not in taken:
            problem = f"image {spec.image} needs a volume on {directory}; such as: data: {{path: {directory}}}"
            raise SettingsError(f"{path}.volumes", problem)


def _check_shared(workloads: Workloads) -> None:
    """Check that no two workloads claim one volume, or one name."""
    replicas = {f"{name}-{number}": name for name, spec in workloads.items() for number in range(2, spec.replicas + 1)}
    for name in workloads:
        if name in replicas:
            raise SettingsError(f"workloads.{name}", f"is the name of a replica of {replicas[name]}; choose another")
        if EDGE.fullmatch(name):
            raise SettingsError(f"workloads.{name}", "edge-<n> is the name of what publishes a port; choose another")
    proxies = {f"{name}-proxy": name for name, spec in workloads.items() if spec.kind == "service"}
    volumes: dict[str, str] = {}
    for name, spec in workloads.items():
        for volume in spec.volumes:
            if volume in proxies or EDGE.fullmatch(volume):
                owner = f"the proxy of {proxies[volume]}" if volume in proxies else "what publishes a port"
                problem = f"is the name of a volume of {owner}, which is its alone; choose another"
                raise SettingsError(f"workloads.{name}.volumes.{volume}", problem)
            if volume in volumes:
                problem = (
                    f"already owned by workload {volumes[volume]}; a volume has one owner, others use that workload"
                )
                raise SettingsError(f"workloads.{name}.volumes.{volume}", problem)
            volumes[volume] = name


def order(workloads: Workloads) -> list[str]:
    """Return the names so that each comes after all it uses or follows; otherwise as written.

    Raises:
        SettingsError: naming a circle.
    """
    graph = {name: [*spec.uses, *spec.after] for name, spec in workloads.items()}
    try:
        return list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        circle: list[str] = error.args[1]
        raise SettingsError(f"workloads.{circle[0]}", f"waits for itself: {' -> '.join(reversed(circle))}") from None
