"""The layers, the types and the lint are kept by tools; each of them is red on a broken copy."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.executable).parent
FOLDERS = ("infra", "components", "moorage")


def run(tool: str, *arguments: str, cwd: pathlib.Path) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in `cwd`, which alone is on the import path."""
    environment = os.environ | {"PYTHONPATH": str(cwd)}
    return subprocess.run(
        [BIN / tool, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: pathlib.Path) -> pathlib.Path:
    """Return a copy of the product that a test may break."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(root: pathlib.Path, path: str, text: str) -> None:
    """Append a line to a file of the copy."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write("\n" + text + "\n")


def test_layers_hold() -> None:
    """Every import contract is kept."""
    found = run("lint-imports", cwd=ROOT)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("components/core/naming.py", "import components.workloads.plan"),
        ("components/workloads/settings.py", "import pulumi_docker"),
        ("components/shared/secrets/settings.py", "import pulumi_random"),
        ("moorage/engine/values.py", "import components.core.naming"),
        ("components/core/naming.py", "import moorage.engine.values"),
        ("components/images/python/plan.py", "import components.images.dockerfile.settings"),
    ],
)
def test_a_broken_layer_is_red(copy: pathlib.Path, path: str, line: str) -> None:
    """An import against the line fails the contracts."""
    add(copy, path, line)
    found = run("lint-imports", "--no-cache", cwd=copy)
    assert found.returncode == 1, found.stdout
    assert "BROKEN" in found.stdout


def test_lint_and_format_hold() -> None:
    """Ruff finds nothing in the tree."""
    assert run("ruff", "check", ".", cwd=ROOT).stdout.strip() == "All checks passed!"
    assert run("ruff", "format", "--check", ".", cwd=ROOT).returncode == 0


def test_broken_lint_is_red(copy: pathlib.Path) -> None:
    """An unused import fails the lint."""
    add(copy, "components/core/naming.py", "import os")
    assert "F401" in run("ruff", "check", ".", cwd=copy).stdout


def test_types_hold() -> None:
    """Pyright in strict mode finds nothing in the tree."""
    found = run("pyright", cwd=ROOT)
    assert found.returncode == 0, found.stdout[-3000:]


def test_a_broken_type_is_red(copy: pathlib.Path) -> None:
    """A wrong type fails the checker."""
    add(copy, "components/core/naming.py", "LENGTH: int = 'long'")
    found = run("pyright", "--pythonpath", sys.executable, "components/core/naming.py", cwd=copy)
    assert found.returncode == 1
    assert "reportAssignmentType" in found.stdout
