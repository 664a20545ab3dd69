"""Commands really run: outputs, environment, errors in the real provider's words, limits."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.command import package, quoting

CONTEXT = protocol.Context("urn:pulumi:dev::p::command:local:Command::job", "command:local:Command", "job")


def create(inputs: values.Values, context: protocol.Context = CONTEXT) -> values.Values:
    """Create a command and return its outputs."""
    return package.Command().create(context, inputs)[1]


def test_outputs_lose_one_newline() -> None:
    """Both streams are recorded without their last newline, and no other."""
    assert create({"create": "printf 'a\\n\\n'; echo b >&2"}) == {
        "create": "printf 'a\\n\\n'; echo b >&2",
        "stdout": "a\n",
        "stderr": "b",
    }


def test_the_id_is_the_name_and_eight_digits() -> None:
    """The id is made as the real provider makes it."""
    key, outputs = package.Command().create(CONTEXT, {})
    assert re.fullmatch(r"job[0-9a-f]{8}", key)
    assert outputs == {"stdout": "", "stderr": ""}


def test_interpreter_stdin_environment_and_directory(tmp_path: Path) -> None:
    """The interpreter takes the command as its last word; `dir` is relative to the program's directory."""
    (tmp_path / "in").mkdir()
    provider = package.Command(tmp_path)
    inputs = {"interpreter": ["/bin/sh", "-ec"], "create": "cat; echo $A; pwd", "stdin": "x ", "dir": "in"}
    outputs = provider.create(CONTEXT, {**inputs, "environment": {"A": "1"}})[1]
    assert outputs["stdout"] == f"x 1\n{tmp_path}/in"


@pytest.mark.parametrize(("given", "seen"), [({}, "o-e"), ({"addPreviousOutputInEnv": False}, "-")])
def test_an_update_sees_the_outputs_before(given: values.Values, seen: str) -> None:
    """The last run's outputs are in the environment, unless the program says no."""
    new = {"create": "false", "update": "echo $PULUMI_COMMAND_STDOUT-$PULUMI_COMMAND_STDERR", **given}
    outputs = package.Command().update(CONTEXT, "id", {}, {"stdout": "o", "stderr": "e"}, new)
    assert outputs["stdout"] == seen


def test_an_update_without_update_runs_create_again() -> None:
    """Without a command of its own, an update is another create."""
    assert package.Command().update(CONTEXT, "id", {}, {}, {"create": "echo again"})["stdout"] == "again"


def test_delete_runs_delete(tmp_path: Path) -> None:
    """Deleting runs what was recorded for it."""
    package.Command(tmp_path).delete(CONTEXT, "id", {}, {"delete": "touch gone"})
    assert (tmp_path / "gone").exists()


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (
            "echo 'e\"r' >&2; exit 3",
            'exit status 3: running "echo \'e\\"r\' >&2; exit 3":\ne"r\n',
        ),
        ("kill -9 $$", 'signal: killed: running "kill -9 $$":\n'),
    ],
)
def test_a_failure_says_how_what_and_the_output(command: str, text: str) -> None:
    """Recorded from pulumi-command 1.2.1."""
    with pytest.raises(protocol.ProviderError) as error:
        create({"create": command})
    assert str(error.value) == text


def test_a_failure_shows_both_streams() -> None:
    """Which of two pipes is read first is the system's affair: the lines are there, in any order."""
    with pytest.raises(protocol.ProviderError) as error:
        create({"create": "echo out; echo err >&2; exit 3"})
    assert sorted(str(error.value).splitlines()[1:]) == ["err", "out"]


@pytest.mark.parametrize(
    ("inputs", "start"),
    [
        ({"dir": "nowhere"}, "chdir {cwd}/nowhere: no such file or directory: "),
        ({"interpreter": ["no-such-program"]}, "exec no-such-program: no such file or directory: "),
    ],
)
def test_what_cannot_start_says_why(inputs: values.Values, start: str) -> None:
    """A folder or program that is not there is named."""
    with pytest.raises(protocol.ProviderError) as error:
        create({"create": "true", **inputs})
    assert str(error.value) == f'{start.format(cwd=Path.cwd())}running "true":\n'


def test_a_timeout_ends_the_whole_group(tmp_path: Path) -> None:
    """What the command started goes with it, and the error says so."""
    late = dataclasses.replace(CONTEXT, timeout=0.3)
    with pytest.raises(protocol.ProviderError, match=r"^timed out after 0.3 s: running "):
        create({"create": f"sleep 60 & echo $! > {tmp_path}/pid; wait"}, late)
    pid = int((tmp_path / "pid").read_text())
    status = Path(f"/proc/{pid}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()


@pytest.mark.parametrize(
    ("logging", "lines"),
    [({}, ["e", "o"]), ({"logging": "stdout"}, ["o"]), ({"logging": "stderr"}, ["e"]), ({"logging": "none"}, [])],
)
def test_logging_chooses_the_lines_that_are_shown(logging: values.Values, lines: list[str]) -> None:
    """Each line goes to the user as it comes, of the streams that are asked for."""
    shown: list[str] = []
    outputs = create({"create": "echo o; echo e >&2", **logging}, dataclasses.replace(CONTEXT, status=shown.append))
    assert sorted(shown) == lines
    assert (outputs["stdout"], outputs["stderr"]) == ("o", "e")


def test_a_preview_runs_nothing(tmp_path: Path) -> None:
    """A preview has no effect, and knows no outputs."""
    outputs = create({"create": f"touch {tmp_path}/made"}, dataclasses.replace(CONTEXT, preview=True))
    assert outputs == {"create": f"touch {tmp_path}/made", "stdout": values.UNKNOWN, "stderr": values.UNKNOWN}
    assert list(tmp_path.iterdir()) == []


def test_run_is_a_function() -> None:
    """`local.run` runs at once and returns its arguments and outputs."""
    assert package.Command().invoke("command:local:run", {"command": "echo hi", "dir": None}) == {
        "command": "echo hi",
        "stdout": "hi",
        "stderr": "",
    }


def test_run_refuses_wrong_arguments() -> None:
    """Every wrong argument is in the one line."""
    with pytest.raises(protocol.ProviderError) as error:
        package.Command().invoke("command:local:run", {"comand": "x"})
    assert str(error.value) == (
        "command:local:run: comand: unknown property; did you mean command; "
        "command:local:run: command: required, and not set"
    )


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('é\t\x01 😀 \\ "', '"é\\t\\x01 😀 \\\\ \\""'),
        ("a\xa0\u2028\U000e0001\x7f", '"a\\u00a0\\u2028\\U000e0001\\x7f"'),
    ],
)
def test_quoting_is_gos(text: str, quoted: str) -> None:
    """A command in an error is one line, as Go's %q writes it."""
    assert quoting.quote(text) == quoted
