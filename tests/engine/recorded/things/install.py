"""Puts the package's plugin where engines look for it: into a folder that is to be on PATH."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).parents[4]


def plugin(folder: Path) -> None:
    """Make `pulumi-resource-thing` in a new folder."""
    folder.mkdir()
    file = folder / "pulumi-resource-thing"
    line = f'PYTHONPATH={_ROOT} exec {sys.executable} -m tests.engine.recorded.things.plugin "$@"'
    file.write_text(f"#!/bin/sh\n{line}\n")
    file.chmod(0o755)
