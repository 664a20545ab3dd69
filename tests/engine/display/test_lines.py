"""A log shows each change once, in plain text, and what matters at its end."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from rich.text import Text

from moorage.engine import display
from moorage.engine.display import lines
from tests.engine.display import events

PREVIEW = """\
Previewing update (dev):
    plain print
 +- random:index:RandomPassword pw replace [diff: ~keepers,length]
 +- random:index:RandomString s replace [diff: ~special]
 -  random:index:RandomId gone delete

Diagnostics:
  pulumi:pulumi:Stack (toy-dev):
    warning: careful

  random:index:RandomString (s):
    warning: about s

Outputs:
    archive: archive(files, 8ffdaed)
    file   : asset(__main__.py, b9c689d)
    map    : {
        web: {
            url: "http://127.0.0.1:1"
        }
    }
    odd    : [secret]
    pw     : [secret]
  ~ s      : "{>sF" => [unknown]
    text   : "a <b> & é"

Resources:
    - 1 to delete
    +-2 to replace
    3 changes. 2 unchanged
"""


def shown(given: list[events.Event], title: str = "") -> str:
    """Return what the log says of the events."""
    console = events.console()
    events.play(display.tree(console, title=title), given)
    return events.output(console)


def test_preview_of_the_cli() -> None:
    """The CLI's events of a replacement and a delete become these lines: each change once, secrets masked."""
    assert shown(events.recorded("preview"), "Previewing update (dev):") == PREVIEW


@pytest.mark.parametrize("run", ["create", "preview", "update"])
def test_nothing_twice_and_no_control_codes(run: str) -> None:
    """No line that says something is repeated, and none has a control character."""
    text = shown(events.recorded(run))
    said = [line for line in text.splitlines() if line.strip() not in ("", "}", "{")]
    assert len(said) == len(set(said))
    assert [character for character in text if ord(character) < 32 and character != "\n"] == []


def test_update_says_what_was_done() -> None:
    """The halves of a replacement have their own lines with durations; the summary is in the past tense."""
    text = shown(events.recorded("update"))
    assert text.count(" ++ random:index:RandomString s created replacement (") == 1
    assert text.count(" -- random:index:RandomString s deleted original (") == 1
    assert text.count(" -  random:index:RandomId gone deleted (") == 1
    assert "\n    - 1 deleted\n    +-2 replaced\n    3 changes. 2 unchanged\n\nDuration: " in text


def test_failure() -> None:
    """A failed step says so on its line; the reason is at the end under its resource, and it is counted."""
    web = events.step("create", new={"image": "x"})
    text = shown(
        [
            events.before(events.step("create", events.STACK, new={})),
            events.before(web),
            events.message("pulling", urn=events.WEB, ephemeral=True),
            events.message("exit code 1\nlast line", "error", events.WEB),
            events.failed(web),
            events.summary(create=1),
        ]
    )
    assert text == (
        " +  docker:index:Container web creating failed\n\n"
        "Diagnostics:\n  docker:index:Container (web):\n    error: exit code 1\n    last line\n\n"
        "Resources:\n    + 1 created\n    1 errored\n\nDuration: 2s\n"
    )


def test_messages_come_as_they_are_said() -> None:
    """What a program or provider says is printed at once, with who said it; debug messages are not."""
    text = shown(
        [
            events.message("hello"),
            events.message("step 1/2\nstep 2/2", urn=events.WEB),
            events.message("details", "debug"),
            events.message("oops", "error"),
        ]
    )
    assert text == "    hello\n    web: step 1/2\n    web: step 2/2\n\nDiagnostics:\n  run:\n    error: oops\n\n"


def test_unchanged_run() -> None:
    """When nothing changes there is no line but the summary."""
    same = events.step("same", old={}, new={})
    text = shown([events.before(same), events.after(same), events.summary(seconds=0, same=5)])
    assert text == "\nResources:\n    5 unchanged\n\nDuration: 0.0s\n"


def test_drift() -> None:
    """A refresh shows what it found changed or gone, not what it only looked at."""
    look = events.step("refresh", old={"a": 1}, new={"a": 1})
    found = events.step(
        "update", old={"a": 1}, new={"a": 2}, detailedDiff={"a": {"diffKind": "update", "inputDiff": True}}
    )
    other = events.step("refresh", f"{events.WEB}2", old={}, new={})
    text = shown([events.before(look), events.after(found), events.before(other), events.after(other)])
    assert text.count("\n") == 2
    assert text.startswith(" ~  docker:index:Container web updated (")
    assert text.endswith("[diff: ~a]\n\n")


def test_long_steps_are_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is named again and again with its progress, until it is done."""
    monkeypatch.setattr(lines, "_STILL", 0.01)
    console = events.console()
    spoken = threading.Event()
    original = console.print

    def listen(line: Text, **options: Any) -> None:
        original(line, **options)
        if "@ web creating (" in line.plain:
            spoken.set()

    monkeypatch.setattr(console, "print", listen)
    with display.tree(console) as sink:
        sink(events.before(events.step("create", new={})))
        sink(events.message("pulling 40%", urn=events.WEB, ephemeral=True))
        assert spoken.wait(60)
    assert "  @ web creating (0.0s) pulling 40%\n" in events.output(console)
