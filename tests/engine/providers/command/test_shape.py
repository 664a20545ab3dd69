"""The properties of a command are the SDK's, each one; what is refused is refused by name."""

from __future__ import annotations

import pytest
from pulumi_command import local

from moorage.engine import values
from moorage.engine.providers import command, protocol
from moorage.engine.providers.command import shape
from tests.engine.providers.docker import sdk

CONTEXT = protocol.Context("urn:pulumi:dev::p::command:local:Command::job", "command:local:Command", "job")


def test_the_inputs_are_the_sdks() -> None:
    """Every input of the SDK's resource has a place, and nothing else has."""
    assert set(shape.COMMAND.fields) == set(sdk.names(local.CommandArgs))


def test_the_arguments_of_run_are_the_sdks() -> None:
    """Every argument of the SDK's function has a place: its result repeats them beside the four results."""
    results = {"stdout", "stderr", "assets", "archive"}
    assert set(shape.RUN.fields) == set(sdk.names(local.RunResult)) - results


@pytest.mark.parametrize(
    ("inputs", "failures"),
    [
        ({"create": "true", "triggers": [1, {"a": "b"}], "environment": {"A": "1"}}, []),
        ({"create": values.UNKNOWN, "dir": values.UNKNOWN, "stdin": None}, []),
        ({"creat": "true"}, [("creat", "unknown property; did you mean create")]),
        ({"create": 1}, [("create", "must be a string, not a number")]),
        ({"environment": {"A": 1}}, [("environment.A", "must be a string, not a number")]),
        ({"triggers": "x"}, [("triggers", "must be a list, not a string")]),
        ({"logging": "all"}, [("logging", "'all' is none of stdout, stderr, stdoutAndStderr, none")]),
        (
            {"assetPaths": ["*"]},
            [
                (
                    "assetPaths",
                    "the embedded engine does not have this: files of a command are not collected; "
                    "read them in the program",
                )
            ],
        ),
    ],
)
def test_check(inputs: values.Values, failures: list[tuple[str, str]]) -> None:
    """A wrong input is named with its path, what is wrong, and what is allowed or nearest."""
    found = command.provider().check(CONTEXT, {}, inputs).failures
    assert [(one.property, one.reason) for one in found] == failures


def test_another_resource_is_refused_by_name() -> None:
    """A type of the real package that this one does not have is one line with the nearest that it has."""
    context = protocol.Context("urn", "command:remote:Command", "job")
    with pytest.raises(protocol.ProviderError) as error:
        command.provider().check(context, {}, {})
    assert str(error.value) == "command:remote:Command: unknown resource; did you mean command:local:Command"


def test_the_package_has_no_configuration() -> None:
    """Only the keys that engine and SDK add themselves pass."""
    found = command.provider().check_config({"version": "1.2.1", "__internal": {}, "host": "x"})
    assert [(one.property, one.reason) for one in found.failures] == [("host", "unknown property; there is none")]
