"""One service of a single host: `up` to the first 200, and an update, against the same steps with plain commands."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench import byhand, measure, plain
from bench.measure import Row

PORT: Final = 18093
URL: Final = f"http://127.0.0.1:{PORT}/"
STACK: Final = "host"
SOURCE: Final = "examples/hello/hello.py"
RUNS: Final = 5
LIMIT: Final = 1.2


class Host:
    """Both ways from one copy of the tree; what ours leaves as build contexts is what the peer builds."""

    def __init__(self, folder: Path) -> None:
        self.checkout = plain.copy(folder / "checkout")
        self.contexts = folder / "contexts"
        text = (self.checkout / "examples/stacks/docker.yaml").read_text(encoding="utf-8")
        stack = self.checkout / f"Pulumi.{STACK}.yaml"
        stack.write_text(text.replace("host_port: 8082", f"host_port: {PORT}"), encoding="utf-8")

    def moorage(self, *arguments: str) -> float:
        """Return the seconds of one command until the service answers."""
        argv = [sys.executable, "-m", "moorage", *arguments, "--stack", STACK, "--engine", "embedded", "--yes"]
        return measure.wall(argv, self.checkout, os.environ | {"PYTHONPATH": str(self.checkout)})

    def up(self) -> float:
        """Return the seconds of an `up` from nothing, the images built before."""
        seconds = self.moorage("up", "--skip-preview") + plain.answers(URL)
        if not self.contexts.exists():
            shutil.copytree(self.checkout / f".moorage/build/{STACK}", self.contexts)
        return seconds

    def update(self) -> float:
        """Return the seconds of an `up` after a line of the code has changed."""
        _change(self.checkout / SOURCE)
        return self.moorage("up", "--skip-preview") + plain.answers(URL)

    def destroy(self) -> None:
        """Take the stack down."""
        self.moorage("destroy")

    def ours(self) -> tuple[float, float]:
        """Return the seconds of both."""
        found = self.up(), self.update()
        self.destroy()
        return found

    def peer(self) -> tuple[float, float]:
        """Return the seconds of both by hand."""
        first = byhand.up(self.contexts)
        _change(next((self.contexts / "hello").rglob("hello.py")))
        second = byhand.update(self.contexts)
        byhand.remove()
        return first, second


def _change(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.unlink()  # a staged file is read-only, and may be another one's
    path.write_text(f"{text}\n# {time.time_ns()}\n", encoding="utf-8")


def rows() -> Iterator[Row]:
    """Run both in turn, after one run of each that is not measured."""
    with tempfile.TemporaryDirectory() as folder:
        host = Host(Path(folder))
        try:
            host.ours()
            host.peer()
            pairs = [(host.ours(), host.peer()) for _ in range(RUNS)]
        finally:
            byhand.remove()
            host.destroy()
        names = ("one service behind its proxies: `up` to the first 200", "one service behind its proxies: an update")
        for index, name in enumerate(names):
            mine, theirs = (tuple(run[side][index] for run in pairs) for side in (0, 1))
            yield Row(name, mine, theirs, "plain docker commands", LIMIT)
