"""A secret is nowhere in clear: in no file that a set of runs writes, one killed and one failing, and in no output."""

from __future__ import annotations

import base64
import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import Cli

CANARY = "canary-7f3A9c-Zq81"
PROGRAM = """
import pathlib
import pulumi
import pulumi_command as command
import pulumi_random as random

token = pulumi.Config().require_secret("token")
made = random.RandomPassword("made", length=12, keepers={"token": token})
hidden = pulumi.ResourceOptions(depends_on=[made], additional_secret_outputs=["stdout"])
ran = command.local.Command("ran", create="cat", stdin=token, opts=hidden)
pulumi.export("token", token)
pulumi.export("nested", {"list": [token, "open"], "text": pulumi.Output.concat("x-", token)})
pulumi.export("said", ran.stdout)
"""
FAILING = """
command.local.Command("failing", create="echo $TOKEN >&2; exit 1", environment={"TOKEN": token})
"""
WAITING = """
command.local.Command("waiting", create=f"touch {pathlib.Path('waits').absolute()}; sleep 60",
                      environment={"TOKEN": token}, opts=pulumi.ResourceOptions(depends_on=[made]))
"""


@pytest.fixture
def everything(cli: Cli, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Do all that is done with a stack; return what was printed. Temporary files are part of the test's folder."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    cli.write("__main__.py", PROGRAM)
    printed: list[str] = []

    def run(*words: str, code: int | None = 0) -> None:
        done = cli(*words, code=code)
        printed.extend((done.out, done.err))

    monkeypatch.setattr("sys.stdin", _Typed(f"{CANARY}\n"))
    run("config", "set", "--secret", "token")
    run("preview", "--diff")
    run("up", "--yes")
    cli.write("__main__.py", PROGRAM + FAILING)
    run("up", "--yes", "--skip-preview", "--diff", code=1)
    run("up", "--yes", "--skip-preview", "--json", code=1)
    cli.write("__main__.py", PROGRAM + WAITING)
    printed.extend(_killed(cli))
    cli.write("__main__.py", PROGRAM)
    for words in (
        *(("stack",), ("stack", "export"), ("stack", "history", "--json"), ("outputs", "--json"), ("config", "--json")),
        *(("state", "get", "ran"), ("state", "taint", f"{URN}ran"), ("preview", "--json"), ("cancel", "--yes")),
        ("refresh", "--yes", "--diff"),
    ):
        run(*words, code=None)
    run("refresh", "--yes", "--clear-pending-creates", code=None)
    run("up", "--yes", "--diff")
    run("stack", "rename", "other")
    run("destroy", "--yes", "--diff")
    return printed


URN = "urn:pulumi:dev::toy::command:local:Command::"


class _Typed:
    """Standard input of which a line can be read, and that is no terminal."""

    def __init__(self, text: str) -> None:
        self._text = text

    def isatty(self) -> bool:
        return False

    def read(self, _size: int = -1) -> str:
        return self._text

    def readline(self, _size: int = -1) -> str:
        return self._text


def _killed(cli: Cli) -> tuple[str, str]:
    """Kill an update in the middle of an effect; return what it printed."""
    words = [sys.executable, "-c", "from moorage.cli import main; main.main()", "up", "--yes", "--skip-preview"]
    with subprocess.Popen(
        words, cwd=cli.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as running:
        deadline = time.monotonic() + 60
        while not (cli.root / "waits").exists():
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        return running.communicate()


def forms() -> list[bytes]:
    """Return the secret as it could be written: in clear, or in base64 at each of three offsets."""
    plain = CANARY.encode()
    whole = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, *whole]


def test_the_canary_is_nowhere(everything: list[str], cli: Cli, tmp_path: pathlib.Path) -> None:
    """Every byte of every file of the project, the home and the temporary folder, and all that was printed."""
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {path.relative_to(tmp_path).as_posix() for path in found}
    for part in (".pulumi/stacks/toy/other.json.bak", ".pulumi/history/toy/other/", ".pulumi/backups/toy/other/"):
        assert any(name.startswith(f"toy/{part}") for name in names), sorted(names)
    clear = [path for path in found for form in forms() if form in path.read_bytes()]
    assert clear == []
    printed = "\n".join(everything)
    assert [line for line in printed.splitlines() if CANARY in line] == []
    assert "failing" in printed
    assert cli.root.is_dir()


def test_the_search_finds_what_is_there(tmp_path: pathlib.Path) -> None:
    """In clear and in base64, whatever stands before it."""
    for before in ("", "a", "ab", "abc"):
        text = base64.b64encode(f"{before}{CANARY}-and-more".encode())
        assert any(form in text for form in forms()), before
    assert tmp_path.is_dir()
