"""What `getLogs` tells of a container on a real engine."""

from __future__ import annotations

import re
from typing import Any

import pulumi_docker
import pytest

from moorage.engine.providers.docker import logs
from moorage.engine.providers.protocol import ProviderError
from tests.engine.providers.docker import sdk
from tests.engine.providers.docker.conftest import Desk

TOKEN = "docker:index/getLogs:getLogs"


def ask(desk: Desk, **more: Any) -> dict[str, Any]:
    """Ask about a container that wrote three lines, one of them to stderr, and ended."""
    made = desk.container("x", mustRun=False, command=["sh", "-c", "echo one; echo two >&2; echo three"])
    desk.engine.wait(made.id)
    return desk.provider.invoke(TOKEN, {"name": made.id, **more})


@pytest.mark.docker
def test_everything_is_told_unless_asked_otherwise(desk: Desk) -> None:
    """As pulumi-docker 5.2.0 returns it: the arguments with their defaults, and the lines."""
    told = ask(desk)
    assert sorted(told.pop("logsListStrings")) == ["one", "three", "two"]
    name = told.pop("name")
    assert told == {
        "id": name,
        "details": False,
        "discardHeaders": True,
        "follow": False,
        "logsListStringEnabled": True,
        "showStderr": True,
        "showStdout": True,
        "timestamps": False,
    }


@pytest.mark.docker
@pytest.mark.parametrize(
    ("more", "lines"),
    [
        ({"showStderr": False}, ["one", "three"]),
        ({"showStdout": False}, ["two"]),
        ({"tail": "0"}, []),
        ({"since": "1h", "until": "30m"}, []),
        ({"logsListStringEnabled": False}, None),
    ],
)
def test_a_part_of_it(desk: Desk, more: dict[str, Any], lines: list[str] | None) -> None:
    """By stream, by number, by time; or nothing."""
    assert ask(desk, **more).get("logsListStrings") == lines


@pytest.mark.docker
def test_lines_with_their_time(desk: Desk) -> None:
    """Each line begins with when it was written."""
    [line] = ask(desk, showStdout=False, timestamps=True)["logsListStrings"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z two", line)


@pytest.mark.docker
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"name": "moorage-none"}, r"^container moorage-none: its log cannot be read: No such container"),
        ({"name": "x", "follow": True}, r": follow: the embedded engine does not honour it: a deployment would wait"),
        ({"name": "x", "since": "noon"}, r": since: 'noon' is neither a Unix time nor a duration"),
    ],
)
def test_what_cannot_be_told(desk: Desk, arguments: dict[str, Any], text: str) -> None:
    """One line says why."""
    with pytest.raises(ProviderError, match=text):
        desk.provider.invoke(TOKEN, arguments)


def test_the_arguments_are_the_sdks() -> None:
    """Every argument of the SDK's function has a place: its result repeats them beside id and lines."""
    assert set(logs.ARGUMENTS) == set(sdk.names(pulumi_docker.GetLogsResult)) - {"id", "logsListStrings"}
