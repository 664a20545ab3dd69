"""Who deploys here: the Pulumi CLI or the embedded engine."""

from __future__ import annotations

import os
import subprocess

from components.core.operations import Finding
from moorage.cli import handover
from moorage.cli.errors import Stop
from moorage.cli.session import Session


def check(session: Session) -> list[Finding]:
    """Return one finding."""
    try:
        deployer, program = handover.decide(session.engine, os.environ.get("PATH"))
    except Stop as error:
        return [Finding("engine", "missing", error.message, ("install the Pulumi CLI, or use --engine embedded",))]
    if deployer == "embedded":
        why = "no pulumi on PATH" if session.engine == "auto" else "as asked for"
        return [Finding("engine", "ok", f"the embedded engine ({why})")]
    return [Finding("engine", "ok", f"the Pulumi CLI {_version(program)} ({program})")]


def _version(program: str) -> str:
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(  # noqa: S603 - the program that would deploy, and constant words
            [program, "version"], env=environment, capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "of unknown version"
    return done.stdout.strip() or "of unknown version"
