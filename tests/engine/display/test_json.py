"""For machines, a run is the CLI's own JSON."""

from __future__ import annotations

import io
import json
from typing import Any

from moorage.engine import display
from tests.engine.display import events


def digest(given: list[events.Event]) -> dict[str, Any]:
    """Return the document that the events become."""
    stream = io.StringIO()
    events.play(display.digest(stream), given)
    return json.loads(stream.getvalue())


def test_digest_is_the_clis() -> None:
    """From the CLI's events comes the CLI's document: same keys, steps, states, reasons, counts."""
    ours = digest(events.recorded("preview"))
    # an event leaves out what is in an asset; the CLI's document has it from the state
    text = (events.DATA / "preview.json").read_text().replace('"text": "t"', '"text": "<contents elided>"')
    theirs = json.loads(text)
    # steps run in parallel, and how long they take differs: neither is compared
    for document in (ours, theirs):
        document["steps"].sort(key=lambda step: (step["urn"], step["op"]))
        document["diagnostics"].sort(key=lambda each: each["message"])
        assert isinstance(document.pop("duration"), int)
    assert list(ours) == list(theirs)
    assert ours == theirs


def test_digest_form() -> None:
    """Four spaces, HTML characters escaped, secrets as text, nothing empty, written once."""
    stream = io.StringIO()
    sink = display.digest(stream)
    step = events.step("create", new={"b": "<x>", "a": events.SECRET})
    events.play(
        sink, [events.before(step, preview=True), events.message("no", "debug"), events.summary(True, create=1)]
    )
    sink.close()
    text = stream.getvalue()
    assert '\n    "steps": [\n        {\n            "op": "create",\n' in text
    assert '"a": "[secret]",\n                    "b": "\\u003cx\\u003e"' in text
    document = json.loads(text)
    assert list(document) == ["steps", "duration", "changeSummary"]
    assert document["steps"][0]["detailedDiff"] is None
    assert list(document["steps"][0]["newState"]) == ["urn", "custom", "inputs", "parent"]


def test_digest_of_a_refresh() -> None:
    """What a refresh finds takes the place of the step that looked."""
    look = events.step("refresh", old={"a": 1}, new={"a": 1})
    found = events.step(
        "update", old={"a": 1}, new={"a": 2}, detailedDiff={"a": {"diffKind": "update", "inputDiff": True}}
    )
    steps = digest([events.before(look, preview=True), events.after(found, preview=True)])["steps"]
    assert [(step["op"], step["detailedDiff"]) for step in steps] == [
        ("update", {"a": {"kind": "update", "inputDiff": True}})
    ]


def test_log_is_the_clis() -> None:
    """Each event is one line, and the line is the CLI's, character for character."""
    stream = io.StringIO()
    events.play(display.log(stream), events.recorded("create"))
    assert stream.getvalue() == (events.DATA / "create.jsonl").read_text()


def test_no_secret_and_no_text_but_json() -> None:
    """Nothing else than JSON is written, and it ends with a line end."""
    stream = io.StringIO()
    with display.log(stream) as sink:
        sink(events.message("a & b"))
    assert json.loads(stream.getvalue()) == events.message("a & b")
    assert stream.getvalue().endswith('a & b\\n","severity":"info","color":"never"}}\n')
