"""A project in a folder of its own, and the command run in this process with an environment of its own."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from moorage.cli import main

PROGRAM = """
import pulumi
import pulumi_random as random

made = random.RandomPassword("made", length=12)
pulumi.export("web", {"url": "http://127.0.0.1:8080"})
pulumi.export("password", made.result)
"""


@dataclass(frozen=True)
class Result:
    """How one invocation ended."""

    code: int
    out: str
    err: str


@dataclass
class Cli:
    """Runs `moorage` in a project."""

    root: pathlib.Path
    capture: pytest.CaptureFixture[str]
    common: tuple[str, ...] = field(default=())

    def __call__(self, *arguments: str, code: int | None = 0) -> Result:
        """Run the command; `code` is the exit code that is expected, None for any."""
        self.capture.readouterr()
        ended = main.main(["-C", str(self.root), *self.common, *arguments])
        done = self.capture.readouterr()
        if code is not None:
            assert ended == code, f"{arguments}: {ended}\n{done.out}\n{done.err}"
        return Result(ended, done.out, done.err)

    def write(self, name: str, text: str) -> pathlib.Path:
        """Write a file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def alone(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Give the test a home of its own, and no pulumi; return the home."""
    home = tmp_path / "home"
    home.mkdir()
    for name in (
        "PULUMI_STACK",
        "PULUMI_BACKEND_URL",
        "PULUMI_CONFIG_PASSPHRASE_FILE",
        "PULUMI_HOME",
        "MOORAGE_ENGINE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "correct-horse")
    monkeypatch.setenv("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
    return home


@pytest.fixture
def cli(tmp_path: pathlib.Path, alone: pathlib.Path, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Return the command in a project `toy` with one stack file, `dev`, that says nothing yet."""
    del alone
    made = Cli(tmp_path / "toy", capfd)
    environment = pathlib.Path(sys.prefix)
    made.write(
        "Pulumi.yaml",
        f"name: toy\nruntime: {{name: python, options: {{virtualenv: {environment}}}}}\nbackend: {{url: 'file://.'}}\n",
    )
    made.write("Pulumi.dev.yaml", "config: {}\n")
    made.write("__main__.py", PROGRAM)
    return made


@pytest.fixture
def pulumi(tmp_path: pathlib.Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, list[str]]]:
    """Put a `pulumi` on PATH that records how it is called; return what reads the record of the last call."""
    del cli
    folder = tmp_path / "bin"
    folder.mkdir()
    record = tmp_path / "record"
    script = folder / "pulumi"
    script.write_text(
        "#!/bin/sh\n"
        f'printf "%s\\n" "$@" >{record}.arguments\n'
        f"env >{record}.environment\n"
        "file=\n"
        'for word in "$@"; do [ "$previous" = --config-file ] && file=$word; previous=$word; done\n'
        f'[ -n "$file" ] && cp "$file" {record}.stackfile && echo "encryptionsalt: v1:new" >>"$file"\n'
        "echo from pulumi\n"
        "echo to stderr >&2\n"
        "exit ${FAKE_CODE:-0}\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def read() -> dict[str, list[str]]:
        names = ("arguments", "environment", "stackfile")
        paths = {name: record.with_name(f"{record.name}.{name}") for name in names}
        return {name: path.read_text().splitlines() for name, path in paths.items() if path.exists()}

    return read
