"""Python, and the locked requirements in the project's virtualenv."""

from __future__ import annotations

import pathlib
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from components.core.operations import Finding
from moorage.cli.session import Session
from moorage.engine.project import project as projects
from moorage.engine.project.project import Project

LEAST: Final = (3, 11)
PIN: Final = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")
"""A line of the lock that holds on every machine: one with a marker is left to the installer."""


def check(session: Session) -> list[Finding]:
    """Return the findings; outside a project only the interpreter's."""
    findings = [_interpreter()]
    try:
        project = projects.find(session.cwd)
    except projects.ProjectError:
        return findings
    return [*findings, *_requirements(project)]


def _interpreter() -> Finding:
    found = f"{platform.python_implementation()} {platform.python_version()} ({sys.executable})"
    if sys.version_info < LEAST:
        wanted = ".".join(map(str, LEAST))
        return Finding(
            "python", "missing", f"{found}; {wanted} or newer is needed", (f"apt-get install -y python{wanted}",)
        )
    return Finding("python", "ok", found)


def _requirements(project: Project) -> Iterator[Finding]:
    lock = project.root / "requirements.txt"
    folder = project.virtualenv
    if folder is not None and not (folder / "bin" / "python").exists():
        make = f"{sys.executable} -m venv {folder}"
        install = f"{folder}/bin/python -m pip install --require-hashes -r {lock}"
        yield Finding("virtualenv", "missing", f"{folder} is not there", (make, install) if lock.exists() else (make,))
        return
    if folder is not None:
        yield Finding("virtualenv", "ok", str(folder))
    if not lock.exists():
        return
    apart = differences(lock.read_text(encoding="utf-8"), _installed(folder))
    if apart:
        more = f" and {len(apart) - 3} more" if len(apart) > 3 else ""
        program = f"{folder}/bin/python" if folder else sys.executable
        fix = f"{program} -m pip install --require-hashes -r {lock}"
        yield Finding("requirements", "missing", f"not as locked: {', '.join(apart[:3])}{more}", (fix,))
    else:
        yield Finding("requirements", "ok", f"as locked in {lock.name}")


def differences(lock: str, installed: dict[str, str]) -> list[str]:
    """Return each package that is not installed at the version of the lock, as `name==locked (installed)`."""
    pins = [match for line in lock.splitlines() if (match := PIN.match(line)) and ";" not in line]
    return [
        f"{name}=={version} ({installed.get(_normal(name), 'not installed')})"
        for name, version in (match.groups() for match in pins)
        if installed.get(_normal(name)) != version
    ]


def _installed(folder: pathlib.Path | None) -> dict[str, str]:
    places = [str(path) for path in folder.glob("lib/python*/site-packages")] if folder else None
    found = metadata.distributions(path=places) if places else metadata.distributions()
    return {_normal(entry.name): entry.version for entry in found}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
