"""Every option of the installed SDK is honoured or refused by name."""

from __future__ import annotations

import inspect

import pytest

from moorage.engine.program import facts, monitor, options, refusals, stubs
from tests.engine.core import stage as stages

_pb = stubs.resource_pb2


@pytest.mark.parametrize("kind", sorted(options.HONOURED))
def test_every_field_is_in_the_table(kind: str) -> None:
    """The table has each field of the installed message once, and no other."""
    fields = {field.name for field in getattr(_pb, kind).DESCRIPTOR.fields}
    honoured, refused = set(options.HONOURED[kind]), set(options.REFUSED[kind])
    assert honoured | refused == fields
    assert honoured & refused == set()


def test_every_method_is_honoured_or_refused() -> None:
    """The monitor overrides each method of the installed service."""
    service = stubs.resource_pb2_grpc.ResourceMonitorServicer
    methods = {name for name, _ in inspect.getmembers(service, inspect.isfunction) if name[0].isupper()}
    own = {name for each in (monitor.Monitor, refusals.Refusals) for name in vars(each) if name[0].isupper()}
    assert own == methods


def test_features_are_known_to_the_sdk() -> None:
    """What the engine says yes to is a feature by the SDK's name."""
    known = {name.removeprefix("RESOURCE_MONITOR_FEATURE_").replace("_", "").lower() for name in dir(_pb)}
    assert {name.lower() for name in facts.FEATURES} <= known


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        (_pb.RegisterResourceRequest(remote=True), ["remote component (a component of another language or package)"]),
        (
            _pb.RegisterResourceRequest(remote=True, snippetId="s"),
            ["remote component (a component of another language or package)", "snippet"],
        ),
        (_pb.RegisterResourceRequest(hooks=_pb.RegisterResourceRequest.ResourceHooksBinding()), []),
    ],
)
def test_refused_options_are_named(request_: object, named: list[str]) -> None:
    """An option that is set and not honoured is named as users know it; an empty one is none."""
    assert sorted(options.refused(request_)) == sorted(named)  # pyright: ignore[reportArgumentType] - as the case says, by name


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (
            'Thing("a", Options(custom_timeouts=CustomTimeouts(create="soon")))',
            "custom_timeouts: soon is no duration such as 30s or 1h30m",
        ),
        ('Thing("a", file=pulumi.FileArchive("absent"))', "archive absent: No such file or directory"),
        ('Thing("a", file=pulumi.FileAsset("absent"))', "asset absent: No such file or directory"),
        (
            'Thing("a")\nThing("a")',
            f"Duplicate resource URN '{stages.PREFIX}test:index:Thing::a'; try giving it a unique name",
        ),
        ('Thing("a", Options(parent=Group("g", Options(urn="urn:pulumi:dev::stage::t::none"))))', None),
    ],
)
def test_what_is_not_honoured_is_an_error_at_registration(
    stage: stages.Stage, program: str, message: str | None
) -> None:
    """One line names the option and the resource, and nothing is made."""
    outcome = stage.up(program)
    assert not outcome.ok
    if message:
        assert stage.errors == [message]
    else:
        assert len(stage.errors) == 1
    assert [call for call in stage.cloud.calls if call != ("create", "a")] == []
