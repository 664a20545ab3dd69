"""The program as a process: its output, its errors, its surroundings."""

from __future__ import annotations

import json

import pytest

from moorage.engine import run
from tests.engine.core import stage as stages


def test_output_is_passed_on(stage: stages.Stage) -> None:
    """Lines of stdout and stderr, and of the SDK's log, arrive by severity."""
    outcome = stage.up("""
        import sys
        print("out")
        print("err", file=sys.stderr)
        pulumi.log.info("note")
        pulumi.log.warn("careful")
        pulumi.log.debug("detail")
    """)
    assert outcome.ok
    assert (sorted(stage.said("info")), stage.said("info#err")) == (["note", "out"], ["err"])
    assert stage.said("warning") == ["careful"]
    assert stage.said("debug") == []


def test_an_exception_shows_the_users_part_of_the_traceback(stage: stages.Stage) -> None:
    """The frames of the engine and the SDK above the program are left out, and nothing is deleted."""
    stage.up('Thing("a")')
    outcome = stage.up('def check():\n    raise ValueError("odd")\n\n\ncheck()\n')
    assert not outcome.ok
    assert len(stage.errors) == 1
    lines = stage.errors[0].splitlines()
    main, head = stage.root / "__main__.py", stages.HEAD.count("\n")
    assert lines[0] == "Program failed with an unhandled exception:"
    assert [line for line in lines if line.startswith("  File")] == [
        f'  File "{main}", line {number}, in {name}' for number, name in ((head + 5, "<module>"), (head + 2, "check"))
    ]
    assert lines[-1] == "ValueError: odd"
    assert "a" in stage.rows


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ('raise pulumi.RunError("just this")', "just this"),
        ("raise SystemExit(3)", "an unhandled error occurred: program exited with non-zero exit code: 3"),
        ("import os; os._exit(7)", "an unhandled error occurred: program exited with non-zero exit code: 7"),
    ],
)
def test_other_ends(stage: stages.Stage, program: str, message: str) -> None:
    """A RunError is its message alone; any other code of exit is named."""
    outcome = stage.up(program)
    assert not outcome.ok
    assert stage.errors == [message]


def test_an_exit_with_zero_is_a_good_end(stage: stages.Stage) -> None:
    """A program may stop early."""
    outcome = stage.up('Thing("a")\nraise SystemExit(0)')
    assert outcome.ok


def test_outputs_of_a_failed_program(stage: stages.Stage) -> None:
    """Outputs that it did not reach keep their value."""
    stage.up('pulumi.export("a", 1)\npulumi.export("b", 1)')
    outcome = stage.up('pulumi.export("a", 2)\nraise ValueError("odd")')
    assert not outcome.ok
    assert stage.row("stage-dev").outputs == {"a": 2, "b": 1}


def test_surroundings(stage: stages.Stage) -> None:
    """Names, configuration with secret keys, working directory, arguments and mode are as under the CLI."""
    stage.config = "{'stage:plain': text, 'stage:deep': {a: [1]}}"
    stage.options = {"organization": "organization", "parallel": 3}
    outcome = stage.preview("""
        import os, sys, json
        config = pulumi.Config()
        pulumi.export("seen", {
            "names": [pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization()],
            "config": [config.get("plain"), config.get_object("deep")],
            "environment": json.loads(os.environ["PULUMI_CONFIG"]),
            "secret": json.loads(os.environ["PULUMI_CONFIG_SECRET_KEYS"]),
            "folder": os.getcwd(),
            "root": pulumi.runtime.get_root_directory(),
            "arguments": sys.argv,
            "first": sys.path[0],
            "preview": pulumi.runtime.is_dry_run(),
        })
    """)
    assert outcome.ok, stage.errors
    folder = str(stage.root)
    assert outcome.outputs["seen"] == {
        "names": ["stage", "dev", "organization"],
        "config": ["text", {"a": [1]}],
        "environment": {"stage:plain": "text", "stage:deep": '{"a":[1]}'},
        "secret": [],
        "folder": folder,
        "root": folder,
        "arguments": [folder],
        "first": folder,
        "preview": True,
    }


def test_a_module_of_the_engine_is_not_in_the_programs_way(stage: stages.Stage) -> None:
    """The folder of the executor is not on the program's import path."""
    outcome = stage.up("import resource\nassert hasattr(resource, 'getrusage')")
    assert outcome.ok, stage.errors


def test_a_missing_program(stage: stages.Stage) -> None:
    """A project without a program is one line."""
    (stage.root / "empty").mkdir()
    with pytest.raises(run.RunError) as error:
        stage.preview_of(main=stage.root / "empty")
    assert str(error.value) == f"unable to find main python program `__main__.py` in `{stage.root / 'empty'}`"


def test_a_missing_environment(stage: stages.Stage) -> None:
    """A virtual environment without an interpreter is one line."""
    with pytest.raises(run.RunError) as error:
        stage.preview_of(virtualenv=stage.root / "none")
    python = stage.root / "none" / "bin" / "python"
    assert str(error.value).startswith(f"{python}: the project's virtual environment")


def test_events_are_json(stage: stages.Stage) -> None:
    """Every event is one JSON object with sequence and timestamp, and one other key."""
    stage.up('Thing("a")\npulumi.export("x", pulumi.Output.secret(1))')
    lines = [json.loads(json.dumps(event)) for event in stage.events]
    assert [line["sequence"] for line in lines] == list(range(len(lines)))
    kinds = [next(iter(line.keys() - {"sequence", "timestamp"})) for line in lines]
    assert (kinds[0], kinds[-2:]) == ("preludeEvent", ["summaryEvent", "cancelEvent"])
    assert {len(line) for line in lines} == {3}
