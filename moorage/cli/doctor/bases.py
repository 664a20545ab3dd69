"""What images stand on: recorded, or whether it can be found or made here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from components import images
from components.core.errors import SettingsError
from components.core.operations import Finding, OperationError
from components.images import lock, reference, registry
from components.images.bases import Wanted
from components.images.local import mmdebstrap, recipes
from moorage.cli import preflight, selection
from moorage.cli.errors import Stop
from moorage.cli.session import Session
from moorage.engine.project import project, stackfile

OTHER = "name another base in the stack file"


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
        one
        for one in wanted
        if one.name in known.shared or one.key in known.own or reference.parse(one.name, "").digest
    ]
    return [*_recorded(recorded), *(_found(one) for one in wanted if one not in recorded)]


def _recorded(wanted: list[Wanted]) -> Iterator[Finding]:
    if wanted:
        yield Finding("base images", "ok", f"recorded: {', '.join(one.shown for one in wanted)}")


def _found(wanted: Wanted) -> Finding:
    subject = f"base {wanted.shown}"
    try:
        answer = registry.ask(wanted.name)
    except OperationError as error:
        return Finding(subject, "missing", str(error), (OTHER,))
    match answer:
        case registry.Found(digest=digest):
            return Finding(subject, "ok", f"not recorded yet; a registry has it ({digest})")
        case registry.Unreachable(reason=reason):
            return _makeable(wanted, subject, reason)


def _makeable(wanted: Wanted, subject: str, reason: str) -> Finding:
    if wanted.whole or recipes.find(wanted.name, wanted.run) is None:
        found = f"no registry answers ({reason}), and Debian's packages do not make it"
        return Finding(subject, "missing", found, (OTHER,))
    lacking = mmdebstrap.lacking()
    if not lacking:
        return Finding(subject, "ok", f"not recorded yet; no registry answers ({reason}), mmdebstrap makes it here")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        return Finding(subject, "ok", f"not recorded yet; no registry answers ({reason}), `up` installs mmdebstrap")
    return Finding(subject, "missing", f"no registry answers ({reason}), no {lacking[0]}", mmdebstrap.remedy())
