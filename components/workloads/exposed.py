"""Whether services can be exposed as they say: by port, by host name, with a certificate. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from components.core.contract import ContractSettings
from components.core.errors import SettingsError
from components.workloads.proxy import plan
from components.workloads.settings import Expose, Workload


def check(
    workloads: Mapping[str, Workload], contracts: Mapping[str, ContractSettings], secrets: Collection[str]
) -> None:
    """Check each exposed service, and those that share a port of the host.

    Raises:
        SettingsError: with the path of the first that cannot be.
    """
    ports: dict[int, tuple[str, Expose]] = {}
    names: dict[tuple[int, str], str] = {}
    for name, spec in workloads.items():
        if (expose := spec.expose) is None:
            continue
        path = f"workloads.{name}.expose"
        _check_one(path, expose, spec, contracts, secrets)
        if expose.host_port in ports:
            _check_two(path, expose, *ports[expose.host_port])
        ports[expose.host_port] = (name, expose)
        for index, host in enumerate(expose.host_names):
            if (other := names.get((expose.host_port, host))) is not None:
                raise SettingsError(f"{path}.host_names.{index}", f"{host} leads to workload {other} already")
            names[expose.host_port, host] = name


def _check_one(
    path: str,
    expose: Expose,
    spec: Workload,
    contracts: Mapping[str, ContractSettings],
    secrets: Collection[str],
) -> None:
    if expose.host_names and plan.mode(contracts[spec.image].checks, expose.port) != "http":
        problem = f"port {expose.port} is not known to speak HTTP, and only a request says which host it is for"
        raise SettingsError(f"{path}.host_names", f"{problem}; let image {spec.image} have an http check of it")
    if expose.tls is not None:
        for key, secret in (("certificate", expose.tls.certificate), ("key", expose.tls.key)):
            if secret not in secrets:
                raise SettingsError(f"{path}.tls.{key}", f"{secret!r} is not a secret of this stack", secrets, secret)


def _check_two(path: str, expose: Expose, name: str, other: Expose) -> None:
    port = expose.host_port
    if not expose.host_names or not other.host_names:
        problem = f"port {port} is already taken by workload {name}; services that share one each state host_names"
        raise SettingsError(f"{path}.host_port", problem)
    if bool(expose.public) != bool(other.public):
        listens = "on every address" if other.public else "on loopback"
        raise SettingsError(f"{path}.public", f"port {port} listens {listens} for workload {name}, and so for all")
    if bool(expose.tls) != bool(other.tls):
        speaks = "TLS" if other.tls else "plain HTTP"
        raise SettingsError(f"{path}.tls", f"port {port} speaks {speaks} for workload {name}, and so for all")
