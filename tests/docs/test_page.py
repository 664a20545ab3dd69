"""What a page shows is compared with what is printed, line by line."""

from __future__ import annotations

import pathlib

import pytest

from tests.docs import page

PRINTED = "Updating (mine):\n\n +  web created (11s)\n +  pids created (0.1s)\n\nDuration: 12s\n"


@pytest.mark.parametrize(
    "shown",
    [
        "Updating (mine):\n...\n",
        "...\n+  web created ...\n...\n",
        "...\n+  web ... (11s)\n+  pids created ...\nDuration: ...\n",
        PRINTED,
    ],
)
def test_agrees(shown: str) -> None:
    """Three dots stand for lines or for a part of one; empty lines do not count."""
    assert page.agrees(shown, PRINTED)


@pytest.mark.parametrize(
    "shown",
    [
        "Updating (mine):\n",
        "...\n+  pids ...\n+  web ...\n...\n",
        "...\n+  web created ...\nDuration: ...\n",
        "...\n+  job created ...\n...\n",
        "",
    ],
)
def test_disagrees(shown: str) -> None:
    """A line that is missing, in another order, left out without dots or at the end unsaid is a difference."""
    assert not page.agrees(shown, PRINTED)


def test_steps(tmp_path: pathlib.Path) -> None:
    """A block is what the line before it says; what is shown belongs to the commands right above."""
    file = tmp_path / "page.md"
    file.write_text(
        "# A page\n\n`a/b.txt`:\n\n```text\none\ntwo\n```\n\n```sh\nls a\n```\n\n```text\nb.txt\n```\n\n"
        "In `a/b.txt`:\n\n```diff\n-one\n+zero\n two\n```\n\n```sh\nno\n```\n\nIt says <http://127.0.0.1:8090/x>:\n\n"
        "```text\nhello\n```\n",
        encoding="utf-8",
    )
    assert page.steps(file) == [
        page.Write("a/b.txt", "one\ntwo\n"),
        page.Run("ls a\n", "b.txt\n"),
        page.Edit("a/b.txt", "one\ntwo\n", "zero\ntwo\n"),
        page.Run("no\n", None),
        page.Open("http://127.0.0.1:8090/x", "hello\n"),
    ]


def test_block_without_meaning(tmp_path: pathlib.Path) -> None:
    """A block that no line explains is refused: nothing on a page goes untested unseen."""
    file = tmp_path / "page.md"
    file.write_text("Look:\n\n```yaml\na: 1\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match="belongs to nothing"):
        page.steps(file)
