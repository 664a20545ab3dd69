"""What must not be seen is in files of this user alone, for as long as it is needed."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from moorage.engine.providers.docker_build import private, progress


def test_a_private_folder_is_gone_whatever_happens() -> None:
    """Mode 0700, its files 0600, and removed after an error too."""

    def fail(kept: list[Path]) -> None:
        with private.folder() as folder:
            kept.append(folder)
            paths = private.secret_files(folder, {"b": "2", "../a": "1"})
            assert folder.stat().st_mode & 0o777 == 0o700
            assert {name: path.read_text() for name, path in paths.items()} == {"b": "2", "../a": "1"}
            assert {path.stat().st_mode & 0o777 for path in paths.values()} == {0o600}
            assert {path.parent for path in paths.values()} == {folder}
            raise KeyboardInterrupt

    kept: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        fail(kept)
    assert not kept[0].exists()


_KILLED = """
import os, sys
from pathlib import Path
from moorage.engine.providers.docker_build import private
private._MEMORY = Path(sys.argv[1])
with private.folder() as folder:
    private.write(folder / "secret", "canary")
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_process_left_goes_at_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing of one that is still at work."""
    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False)
    assert [path.read_text() for path in tmp_path.glob("*/secret")] == ["canary"]
    monkeypatch.setattr(private, "_MEMORY", tmp_path)
    with private.folder() as first, private.folder() as second:
        assert sorted(tmp_path.iterdir()) == sorted([first, second])
    assert list(tmp_path.iterdir()) == []


def test_credentials_join_those_of_the_host(tmp_path: Path) -> None:
    """The host's logins and settings stay; the program's are read from this file, whatever store the host uses."""
    host = tmp_path / "host"
    host.mkdir()
    (host / "contexts").mkdir()
    (host / "config.json").write_text('{"auths":{"h":{}},"credsStore":"pass","currentContext":"c"}')
    pairs = [{"address": "https://r:5000/v2/", "username": "u", "password": "p"}, {"address": "docker.io"}]
    made = private.client_configuration(tmp_path, host, pairs)
    hub = "https://index.docker.io/v1/"
    assert json.loads((made / "config.json").read_text()) == {
        "auths": {
            "h": {},
            "r:5000": {"auth": base64.b64encode(b"u:p").decode()},
            hub: {"auth": base64.b64encode(b":").decode()},
        },
        "credsStore": "pass",
        "currentContext": "c",
        "credHelpers": {"r:5000": "", hub: ""},
    }
    assert (made / "contexts").resolve() == host / "contexts"
    assert json.loads((host / "config.json").read_text())["auths"] == {"h": {}}


@pytest.mark.parametrize(
    ("secrets", "text", "shown"),
    [
        (["abc"], "x abc=abc", "x [secret]=[secret]"),
        (["abc", "abcdef"], "abcdef abc", "[secret] [secret]"),
        (["one\n two \n"], "a one b two c", "a [secret] b [secret] c"),
        (["", " "], "a b", "a b"),
    ],
)
def test_secrets_are_masked(secrets: list[str], text: str, shown: str) -> None:
    """Each value, and each line of one, is taken out; the longest first."""
    assert progress.Mask(secrets)(text) == shown


def test_the_failed_step_is_told_with_its_last_lines() -> None:
    """Of all that a build says, the error keeps the step that failed, why, and what it said last."""
    follow = progress.Progress()
    lines = ["#1 [1/3] ADD x /", "#1 DONE 0.1s", "#2 [2/3] RUN a", "#2 0.101 one", "#3 [3/3] RUN b", "#3 0.2 other"]
    shown = [
        follow.take(line) for line in [*lines, "#2 0.311 two", "#2 ERROR: exit code: 3", "------", " > [2/3] RUN a:"]
    ]
    assert shown == ["[1/3] ADD x /", "", "[2/3] RUN a", "one", "[3/3] RUN b", "other", "two", "", "", ""]
    assert follow.failure() == "[2/3] RUN a: exit code: 3\none\ntwo"


def test_a_failure_outside_a_step_is_told_in_the_clients_words() -> None:
    """A client that cannot reach its daemon says so itself."""
    follow = progress.Progress()
    assert follow.take("Cannot connect to the Docker daemon") == ""
    assert follow.failure() == "Cannot connect to the Docker daemon"


@pytest.mark.parametrize(
    "reason",
    [
        "executor failed running [a --b=[c]]: exit code: 3",
        'process "a --b" did not complete successfully: exit code: 3',
    ],
)
def test_a_failed_command_is_told_once(reason: str) -> None:
    """Builders repeat the whole command, and mounts are no part of what the user wrote: both are left out."""
    follow = progress.Progress()
    for line in (
        "#2 [2/3] RUN --mount=type=bind,source=x,target=/y     --mount=type=secret,id=ca     a",
        f"#2 ERROR: {reason}",
    ):
        follow.take(line)
    assert follow.failure() == "[2/3] RUN a: exit code: 3"
