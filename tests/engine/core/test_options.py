"""What is not honoured is refused by name, at registration."""

from __future__ import annotations

import pytest

from moorage.engine.program import options, stubs
from tests.engine.core import stage as stages

_pb = stubs.resource_pb2


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
