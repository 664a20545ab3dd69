"""Two at once: whoever comes second and would write is told who is there; reading goes on."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Generator

import pytest

from tests.cli.conftest import Cli

PROGRAM = """
import pathlib
import pulumi_command as command

here = pathlib.Path(".").absolute()
command.local.Command("first", create=f"touch {here}/waits; while [ ! -e {here}/go ]; do sleep 0.05; done")
"""


@pytest.fixture
def running(cli: Cli) -> Generator[subprocess.Popen[str]]:
    """Return an update that is in the middle of an effect, until there is a file `go`."""
    cli.write("__main__.py", PROGRAM)
    cli("stack", "init", "dev")
    words = [sys.executable, "-m", "moorage", "up", "--yes", "--skip-preview"]
    environment = {**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parents[2])}
    with subprocess.Popen(words, cwd=cli.root, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            deadline = time.monotonic() + 60
            while not (cli.root / "waits").exists():
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
            yield process
        finally:
            cli.write("go", "")
            process.communicate()


def test_the_second_is_refused(cli: Cli, running: subprocess.Popen[str]) -> None:
    """With the process, its user and host, since when, and what to do; nothing is changed, and then it can."""
    line = re.compile(
        rf"error: stack 'dev' is locked by process {running.pid} of \S+@\S+ since 20\d\d-\S+Z; "
        r"wait for it to end, or remove the lock: moorage cancel dev, pulumi cancel dev, or rm \S+\n"
    )
    export = cli.write("export.json", cli("stack", "export").out)
    for words in (
        *(("up", "--yes", "--skip-preview"), ("destroy", "--yes", "--skip-preview"), ("refresh", "--yes")),
        *(("state", "remove", "--all"), ("stack", "rm", "--yes", "--force"), ("stack", "rename", "other")),
        ("stack", "import", "--file", str(export)),
    ):
        assert line.fullmatch(cli(*words, code=1).err.splitlines(keepends=True)[-1]), words
    cli("stack")
    cli("preview")
    cli.write("go", "")
    assert running.wait() == 0
    assert "2 unchanged" in cli("up", "--yes", "--skip-preview").out


def test_a_run_that_goes_on_is_not_canceled(cli: Cli, running: subprocess.Popen[str]) -> None:
    """What it makes after that would be recorded nowhere: it has to be ended first, or --force be said."""
    refused = cli("cancel", "--yes", code=1)
    assert refused.err.startswith(f"error: process {running.pid} of ")
    assert refused.err.endswith("still works on stack 'dev'; end it with Ctrl-C or SIGINT, or give --force\n")
    cli.write("go", "")
    assert running.wait() == 0
    assert "2 unchanged" in cli("up", "--yes", "--skip-preview").out


@pytest.mark.parametrize("installed", [False, True])
def test_canceling_after_a_kill(
    cli: Cli, running: subprocess.Popen[str], request: pytest.FixtureRequest, *, installed: bool
) -> None:
    """What the killed run did is recorded, so that the CLI can go on, also where it is installed."""
    state = cli.root / ".pulumi/stacks/toy/dev.json"
    running.kill()
    running.wait()
    assert "moorage cancel dev" in str(json.loads(state.read_text())["features"])
    if installed:
        request.getfixturevalue("pulumi")
    done = cli("cancel", "--yes")
    assert re.fullmatch(
        rf"removed the lock of process {running.pid} of \S+ since \S+ \(that process no longer runs\)\n"
        r"recorded in the state what the killed run had done; the next run says what is not known\n",
        done.err,
    )
    content = json.loads(state.read_text())
    assert (content["version"], content.get("features")) == (3, None)
    (pending,) = content["checkpoint"]["latest"]["pending_operations"]
    assert (pending["type"], pending["resource"]["urn"].rpartition("::")[2]) == ("creating", "first")
    assert cli("cancel", "--yes").out == "Stack 'dev' is not locked: there was nothing to cancel\n"


COMMANDS = (
    *("stack ls", "stack init new", "preview", "up --yes", "stack rm --yes", "cancel", "state repair"),
    *("stack history", "stack export", "stack rename x", "refresh --yes", "state unprotect --all"),
)


@pytest.mark.parametrize("at", [".pulumi", ".pulumi/stacks/toy", ".pulumi/stacks/toy/dev.json", ".pulumi/locks"])
def test_a_backend_that_is_no_folder(cli: Cli, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something else in the place of a folder, or the other way round: one line and no traceback, whatever is asked."""
    monkeypatch.setenv("PULUMI_STACK", "dev")
    place = cli.root / at
    place.parent.mkdir(parents=True, exist_ok=True)
    if at.endswith(".json"):
        place.mkdir()
    else:
        place.write_text("")
    failed = 0
    for line in COMMANDS:
        done = cli(*line.split(), code=None)
        assert "Traceback" not in done.err + done.out, line
        failed += bool(done.code)
        if done.code:
            assert len([said for said in done.err.splitlines() if said.startswith("error: ")]) == 1, (line, done)
    assert failed > len(COMMANDS) / 3
