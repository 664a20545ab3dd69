"""`moorage images lock`, `outdated` and `ls` against a registry whose tags move."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Generator

import pytest

from tests.cli.conftest import Cli
from tests.engine.providers import registry

DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
"""Another media type is another manifest, so another digest."""

STACK = """\
config:
  moorage:profile: {profile}
  moorage:target: {{docker: {{}}}}
  moorage:images:
    app: {{python: {{source: app, command: [python, -m, app], dependencies: none, base: "{base}"}}}}
"""

pytestmark = pytest.mark.docker


@pytest.fixture
def address(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """Serve a registry, with a cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "registry").mkdir()
    with registry.serve(tmp_path / "registry") as found:
        yield found


def stack(cli: Cli, base: str, profile: str = "dev") -> None:
    """Write a stack with one image on `base`."""
    cli.write("Pulumi.dev.yaml", STACK.format(base=base, profile=profile))
    cli.write("app/app.py", "print(1)\n")


def recorded(cli: Cli) -> dict[str, dict[str, object]]:
    """Return the bases of the shared lock."""
    return json.loads((cli.root / "images.lock").read_text(encoding="utf-8"))["bases"]


def test_a_tag_that_moves(cli: Cli, address: str) -> None:
    """It is recorded once; `outdated` says when it moved and records nothing, `lock --refresh` takes it and shows."""
    base = f"{address}/team/python:3.11"
    stack(cli, base)
    old = registry.put(address, "team/python:3.11", "amd64")
    cli("images", "lock")
    assert (recorded(cli)[base]["digest"], recorded(cli)[base]["platforms"]) == (old, ["linux/amd64"])
    assert cli("images", "outdated", "--exit-code").out.splitlines()[1].split() == [base, "current", old[:19], old[:19]]
    new = registry.put(address, "team/python:3.11", "amd64", DOCKER)
    assert new != old
    cli("images", "lock")
    assert cli("images", "outdated").out.splitlines()[1].split() == [base, "behind", old[:19], new[:19]]
    (row,) = json.loads(cli("images", "outdated", "--json", "--exit-code", code=1).out)
    assert (row["state"], row["decided"], row["latest"]) == ("behind", old, new)
    assert recorded(cli)[base]["digest"] == old
    assert cli("images", "lock", "--refresh").out.startswith(f"{base}: {old[:19]} -> {new[:19]}")
    assert recorded(cli)[base]["digest"] == new
    again = cli("images", "lock", "--refresh", "--json")
    assert json.loads(again.out) == []
    (listed,) = json.loads(cli("images", "ls", "--json").out)
    assert listed["bases"][0]["decided"] == f"{address}/team/python@{new}"
    assert len(listed["key"]) == 12
    assert cli("images", "ls").out.splitlines()[1].split()[:4] == ["app", "python", listed["key"], base]


def test_a_registry_that_goes(cli: Cli, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recorded stays; `outdated` says in the row that nobody answers, and that is no exit code."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "registry").mkdir()
    with registry.serve(tmp_path / "registry") as address:
        base = f"{address}/team/python:3.11"
        stack(cli, base)
        digest = registry.put(address, "team/python:3.11", "amd64")
        cli("images", "lock")
    (row,) = json.loads(cli("images", "outdated", "--json", "--exit-code").out)
    assert (row["state"], row["decided"]) == ("unknown", digest)
    assert row["reason"].startswith("no registry answers (")
    assert cli("images", "lock", "--refresh").err.splitlines()[-1] == "every base is recorded; nothing moved"
    assert recorded(cli)[base]["digest"] == digest


def test_an_image_for_other_machines(cli: Cli, address: str) -> None:
    """It is refused in one line, and nothing is recorded."""
    base = f"{address}/team/python:3.11"
    stack(cli, base)
    registry.put(address, "team/python:3.11", "s390x", DOCKER)
    done = cli("images", "lock", code=1)
    assert done.err == f"error: {base}: not there for linux/amd64, only for linux/s390x\n"
    assert not (cli.root / "images.lock").exists()


@pytest.mark.parametrize("tag", [":3-slim", ":slim", "", ":latest"])
@pytest.mark.parametrize("command", [("images", "lock"), ("images", "outdated"), ("preview",), ("up", "--yes")])
def test_a_floating_tag_is_refused_in_prod(cli: Cli, tag: str, command: tuple[str, ...]) -> None:
    """On every way in, before anybody is asked; a tag beside a digest is no more than a name."""
    stack(cli, f"python{tag}", "prod")
    done = cli(*command, code=2)
    assert done.err.startswith(f"error: images.app.python.base: 'python{tag}' "), done.err
    assert done.err.count("\n") == 1
    assert not (cli.root / "images.lock").exists()
    stack(cli, f"python{tag}@sha256:{'1' * 64}", "prod")
    (listed,) = json.loads(cli("images", "ls", "--json").out)
    assert listed["bases"][0]["decided"] == f"sha256:{'1' * 64}"


def test_doctor_says_what_can_be_had(cli: Cli, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorded, there in a registry, or nowhere: a name that nothing here can make is not promised."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "registry").mkdir()

    def found() -> list[tuple[str, str, str]]:
        rows = json.loads(cli("doctor", "--json", code=None).out)
        return [(row["subject"], row["state"], row["found"]) for row in rows if row["subject"].startswith("base ")]

    with registry.serve(tmp_path / "registry") as address:
        base = f"{address}/team/python:3.11"
        stack(cli, base)
        digest = registry.put(address, "team/python:3.11", "amd64")
        assert found() == [(f"base {base}", "ok", f"not recorded yet; a registry has it ({digest})")]
    (gone,) = found()
    assert gone[:2] == (f"base {base}", "missing")
    assert gone[2].startswith("no registry answers (")
    assert gone[2].endswith("), and Debian's packages do not make it")
    cli.write("images.lock", json.dumps({"version": 1, "bases": {base: _pin(address, digest)}}))
    assert found() == [("base images", "ok", f"recorded: {base}")]


def _pin(address: str, digest: str) -> dict[str, object]:
    """Return an entry of the shared lock."""
    platforms, date = ["linux/amd64"], "2026-01-02"
    return {"repository": f"{address}/team/python", "digest": digest, "platforms": platforms, "date": date}
