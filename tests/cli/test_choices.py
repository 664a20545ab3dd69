"""What a deploying command works on, and what it shows of it."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Cli

PREFIX = "urn:pulumi:dev::toy::"
PROGRAM = """
import pulumi
import pulumi_random as random

a = random.RandomUuid("a")
b = random.RandomUuid("b", keepers={"of": a.result})
c = random.RandomUuid("c")
pulumi.export("secret", pulumi.Output.secret("hunter2-canary"))
"""


@pytest.fixture
def three(cli: Cli) -> Cli:
    """Return a project of three resources, of which `b` depends on `a`, up."""
    cli.write("__main__.py", PROGRAM)
    cli("up", "--yes", "--skip-preview")
    return cli


def urn(name: str) -> str:
    """Return the URN of a resource."""
    return f"{PREFIX}random:index/randomUuid:RandomUuid::{name}"


def ops(cli: Cli, *options: str) -> dict[str, str]:
    """Return the steps of a preview that change something, by name."""
    steps = json.loads(cli("preview", "--json", *options).out)["steps"]
    return {step["urn"].rpartition("::")[2]: step["op"] for step in steps if step["op"] != "same"}


def test_replace_and_target(three: Cli) -> None:
    """A named resource is replaced whatever has changed, and --target keeps the run to what it names."""
    assert ops(three, "--replace", urn("a")) == {"a": "replace", "b": "replace"}
    assert ops(three, "--target-replace", urn("c")) == {"c": "replace"}
    assert ops(three, "--replace", urn("a"), "--replace", urn("c"), "--exclude", urn("c")) == {
        "a": "replace",
        "b": "replace",
    }


def test_destroy_one(three: Cli) -> None:
    """Destruction of a target leaves the rest; what depends on it must be named too, or asked for."""
    refused = three("destroy", "--yes", "--skip-preview", "--target", urn("a"), code=1)
    assert "b" in refused.out
    three("destroy", "--yes", "--skip-preview", "--target", urn("a"), "--target-dependents")
    left = [row["urn"] for row in json.loads(three("stack", "export").out)["deployment"]["resources"]]
    assert [each for each in left if "randomUuid" in each] == [urn("c")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("preview", "--target", "a", "--exclude", "b"), "--target and --exclude exclude each other"),
        (
            ("refresh", "--yes", "--clear-pending-creates", "--import-pending-creates", "a", "b"),
            "--clear-pending-creates and --import-pending-creates exclude each other",
        ),
        (("preview", "--event-log", "/dev/null/x"), "--event-log /dev/null/x: not a directory"),
    ],
)
def test_what_cannot_be_meant_is_one_line(three: Cli, options: tuple[str, ...], message: str) -> None:
    """Exit code 2, nothing touched."""
    failed = three(*options, code=2)
    assert failed.err.startswith(f"error: {message}")
    assert failed.err.count("\n") == 1


def test_the_event_log(three: Cli) -> None:
    """It holds the same events as --json, one line each, and no secret in clear; what people see stays."""
    file = three.root / "events.jsonl"
    shown = three("up", "--yes", "--skip-preview", "--event-log", str(file))
    told = [json.loads(line) for line in file.read_text().splitlines()]
    assert [event["sequence"] for event in told] == list(range(len(told)))
    assert [name for event in (told[0], *told[-2:]) for name in event if name.endswith("Event")] == [
        "preludeEvent",
        "summaryEvent",
        "cancelEvent",
    ]
    assert "hunter2-canary" not in file.read_text()
    assert "4 unchanged" in shown.out


def test_an_event_log_on_a_full_disk(three: Cli) -> None:
    """The run goes on and is shown; one line at its end says that the log is not whole."""
    shown = three("up", "--yes", "--skip-preview", "--event-log", "/dev/full", code=1)
    assert "4 unchanged" in shown.out
    assert shown.err == "error: --event-log /dev/full: no space left on device\n"


def test_what_is_shown(three: Cli) -> None:
    """Unchanged resources, whole URNs, no outputs."""
    shown = three("preview", "--show-sames", "--urns", "--suppress-outputs").out
    assert f"{urn('a')} same" in shown
    assert "Outputs:" not in shown
    assert "Outputs:" in three("preview").out
