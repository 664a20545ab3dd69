"""What images stand on: recorded, or whether it can be found or made here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from components import images
from components.core.errors import SettingsError
from components.core.operations import Finding, OperationError
from components.images import lock, reference, registry
from components.images.local import mmdebstrap
from moorage.cli import preflight, selection
from moorage.cli.errors import Stop
from moorage.cli.session import Session
from moorage.engine.project import project, stackfile


def check(session: Session) -> list[Finding]:
    """Return the findings for the chosen stack; without one, or with a bad stack file, there is nothing to say."""
    try:
        chosen = selection.select(session)
        if not chosen.ours:
            return []
        here = preflight.project(chosen)
        wanted = images.names(preflight.load(chosen).images, here)
        known = lock.read(here.root)
    except (Stop, SettingsError, project.ProjectError, stackfile.StackFileError):
        return []  # `up` says what is wrong with it
    recorded = [
        one.key
        for one in wanted
        if one.name in known.shared or one.key in known.own or reference.parse(one.name, "").digest
    ]
    open_ = dict.fromkeys(one.name for one in wanted if one.key not in recorded)
    return [*_recorded(recorded), *(_found(name) for name in open_)]


def _recorded(names: list[str]) -> Iterator[Finding]:
    if names:
        yield Finding("base images", "ok", f"recorded: {', '.join(names)}")


def _found(name: str) -> Finding:
    try:
        answer = registry.ask(name)
    except OperationError as error:
        return Finding(f"base {name}", "missing", str(error), ("name another base in the stack file",))
    match answer:
        case registry.Found(digest=digest):
            return Finding(f"base {name}", "ok", f"not recorded yet; a registry has it ({digest})")
        case registry.Unreachable(reason=reason):
            return _makeable(name, reason)


def _makeable(name: str, reason: str) -> Finding:
    subject = f"base {name}"
    lacking = mmdebstrap.lacking()
    if not lacking:
        return Finding(subject, "ok", f"not recorded yet; no registry answers ({reason}), mmdebstrap makes it here")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        return Finding(subject, "ok", f"not recorded yet; no registry answers ({reason}), `up` installs mmdebstrap")
    return Finding(subject, "missing", f"no registry answers ({reason}), no {lacking[0]}", mmdebstrap.remedy())
