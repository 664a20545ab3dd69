"""Each stack registers the tree that was agreed on: a renamed or moved resource would be another one in every state."""

from __future__ import annotations

import pathlib

import pytest

from tests.stacks import trees

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("stack", trees.STACKS)
def test_tree(stack: str, seed: int, tmp_path: pathlib.Path) -> None:
    """The real program registers exactly the recorded URNs, with no Docker there, in any order of Python's hashes."""
    text = trees.registered(trees.checkout(tmp_path / "checkout", stack, seed))
    recorded = trees.path(stack).read_text(encoding="utf-8")
    assert text == recorded, "URNs are state; if this change is meant: python -m tests.stacks.trees"


def test_a_moved_resource_shows(tmp_path: pathlib.Path) -> None:
    """A workload under another name is another tree."""
    made = trees.checkout(tmp_path / "checkout", "docker", 0)
    made.edit("Pulumi.docker.yaml", "    web:\n      kind", "    front:\n      kind")
    text = trees.registered(made)
    recorded = trees.path("docker").read_text(encoding="utf-8")
    assert text != recorded
    assert text.replace("front", "web") == recorded


def test_every_stack_file_has_a_tree() -> None:
    """No stack file of the repository goes unseen, and no tree is left of one that is gone."""
    files = [*ROOT.glob("examples/stacks/*.yaml"), ROOT / "Pulumi.dev.yaml", ROOT / "Pulumi.prod.yaml"]
    assert sorted(trees.STACKS.values()) == sorted(str(file.relative_to(ROOT)) for file in files)
    assert sorted(path.stem for path in trees.FOLDER.glob("*.tree")) == sorted(trees.STACKS)
