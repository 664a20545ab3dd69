"""Everything that the installed SDK's protocol has is settled: supported, with a test that shows it, or refused."""

from __future__ import annotations

import inspect
import re

import pytest

from moorage.engine.program import facts, options, refusals, stubs
from tools import engine

_pb = stubs.resource_pb2


@pytest.mark.parametrize("section", list(engine.TITLES))
def test_everything_is_settled(section: str) -> None:
    """An SDK that adds a method, a feature or a field fails here until somebody has settled it."""
    assert sorted(engine.settled()[section]) == sorted(engine.protocol()[section])


def test_named_tests_exist() -> None:
    """Each test that the table names is there."""
    named = {value for section in engine.settled().values() for value in section.values() if "::" in value}
    missing: list[str] = []
    for value in sorted(named):
        file, function = value.split("::")
        path = engine.ROOT / engine.TESTS / file
        if not path.exists() or not re.search(rf"^def {function}\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            missing.append(value)
    assert missing == []


@pytest.mark.parametrize("message", sorted(options.HONOURED))
def test_honoured_fields_are_those_with_a_test(message: str) -> None:
    """What the engine refuses by name has no test of its support, and nothing else is refused."""
    settled = engine.settled()[message]
    assert {name for name, value in settled.items() if value.startswith("refused:")} == set(options.REFUSED[message])
    assert options.HONOURED[message] == set(settled) - set(options.REFUSED[message])


def test_refused_methods_are_refused_in_these_words() -> None:
    """What the table says of a refused method is what the program's user is told."""
    for name, value in engine.settled()["methods"].items():
        if value.startswith("refused: "):
            assert f'"{value.removeprefix("refused: ")}"' in inspect.getsource(getattr(refusals.Refusals, name))
        else:
            assert name not in vars(refusals.Refusals)


# SupportsFeature and GetDeploymentInfo of the Pulumi CLI 3.260.0, as seen
_CLI_NAMES = {
    "secrets",
    "resourceReferences",
    "outputValues",
    "aliasSpecs",
    "replacementTrigger",
    "deletedWith",
    "replaceWith",
    "transforms",
    "invokeTransforms",
    "parameterization",
    "resourceHooks",
    "errorHooks",
    "sendsOptionsToHooks",
}
_CLI_NUMBERS = set(range(16))


def test_features_are_those_of_the_cli() -> None:
    """The engine says yes to what the CLI says yes to, and to nothing else; what it lacks, it refuses by name."""
    settled = engine.settled()["features"]
    names = {number: name for name, number in facts.FEATURES.items()}
    said = {*facts.FEATURES.values(), *facts.NUMBERED}
    shown = {_pb.ResourceMonitorFeature.Value(f"RESOURCE_MONITOR_FEATURE_{name}") for name in settled}
    lacking = {
        _pb.ResourceMonitorFeature.Value(f"RESOURCE_MONITOR_FEATURE_{name}")
        for name, value in settled.items()
        if "::" not in value
    }
    assert said == shown - lacking
    assert said <= _CLI_NUMBERS
    assert set(names.values()) <= _CLI_NAMES
    assert {number for number in said if number not in names} == set(facts.NUMBERED)
