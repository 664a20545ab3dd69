"""Which unit files a stack has, and what each workload finds around it. Pure.

Exactly the pairs that `uses:` declares share a network, which leads nowhere else. A workload that may call the outside,
or that the host calls, has one of its own besides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from components.core.naming import Scope
from components.workloads import files, plan
from components.workloads.settings import Workload
from components.workloads.units import ini
from components.workloads.units.container import Around


def pair(caller: str, callee: str) -> str:
    """Return the name of the network between two workloads."""
    return f"{caller}.{callee}"


def outside(name: str) -> str:
    """Return the name of the network through which a workload reaches the outside, and the host reaches it."""
    return f"{name}-outside"


def networks(workloads: Mapping[str, Workload], scope: Scope) -> dict[str, ini.File]:
    """Return the `.network` files by the networks' names."""
    pairs = [pair(name, other) for name, spec in workloads.items() for other in dict.fromkeys(spec.uses)]
    return {name: _network(name, scope, inside=True) for name in pairs} | {
        outside(name): _network(outside(name), scope, inside=False) for name, spec in workloads.items() if leads(spec)
    }


def leads(spec: Workload) -> bool:
    """Say whether a workload has a network that leads out of the stack: a published port needs one, too."""
    return spec.egress == "any" or spec.expose is not None


def volumes(name: str, spec: Workload, scope: Scope) -> dict[str, ini.File]:
    """Return the `.volume` files of a workload by the volumes' names."""
    return {key: {"Volume": [("VolumeName", scope.fixed(key)), *_labels(scope, name)]} for key in spec.volumes}


def configuration(name: str, spec: Workload, scope: Scope) -> dict[str, str]:
    """Return Podman's names of a workload's configuration files, by the files' own: others for other contents."""
    return {
        key: f"{scope.fixed(name)}-file-{key}-{hashlib.sha256(files.data(file)).hexdigest()[:8]}"
        for key, file in spec.files.items()
    }


def around(name: str, workloads: Mapping[str, Workload], secrets: Mapping[str, str], scope: Scope) -> Around:
    """Return what a workload finds around it; `secrets` are Podman's names of its secrets."""
    spec = workloads[name]
    callers = [(scope.fixed(pair(other, name)), name) for other, its in workloads.items() if name in its.uses]
    called = [(scope.fixed(pair(name, other)), "") for other in dict.fromkeys(spec.uses)]
    ended = [other for other in spec.after if workloads[other].kind == "job"]
    out = [(scope.fixed(outside(name)), "")] if leads(spec) else []
    return Around(
        networks=[*out, *sorted(called), *sorted(callers)],
        volumes={scope.fixed(key): volume.path for key, volume in spec.volumes.items()},
        mounted={f"{plan.SECRETS}/{key}": stored for key, stored in secrets.items()}
        | {spec.files[key].path: stored for key, stored in configuration(name, spec, scope).items()},
        wants=[scope.fixed(other) for other in dict.fromkeys([*spec.uses, *spec.after]) if other not in ended],
        after=[scope.fixed(other) for other in ended],
    )


def _network(name: str, scope: Scope, *, inside: bool) -> ini.File:
    # Podman lets bridges reach each other unless each is told not to.
    kind = [("Internal", "true")] if inside else [("Options", "isolate=true")]
    return {"Network": [("NetworkName", scope.fixed(name)), *kind, *_labels(scope)]}


def _labels(scope: Scope, workload: str = "") -> ini.Section:
    return [("Label", ini.words(f"{key}={value}")) for key, value in scope.labels(workload).items()]
