"""What is checked before anything starts: the stack file as a whole, its bases, and that what it takes is free."""

from __future__ import annotations

from typing import cast

import pulumi

from components import targets
from components.core.naming import Scope
from components.core.operations import Claim, Data, Port, Subnet
from components.core.project import Project
from components.workloads import plan, topology
from infra import settings as infra
from moorage.cli import basis, stackoutputs, target
from moorage.cli.selection import Selection
from moorage.engine.state import backend, crypto


class Blind:
    """Stands for the crypter where only the presence of a secret counts: nothing is decrypted before the checks."""

    def decrypt(self, ciphertext: str) -> str:
        """Return what stands for any secret."""
        del ciphertext
        return stackoutputs.BLIND


def check(chosen: Selection, *, deploying: bool) -> None:
    """Check a stack that is ours.

    Raises:
        SettingsError: the stack file cannot work, or a port or the stack's name is taken.
        OperationError: the target does not answer.
    """
    found = load(chosen)
    basis.decide(project(chosen), found, install=deploying)
    if deploying:
        there = target.of(chosen)
        there.operations.claim(there.settings, claim(chosen, found))


def load(chosen: Selection) -> infra.Settings:
    """Return the stack's settings, valid as a whole.

    Raises:
        SettingsError: with the path of the first mistake.
    """
    plain = chosen.file.plain(cast(crypto.Crypter, Blind()))
    pulumi.runtime.set_all_config(plain, chosen.file.secret_keys)
    return infra.Settings.load(pulumi.Config(infra.NAMESPACE), project(chosen))


def project(chosen: Selection) -> Project:
    """Return the project as the components see it."""
    main = chosen.project.main
    scope = Scope(chosen.project.name, chosen.stack)
    return Project(chosen.project.root, main if main.is_dir() else main.parent, scope)


def claim(chosen: Selection, found: infra.Settings) -> Claim:
    """Return what a deployment is about to take."""
    ports = [
        Port(
            f"workloads.{name}.expose.host_port",
            name,
            spec.expose.host_port,
            plan.address(spec.expose),
        )
        for name, spec in found.workloads.items()
        if spec.expose is not None
    ]
    scope = Scope(chosen.project.name, chosen.stack)
    volumes = [
        Data(f"workloads.{name}.volumes.{key}", scope.fixed(key), volume.keep)
        for name, spec in found.workloads.items()
        for key, volume in spec.volumes.items()
    ]
    pool = targets.traits(*found.target).subnets
    networks = [Subnet(one.name, one.subnet) for one in topology.every(topology.of(found.workloads, scope, pool))]
    try:
        store = backend.open(chosen.project).stack(chosen.stack)
    except backend.BackendError:  # the state is where only the Pulumi CLI reaches: what is ours cannot be told
        return Claim(scope, ports, volumes, unsure=True, pool=pool, networks=networks)
    rows = stackoutputs.recorded(store) if store.exists else []
    pending = stackoutputs.deployment(store).get("pending_operations") if store.exists else None
    held = frozenset(row["id"] for row in rows if row.get("id"))
    bound = frozenset(str(row["replacementTrigger"]) for row in rows if row.get("replacementTrigger"))
    return Claim(scope, ports, volumes, held, bound=bound, unsure=bool(pending), pool=pool, networks=networks)
