"""Ten dynamic resources, previewed by the embedded engine and by the Pulumi CLI, where there is one on PATH."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import measure
from bench.measure import Row

COUNT, RUNS = 10, 9
PROGRAM = f"""
from pulumi.dynamic import CreateResult, Resource, ResourceProvider


class Provider(ResourceProvider):
    def create(self, props):
        return CreateResult("id", props)


class Thing(Resource):
    pass


for number in range({COUNT}):
    Thing(Provider(), f"r{{number}}", {{"number": number}})
"""


def rows() -> Iterator[Row]:
    """Preview a stack in which nothing changes, with a state of each engine's own."""
    pulumi = shutil.which("pulumi")
    if not pulumi:
        print(f"preview of {COUNT} dynamic resources: no pulumi on PATH to compare with", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = _project(Path(folder) / "ours"), _project(Path(folder) / "theirs")
        moorage = [sys.executable, "-m", "moorage"]
        quiet = ["--engine", "embedded"]
        measure.wall([*moorage, "stack", "init", "dev", *quiet], ours, _environment(ours))
        measure.wall([*moorage, "up", "--yes", "--skip-preview", *quiet], ours, _environment(ours))
        measure.wall([pulumi, "stack", "init", "dev"], theirs, _environment(theirs))
        measure.wall([pulumi, "up", "--yes", "--skip-preview"], theirs, _environment(theirs))
        runs = measure.interleaved(
            lambda: measure.wall([*moorage, "preview", *quiet], ours, _environment(ours)),
            lambda: measure.wall([pulumi, "preview"], theirs, _environment(theirs)),
            RUNS,
        )
        yield Row(f"preview of {COUNT} dynamic resources", *runs, "the Pulumi CLI", 0.1)


def _project(folder: Path) -> Path:
    (folder / ".state").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


def _environment(folder: Path) -> Mapping[str, str]:
    python = Path(sys.executable).parent
    own = {"PULUMI_BACKEND_URL": f"file://{folder}/.state", "PULUMI_CONFIG_PASSPHRASE": "bench"}
    path = f"{python}{os.pathsep}{os.environ['PATH']}"
    # the module is this checkout's; both engines run the program with this interpreter
    source = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "VIRTUAL_ENV": str(python.parent), "PATH": path}
    return os.environ | own | source | {"PULUMI_SKIP_UPDATE_CHECK": "true"}
