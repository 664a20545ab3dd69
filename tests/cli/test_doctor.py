"""doctor: what it finds, what it says, how it ends."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable

import pytest

from components.core.operations import Finding, NotAllowedError, OperationError
from components.targets.docker import engine, findings, operations
from moorage.cli.doctor import python
from tests.cli.conftest import Cli

OURS = "config:\n  moorage:profile: dev\n  moorage:target: {docker: {}}\n"

LOCK = """\
click==8.1.0 \\
    --hash=sha256:0
Py_Yaml==6.0
colorama==0.4 ; sys_platform == "win32"
    # via click
"""


def test_a_lock_is_compared_with_what_is_installed() -> None:
    """Names count as pip counts them; a line for another system does not count."""
    assert python.differences(LOCK, {"click": "8.1.0", "py-yaml": "6.0"}) == []
    assert python.differences(LOCK, {"click": "8.2.0"}) == ["click==8.1.0 (8.2.0)", "Py_Yaml==6.0 (not installed)"]


def test_a_missing_virtualenv_comes_with_its_commands(cli: Cli) -> None:
    """Exact ones, and exit code 1."""
    cli.write("Pulumi.yaml", "name: toy\nruntime: {name: python, options: {virtualenv: .venv}}\n")
    cli.write("requirements.txt", LOCK)
    done = cli("doctor", code=1)
    folder = cli.root / ".venv"
    assert f"{folder} is not there" in done.out
    assert f"-m venv {folder}" in done.out
    assert f"{folder}/bin/python -m pip install --require-hashes -r {cli.root}/requirements.txt" in done.out


def test_a_project_of_others_needs_no_container_engine(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what its stacks name is looked for."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    rows = json.loads(cli("doctor", "--json").out)
    assert [row["subject"] for row in rows] == ["python", "virtualenv", "engine"]
    assert {row["state"] for row in rows} == {"ok"}
    assert rows[-1]["found"] == "the embedded engine (no pulumi on PATH)"


def test_an_engine_that_is_not_there_is_missing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row says where it was looked for and what to do; --quiet shows that row alone."""
    cli.write("Pulumi.dev.yaml", OURS)
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere.sock")
    rows = {row["subject"]: row for row in json.loads(cli("doctor", "--json", code=1).out)}
    assert rows["container engine"]["state"] == "missing"
    assert rows["container engine"]["found"].startswith("no socket at /nowhere.sock")
    assert rows["container engine"]["fix"] == ["start the engine at unix:///nowhere.sock, or unset DOCKER_HOST"]
    quiet = cli("doctor", "--quiet", code=1).out.splitlines()
    assert [line.split()[0] for line in quiet] == ["STATE", "missing", "to", "start"]


def test_what_was_mended_is_fixed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """After --fix the row says so, and the exit code is 0."""
    cli.write("Pulumi.dev.yaml", OURS)
    there = False

    def find(*given: object) -> list[Finding]:
        return [Finding("container engine", "ok" if there else "missing", "Docker" if there else "none", ())]

    def fix(settings: object, say: Callable[[str], None]) -> None:
        nonlocal there
        say("starting it")
        there = True

    monkeypatch.setattr(findings, "find", find)
    monkeypatch.setattr(operations, "fix", fix)
    done = cli("doctor", "--fix", "--quiet")
    assert done.err == "starting it\n"
    assert done.out.splitlines()[1].split() == ["fixed", "container", "engine", "Docker"]


def test_what_cannot_be_mended_stays_missing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is said, each command is printed once, and the exit code is 1."""
    cli.write("Pulumi.dev.yaml", OURS)

    def refuse(settings: object, say: Callable[[str], None]) -> None:
        raise OperationError("may not")

    missing = [Finding(name, "missing", "none", ("sudo x", f"sudo {name}")) for name in ("engine", "client")]
    monkeypatch.setattr(findings, "find", lambda *_: missing)
    monkeypatch.setattr(operations, "fix", refuse)
    done = cli("doctor", "--fix", code=1)
    assert done.err == "may not\n"
    assert done.out.splitlines()[-4:] == ["to put it right:", "  sudo x", "  sudo engine", "  sudo client"]


def test_who_may_not_is_told_once(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are in the list; a line with the same ones beside it would be noise."""
    cli.write("Pulumi.dev.yaml", OURS)

    def refuse(settings: object, say: Callable[[str], None]) -> None:
        raise NotAllowedError("run: sudo x")

    monkeypatch.setattr(findings, "find", lambda *_: [Finding("container engine", "missing", "none", ("sudo x",))])
    monkeypatch.setattr(operations, "fix", refuse)
    done = cli("doctor", "--fix", code=1)
    assert (done.err, done.out.count("sudo x")) == ("", 1)


def test_nothing_is_done_where_all_is_well(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """--fix on a machine that has everything changes nothing and says nothing."""
    cli.write("Pulumi.dev.yaml", OURS)
    monkeypatch.setattr(findings, "find", lambda *_: [Finding("container engine", "ok", "Docker")])
    monkeypatch.setattr(operations, "fix", lambda *_: pytest.fail("nothing was missing"))
    done = cli("doctor", "--fix", "--quiet")
    assert (done.out, done.err) == ("", "")


def test_a_client_without_buildkit_is_found_out(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One with the plugin, or one old enough to have it inside, will do; the first on PATH that can is taken."""

    def client(name: str, version: str, *, buildx: bool) -> str:
        folder = tmp_path / name
        folder.mkdir()
        says = 'echo "github.com/docker/buildx v1"' if buildx else "exit 1"
        script = f"#!/bin/sh\ncase $1 in buildx) {says};; *) echo {version};; esac\n"
        (folder / "docker").write_text(script)
        (folder / "docker").chmod(0o755)
        return str(folder)

    def which(name: str, path: str | None = None) -> str | None:
        found = pathlib.Path(path or "", name)
        return str(found) if str(found).startswith(str(tmp_path)) and found.exists() else None

    new, old, plugged = (
        client("new", "28.2.2", buildx=False),
        client("old", "20.10.24", buildx=False),
        client("plugged", "29.0.0", buildx=True),
    )
    monkeypatch.setattr(findings.shutil, "which", which)
    monkeypatch.setenv("PATH", new)
    assert findings.build_client() is None
    monkeypatch.setenv("PATH", f"{new}:{old}")
    assert findings.build_client() == findings.BuildClient(f"{old}/docker", "20.10.24", "built in")
    monkeypatch.setenv("PATH", f"{new}:{plugged}:{old}")
    assert findings.build_client() == findings.BuildClient(f"{plugged}/docker", "29.0.0", "by its buildx plugin")


@pytest.mark.docker
def test_a_real_engine_is_described() -> None:
    """Version, access, build client, limits and disk, none of it missing."""
    rows = {finding.subject: finding for finding in findings.find()}
    building = ["build client", "builder", "build platforms", "build cache", "attestations", "same digest"]
    assert list(rows) == ["container engine", "engine access", *building, "resource limits", "disk"]
    assert {row.state for row in rows.values()} == {"ok"}
    assert engine.address().url in rows["container engine"].found
