"""The tree of a stack: what the real program registers in a first preview, one URN a line below its parent.

`python -m tests.stacks.trees` records the trees anew: a changed one is a decision, because URNs are state.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import shutil
import sys
import tempfile
from collections import defaultdict
from typing import Any, Final

from tests.e2e.checkout import Checkout

FOLDER: Final = pathlib.Path(__file__).parent
STACKS: Final = {
    "dev": "Pulumi.dev.yaml",
    "prod": "Pulumi.prod.yaml",
    "docker": "examples/stacks/docker.yaml",
    "quadlet": "examples/stacks/quadlet.yaml",
}
"""Stack file of each recorded tree."""

BASES: Final = ("debian:bookworm-slim", "python:3.11-slim-bookworm")
DIGEST: Final = f"sha256:{hashlib.sha256(b'a digest of no image').hexdigest()}"
"""Stands for what a registry would say; a preview pulls nothing."""


def path(stack: str) -> pathlib.Path:
    """Return the file of a stack's recorded tree."""
    return FOLDER / f"{stack}.tree"


def checkout(root: pathlib.Path, stack: str, seed: int) -> Checkout:
    """Return a checkout in which every base is decided and every secret set; `seed` orders Python's hashes."""
    made = Checkout.at(root)
    made.stack = stack
    made.environment |= {"PYTHONHASHSEED": str(seed), "DOCKER_HOST": f"unix://{root}/no-engine.sock"}
    bases = {name: _pinned(name) for name in BASES}
    (root / "images.lock").write_text(json.dumps({"version": 1, "bases": bases}), encoding="utf-8")
    if not (file := root / f"Pulumi.{stack}.yaml").exists():
        shutil.copy2(root / STACKS[stack], file)
    if stack == "prod":
        made.run("config", "set", "--secret", "database-password", "of a preview")
    return made


def _pinned(name: str) -> dict[str, object]:
    repository = f"docker.io/library/{name.partition(':')[0]}"
    return {"repository": repository, "digest": DIGEST, "platforms": ["linux/amd64"], "date": "2026-01-01"}


def registered(made: Checkout) -> str:
    """Return the tree that the program registers now, as text.

    Raises:
        AssertionError: the preview would do anything but create.
    """
    steps: list[dict[str, Any]] = made.json("preview")["steps"]
    assert {step["op"] for step in steps} == {"create"}
    return tree({step["urn"]: step["newState"].get("parent", "") for step in steps})


def tree(parents: dict[str, str]) -> str:
    """Return resources, given with their parents' URNs, as lines, two spaces deeper than their parents."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for urn in sorted(parents):
        children[parents[urn]].append(urn)
    lines: list[str] = []

    def add(parent: str, depth: int) -> None:
        for urn in children[parent]:
            lines.append(f"{'  ' * depth}{urn}\n")
            add(urn, depth + 1)

    add("", 0)
    assert len(lines) == len(parents), "a resource has a parent that is not registered"
    return "".join(lines)


def main() -> None:
    """Record all trees."""
    for stack in STACKS:
        with tempfile.TemporaryDirectory() as folder:
            text = registered(checkout(pathlib.Path(folder) / "checkout", stack, 0))
        before = path(stack).read_text(encoding="utf-8") if path(stack).exists() else ""
        path(stack).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path(stack).name}: {'unchanged' if text == before else 'recorded'}\n")


if __name__ == "__main__":
    main()
