"""A machine on which no units can be started is refused before anything is touched."""

from __future__ import annotations

import pathlib

from tests.stacks import trees


def test_root_is_refused_in_one_line(tmp_path: pathlib.Path) -> None:
    """These tests run as root, for whom these units are not."""
    made = trees.checkout(tmp_path / "checkout", "quadlet", 0)
    done = made.run("up", "--yes", "--skip-preview", code=2)
    line = "this is root; units of this target are those of a user without rights"
    fix = "run moorage as that user, or use the target podman"
    assert (done.stdout, done.stderr) == ("", f"error: target.quadlet: {line}; {fix}\n")
