"""Where things are: in the image, in the stages that make it, and in the context that is sent."""

from __future__ import annotations

from typing import Final

APP: Final = "/app"
VENV: Final = "/opt/venv"
PROBE: Final = "/opt/moorage/probe.py"

HTTP: Final = (f"{VENV}/bin/python3", "-I", "-S", PROBE)
"""What an HTTP check runs, followed by port, path and seconds."""

ENVIRONMENT: Final = "/layers/environment"
APPLICATION: Final = "/layers/application"
"""Folders of stages, each a layer of the image: copied whole, so that directories keep their times."""

SOURCE: Final = "/source"
"""Where the project's own packages are built."""

SCRIPTS: Final = "scripts"
LOCKED: Final = "locked"
PROJECT: Final = "project"
"""Folders of the context: our programs, the files for pip, what only building the project needs; `app` is its code."""

TOOLS: Final = "/mnt"
"""Where a step sees our programs: a folder that every base has, so that showing them leaves none behind."""

SHOWN: Final = "/tmp/locked"  # noqa: S108 - a read-only mount during one step of a build stage
CA: Final = "ca"
INDEX: Final = "index"
