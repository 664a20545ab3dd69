"""What a workload is given is there, for its user alone, and a change of it reaches exactly who uses it."""

from __future__ import annotations

import base64
import pathlib
from typing import Any

import pytest

from tests.releases.stage import IDLES, UID, Stage, shell

pytestmark = pytest.mark.docker

BINARY = bytes(range(256))
FILES: dict[str, Any] = {
    "main": {"path": "/etc/app/main.toml", "content": "a = 'ä'\n"},
    "more": {"path": "/etc/app/more/deep/b.bin", "base64": base64.b64encode(BINARY).decode()},
    "site": {"path": "/site/index.html", "content": ""},
}
LISTED = """\
/etc/app 500 10001 10001
/etc/app/main.toml 400 10001 10001
/etc/app/more 500 10001 10001
/etc/app/more/deep 500 10001 10001
/etc/app/more/deep/b.bin 400 10001 10001
/run/secrets 500 10001 10001
/run/secrets/word 400 10001 10001
/site 500 10001 10001
/site/index.html 400 10001 10001
"""


def idle(**more: Any) -> dict[str, Any]:
    """Return a worker that does nothing."""
    return shell("worker", IDLES, **more)


def inside(stage: Stage, workload: str, text: str) -> str:
    """Return what a shell in the workload's container prints."""
    (one,) = stage.running(workload)
    return stage.host.execute(one, "/bin/busybox", "sh", "-c", text).stdout


def data(stage: Stage) -> dict[str, pathlib.Path]:
    """Return where the engine keeps the stack's volumes, by name."""
    names = stage.host.volumes(stage.project, "test")
    rows = [stage.host.says("volume", "inspect", "--format", "{{.Mountpoint}}", name) for name in names]
    return dict(zip(names, map(pathlib.Path, rows), strict=True))


def test_files_and_secrets_are_there(stage: Stage) -> None:
    """Text and bytes as given, in a read-only root, owned and readable by the image's user; nothing is left to do."""
    given = {"web": idle(files=FILES, secrets=["word"])}
    stage.up(given)
    assert inside(stage, "web", "find /etc/app /site /run/secrets | sort | xargs stat -c '%n %a %u %g'") == LISTED
    assert inside(stage, "web", "cat /etc/app/main.toml /run/secrets/word") == "a = 'ä'\nof a test"
    assert inside(stage, "web", 'cat "$WORD_FILE"') == "of a test"
    assert base64.b64decode(inside(stage, "web", "base64 /etc/app/more/deep/b.bin")) == BINARY
    assert inside(stage, "web", "touch /etc/app/new /run/secrets/new 2>&1; id -u").endswith(f"{UID}\n")
    assert "new" not in inside(stage, "web", "ls /etc/app /run/secrets")
    assert len(stage.host.containers(stage.project, "test")) == 1
    assert stage.changes(given) == {}
    stage.deployed.refresh()
    assert stage.changes(given) == {}


def test_a_change_reaches_who_uses_it(stage: Stage) -> None:
    """Another value is another version of the workloads that use it, and the old data is removed from the disk."""
    other = {"path": "/etc/app/main.toml", "content": "a = 2\n"}

    def given(file: dict[str, Any]) -> dict[str, Any]:
        return {
            "one": idle(files={"main": file}),
            "two": idle(secrets=["word"]),
            "three": idle(files={"site": FILES["site"]}, secrets=["other"]),
        }

    stage.up(given(FILES["main"]))
    before = {name: stage.running(name) for name in ("one", "two", "three")}
    places = data(stage)
    stage.up(given(other))
    assert inside(stage, "one", "cat /etc/app/main.toml") == "a = 2\n"
    assert stage.running("one") != before["one"]
    assert [stage.running(name) for name in ("two", "three")] == [before["two"], before["three"]]
    stage.secrets["word"] = "of tomorrow"
    stage.up(given(other))
    assert inside(stage, "two", "cat /run/secrets/word") == "of tomorrow"
    assert stage.running("three") == before["three"]
    now = data(stage)
    assert (len(places), len(now), len(places.keys() & now.keys())) == (4, 4, 2)
    assert {name for name, place in places.items() if place.exists()} == places.keys() & now.keys()
    stage.deployed.destroy()
    assert [place for place in now.values() if place.exists()] == []


def test_what_was_removed_by_hand_is_filled_again(stage: Stage) -> None:
    """A volume that is gone is made and filled by the next run that looks."""
    given = {"web": idle(secrets=["word"])}
    stage.up(given)
    stage.host.run("rm", "--force", *stage.host.containers(stage.project, "test"))
    stage.host.run("volume", "rm", *stage.host.volumes(stage.project, "test"))
    stage.deployed.refresh()
    stage.up(given)
    assert inside(stage, "web", "cat /run/secrets/word") == "of a test"


def test_a_writer_left_behind_is_no_obstacle(stage: Stage) -> None:
    """A run killed while it filled a volume leaves a container; the next run removes it and fills again."""
    given = {"web": idle(secrets=["word"])}
    writer = f"{stage.project}-test-web-secrets-writer"
    stage.host.run("create", "--name", writer, stage.image, "/bin/busybox")
    stage.up(given)
    assert inside(stage, "web", "cat /run/secrets/word") == "of a test"
    assert len(stage.host.containers(stage.project, "test")) == 1
    assert writer not in stage.host.says("ps", "--all", "--format", "{{.Names}}").split()
