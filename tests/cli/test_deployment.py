"""preview, up, refresh, destroy of another project's program by the embedded engine."""

from __future__ import annotations

import contextlib
import json

import pytest

from moorage.cli import confirm
from moorage.cli.errors import Stop
from tests.cli.conftest import Cli


def test_up_makes_the_stack_and_says_so(cli: Cli) -> None:
    """No `stack init` is needed; a second `up` changes nothing."""
    first = cli("up", "--yes")
    assert "Created stack 'dev'" in first.err
    assert "3 created" in first.out or "2 created" in first.out
    second = cli("up", "--yes", "--expect-no-changes")
    assert "Created" not in second.err
    assert "unchanged" in second.out
    assert "created" not in second.out


def test_a_preview_touches_nothing(cli: Cli) -> None:
    """Not even the state is made."""
    cli("preview")
    assert not (cli.root / ".pulumi").exists()


def test_a_preview_is_one_document(cli: Cli) -> None:
    """With steps and a summary, as the CLI's."""
    document = json.loads(cli("preview", "--json").out)
    assert document["changeSummary"] == {"create": 2}
    assert [step["op"] for step in document["steps"]] == ["create", "create"]


def test_up_json_is_the_preview_and_then_events(cli: Cli) -> None:
    """First the document, then one event per line; --skip-preview leaves only the lines."""
    text = cli("up", "--yes", "--json").out
    document, end = json.JSONDecoder().raw_decode(text)
    assert "steps" in document
    events = [json.loads(line) for line in text[end:].splitlines() if line]
    assert [event["sequence"] for event in events] == list(range(len(events)))
    assert any("summaryEvent" in event for event in events)
    lines = cli("up", "--yes", "--skip-preview", "--json").out.splitlines()
    assert all("sequence" in json.loads(line) for line in lines)


def test_expected_no_changes_fail_on_one(cli: Cli) -> None:
    """The exit code is the CLI's."""
    done = cli("preview", "--expect-no-changes", code=7)
    assert done.err == "error: no changes were expected for preview but changes were proposed\n"


def test_nobody_to_ask_is_an_error(cli: Cli) -> None:
    """In the CLI's words, before anything is made."""
    done = cli("up", code=2)
    assert done.err == (
        "error: --yes or --skip-preview or --preview-only must be passed in to proceed when running in"
        " non-interactive mode\n"
    )
    assert not (cli.root / ".pulumi").exists()
    cli("destroy", "--preview-only", code=6)


def test_an_option_that_only_the_cli_has_is_refused(cli: Cli) -> None:
    """The embedded engine ignores none."""
    done = cli("up", "--yes", "--policy-pack", "x", code=2)
    assert (
        done.err
        == "error: no such option '--policy-pack'; the embedded engine does not have it; see moorage up --help\n"
    )
    assert cli("up", "--yes", "surplus", code=2).err.startswith("error: unexpected argument 'surplus'")


def test_a_failing_program_fails_up(cli: Cli) -> None:
    """Exit code 1; what it said is shown; nothing is made."""
    cli.write("__main__.py", "import pulumi\nraise pulumi.RunError('no such thing')\n")
    done = cli("up", "--yes", code=1)
    assert "no such thing" in done.out
    assert "Traceback" not in done.out + done.err
    assert "Updating" not in done.out


def test_a_wrong_passphrase_changes_nothing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is seen before the first step."""
    cli("up", "--yes")
    state = (cli.root / ".pulumi/stacks/toy/dev.json").read_bytes()
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "another")
    for command in ("up", "refresh", "destroy"):
        done = cli(command, "--yes", code=2)
        assert done.err.startswith("error: incorrect passphrase")
        assert done.err.count("\n") == 1
    assert (cli.root / ".pulumi/stacks/toy/dev.json").read_bytes() == state


def test_a_locked_stack_is_told_and_can_be_freed(cli: Cli) -> None:
    """By whom, and `cancel` takes the lock away."""
    cli("up", "--yes")
    locks = cli.root / ".pulumi/locks/organization/toy/dev"
    locks.mkdir(parents=True, exist_ok=True)
    held = {"pid": 1, "username": "me", "hostname": "here", "timestamp": "2026-01-01T00:00:00Z"}
    (locks / "x.json").write_text(json.dumps(held))
    done = cli("up", "--yes", "--skip-preview", code=1)
    assert done.err.startswith("error: stack 'dev' is locked by process 1 of me@here")
    cli("cancel", "--yes")
    cli("up", "--yes", "--skip-preview")


def test_destroy_removes_all_but_the_stack_file(cli: Cli) -> None:
    """With --remove the state, its history and backups go too."""
    cli("up", "--yes")
    done = cli("destroy", "--yes", "--remove")
    assert "deleted" in done.out
    assert done.err == "Stack 'dev' has been removed; its stack file Pulumi.dev.yaml stays\n"
    assert [path.name for path in (cli.root / ".pulumi").rglob("*") if path.is_file()] == ["meta.yaml"]
    assert (cli.root / "Pulumi.dev.yaml").exists()
    assert cli("destroy", "--yes", code=6).err == "error: no stack named 'dev' found\n"


def test_destroy_keeps_the_empty_stack(cli: Cli) -> None:
    """As the CLI does, with the command that removes it."""
    cli("up", "--yes")
    assert "`moorage stack rm dev --preserve-config`" in cli("destroy", "--yes").out
    assert json.loads(cli("stack", "ls", "--json").out)[0]["resourceCount"] == 0


def test_refresh_finds_nothing_to_record(cli: Cli) -> None:
    """A generated secret is as it was."""
    cli("up", "--yes")
    cli("refresh", "--yes", "--expect-no-changes")
    cli("refresh", "--preview-only")


@pytest.mark.parametrize(("answers", "shown", "ends"), [("yes\n", 0, False), ("details\nno\n", 1, True)])
def test_the_question(monkeypatch: pytest.MonkeyPatch, answers: str, shown: int, ends: bool) -> None:
    """Yes goes on, no ends, details shows more and asks again."""
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    seen: list[str] = []
    refused = pytest.raises(Stop, match="confirmation declined, not proceeding with the update")
    with refused if ends else contextlib.nullcontext():
        confirm.confirm("update", lambda: seen.append("diff"))
    assert len(seen) == shown
