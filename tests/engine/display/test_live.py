"""On a terminal a run is a tree that ends as a full account."""

from __future__ import annotations

import contextlib
import re

from rich.console import Console

from moorage.engine import display
from moorage.engine.display import live
from tests.engine.display import events


def picture(console: Console) -> str:
    """Return what stays on the screen after the live picture is wiped, without colours, right edges trimmed."""
    text = events.output(console).rpartition("\x1b[2K")[2]
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)
    return "\n".join(line.rstrip() for line in plain.splitlines())


def test_tree_of_the_cli() -> None:
    """Rows hang under their parents with operation, changed properties and counts of messages; secrets are masked."""
    console = events.console(terminal=True)
    events.play(display.tree(console, title="Previewing update (dev):"), events.recorded("preview"))
    tree, _, rest = picture(console).partition("\n\n")
    assert [line.split() for line in tree.splitlines()] == [
        ["Type", "Name", "Plan", "Info"],
        ["pulumi:pulumi:Stack", "toy-dev", "1", "warning;", "1", "message"],
        ["├─", "toy:index:C", "c"],
        ["+-", "│", "├─", "random:index:RandomPassword", "pw", "replace", "[diff:", "~keepers,length]"],
        ["-", "│", "└─", "random:index:RandomId", "gone", "delete"],
        ["+-", "└─", "random:index:RandomString", "s", "replace", "[diff:", "~special];", "1", "warning"],
    ]
    assert "    odd    : [secret]" in rest
    assert rest.endswith("Resources:\n    - 1 to delete\n    +-2 to replace\n    3 changes. 2 unchanged")


def test_small_terminal() -> None:
    """With more rows than the terminal has lines, the picture keeps to what goes on, and the end shows all."""
    console = events.console(terminal=True, height=12)
    sink = display.tree(console)
    assert isinstance(sink, live.Live)
    with sink:
        for at in range(50):
            sink(events.before(events.step("create", f"{events.WEB}{at}", new={})))
        for at in range(48):
            sink(events.after(events.step("create", f"{events.WEB}{at}", new={})))
        screen = Console(width=120, record=True, file=events.console().file)
        screen.print(sink._picture())
        text = screen.export_text()
    assert len(text.splitlines()) <= 12
    assert "web48 " in text
    assert "web49 " in text
    assert "48 done, 2 under way, 44 more not shown" in text
    assert len(re.findall(r"docker:index:Container +web\d+ +created", picture(console))) == 48


def test_end_after_an_interrupt() -> None:
    """A run that breaks off leaves the terminal in order: the picture is replaced, the cursor is back."""
    console = events.console(terminal=True)
    with contextlib.suppress(KeyboardInterrupt), display.tree(console) as sink:
        sink(events.before(events.step("create", new={})))
        raise KeyboardInterrupt
    assert events.output(console).count("\x1b[?25l") == events.output(console).count("\x1b[?25h") == 1
    assert "web" in picture(console)
