"""A run that nobody can hear any more goes on to its end."""

from __future__ import annotations

import pytest

from tests.engine.core import stage as stages


class Deaf(list[object]):
    """Takes a few events and then fails."""

    def __init__(self, failure: BaseException) -> None:
        super().__init__()
        self._failure = failure

    def append(self, event: object) -> None:
        """Take an event."""
        if len(self) == 2:
            raise self._failure
        super().append(event)


@pytest.mark.parametrize("failure", [BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left"), SystemExit(1)])
def test_a_sink_that_breaks_does_not_end_the_run(stage: stages.Stage, failure: BaseException) -> None:
    """What rich raises on a closed pipe is no Exception: a thread would end of it, and the run wait for that thread."""
    heard = Deaf(failure)
    stage.events = heard  # pyright: ignore[reportAttributeAccessIssue] - a list of events that takes two
    outcome = stage.up('a = Thing("a")\nThing("b", of=a.serial)')
    assert (outcome.ok, len(heard)) == (True, 2)
    assert {"a", "b"} <= stage.rows.keys()
    assert stage.store.saved[-1].operations == []
