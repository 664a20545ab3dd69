"""How a program may end before its time: one message, and a state that is true."""

from __future__ import annotations

import pytest

from tests.engine.core import stage as stages

BEFORE = 'Thing("kept")\nThing("dropped")\n'


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("os._exit(3)", "an unhandled error occurred: program exited with non-zero exit code: 3"),
        ("os.kill(os.getpid(), 9)", "an unhandled error occurred: program was ended by SIGKILL"),
        ("sys.exit(5)", "an unhandled error occurred: program exited with non-zero exit code: 5"),
        ("pulumi.log.error('told'); sys.exit(32)", "told"),
        ("raise pulumi.RunError('told')", "told"),
    ],
)
def test_nothing_is_deleted(stage: stages.Stage, end: str, message: str) -> None:
    """What the program would have registered after its end is not taken for dropped."""
    stage.up(BEFORE)
    outcome = stage.up(f"import os, sys\nThing('kept')\n{end}\n")
    assert not outcome.ok
    assert stage.errors == [message]
    assert {"kept", "dropped"} < set(stage.rows)
    assert len(stage.cloud.things) == 2


def test_an_error_inside_of_an_apply(stage: stages.Stage) -> None:
    """Its traceback is the user's part of it; what was registered before exists and is recorded."""
    outcome = stage.up("""
    def broken(_):
        raise ValueError("odd")
    Thing("a").serial.apply(broken)
    """)
    assert not outcome.ok
    assert [error.splitlines()[0] for error in stage.errors] == ["Program failed with an unhandled exception:"]
    assert stage.errors[0].splitlines()[-1] == "ValueError: odd"
    assert "a" in stage.rows


def test_an_error_inside_of_an_apply_that_feeds_a_resource(stage: stages.Stage) -> None:
    """The resource is not created, and the error is told once."""
    outcome = stage.up("""
    def broken(_):
        raise ValueError("odd")
    a = Thing("a")
    Thing("b", size=a.serial.apply(broken))
    """)
    assert not outcome.ok
    # the SDK tells it in one of two ways, as the failed output or the failed registration is awaited first
    assert [error.splitlines()[-1] for error in stage.errors] in [["ValueError has risen: odd"], ["ValueError: odd"]]
    assert ("a" in stage.rows, "b" in stage.rows) == (True, False)
