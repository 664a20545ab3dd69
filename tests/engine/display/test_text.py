"""Values, types and durations read as people write them."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine.display import text, words
from tests.engine.display import events


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "<null>"),
        (True, "true"),
        (8080, "8080"),
        (1.5, "1.5"),
        ("a\nb", '"a\\nb"'),
        (events.UNKNOWN, "[unknown]"),
        (events.SECRET, "[secret]"),
        ([1, events.SECRET], "[1, [secret]]"),
        ({"b": 1, "a": {"c": events.UNKNOWN}, "__x": 1}, "{a: {c: [unknown]}, b: 1}"),
        ("x" * 200, '"' + "x" * 150 + '..."'),
    ],
)
def test_short(value: Any, shown: str) -> None:
    """A value fits on one line; secrets and unknowns are only named, however deep."""
    assert text.short(value) == shown


def test_block() -> None:
    """Maps and lists are indented, their colons aligned; long text is whole."""
    assert text.block("web", {"url": "http://x", "n": [], "l": ["x" * 160]}, 4) == [
        "    web: {",
        "        l  : [",
        f'            [0]: "{"x" * 160}"',
        "        ]",
        "        n  : []",
        '        url: "http://x"',
        "    }",
    ]


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("docker:index/container:Container", "docker:index:Container"),
        ("docker-build:index:Image", "docker-build:index:Image"),
        ("command:local:Command", "command:local:Command"),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:Deployment"),
        ("pulumi:pulumi:Stack", "pulumi:pulumi:Stack"),
        ("pulumi:providers:docker", "pulumi:providers:docker"),
    ],
)
def test_type_names(token: str, name: str) -> None:
    """A type loses the part of its token that repeats its name, and only that."""
    assert words.type_name(token) == name


@pytest.mark.parametrize(
    ("elapsed", "shown"), [(0, "0.0s"), (0.44, "0.4s"), (1.4, "1s"), (59.4, "59s"), (60, "1m00s"), (185, "3m05s")]
)
def test_seconds(elapsed: float, shown: str) -> None:
    """Durations are short: tenths below a second, minutes from one on."""
    assert words.seconds(elapsed) == shown


def test_summary_counts() -> None:
    """Operations are listed in Pulumi's order; what changes nothing is not counted."""
    counts = {"same": 3, "replace": 1, "create": 2, "read": 4, "delete": 1}
    assert words.changes(counts) == {"create": 2, "delete": 1, "replace": 1}
