"""Broken versions and a host that is broken under a running workload: one line, and what served goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests import hosts, small

pytestmark = pytest.mark.docker

BACK: dict[str, Any] = {"kind": "worker", "image": "app", "check": "ready"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[small.Small]:
    """Return a stack of one worker that runs."""
    made = small.make(tmp_path_factory.mktemp("broken") / "project", "brokenhost", hosts.DOCKER, {"back": BACK})
    try:
        made.up()
        yield made
    finally:
        made.end()


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"command": ["/bin/nope"]}, "/bin/nope"),
    ({"command": ["/bin/busybox", "false"]}, "release back failed: "),
]


def test_broken_versions_and_the_good_one_again(stack: small.Small) -> None:
    """Each is one `up` that fails while what ran runs on; without the command it is the image's own again."""
    before = stack.running("back")
    for change, text in BROKEN:
        stack.stack["workloads"]["back"] = BACK | change
        failed = stack.up(code=1)
        said = failed.stdout + failed.stderr
        assert text in said
        assert "Traceback" not in said
        assert stack.running("back") == before
    stack.stack["workloads"]["back"] = BACK
    stack.up()
    assert len(stack.running("back")) == len(stack.host.containers(stack.name, "dev", "back")) == 1
    stack.run("up", "--yes", "--expect-no-changes")


@pytest.mark.parametrize("words", [["up", "--yes"], ["status"], ["logs"], ["rollback", "--yes"]], ids=" ".join)
def test_an_engine_that_does_not_answer(stack: small.Small, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said in one line, and nothing is touched."""
    before = stack.running("back")
    monkeypatch.setitem(stack.environment, "DOCKER_HOST", "unix:///tmp/nowhere.sock")
    done = stack.run(*words, code=1)
    lines = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert stack.running("back") == before
