"""A diff shows every changed property with both values, and why a resource is replaced."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine import display
from moorage.engine.display import changes, view
from tests.engine.display import events


def shown(given: list[events.Event]) -> str:
    """Return what the diff says of the events."""
    console = events.console()
    events.play(display.diff(console), given)
    return events.output(console)


def test_preview_of_the_cli() -> None:
    """Replaced and deleted resources come with identity, changes, causes."""
    text = shown(events.recorded("preview"))
    assert (
        "  +-random:index/randomString:RandomString: (replace)\n"
        "      [id={>sF]\n"
        "      [urn=urn:pulumi:dev::toy::random:index/randomString:RandomString::s]\n"
    ) in text
    assert '    ~ keepers.a: "8" => "10"  [forces replacement]\n    ~ length: 8 => 10  [forces replacement]\n' in text
    assert text.count("RandomPassword: (replace)") == 1
    assert "create-replacement" not in text
    assert "      byteLength: 4\n" in text
    assert text.endswith("    3 changes. 2 unchanged\n")


def test_create_shows_inputs() -> None:
    """A new resource shows what it is made with: secrets masked, unknowns named, the provider's own entries hidden."""
    inputs = {"password": events.SECRET, "image": events.UNKNOWN, "ports": [{"internal": 80}], "__defaults": ["x"]}
    text = shown([events.before(events.step("create", new=inputs), preview=True)])
    assert text == (
        "  + docker:index/container:Container: (create)\n"
        f"      [urn={events.WEB}]\n"
        "      image: [unknown]\n"
        "      password: [secret]\n"
        "      ports: [\n          [0]: {\n              internal: 80\n          }\n      ]\n\n"
    )


def kinds(**paths: str) -> dict[str, Any]:
    """Return a detailed diff of input changes."""
    return {path: {"diffKind": kind, "inputDiff": True} for path, kind in paths.items()}


@pytest.mark.parametrize(
    ("step", "found", "brief"),
    [
        (
            events.step(
                "update", old={"a": 1, "b": {"x": 1, "y": 2}, "c": [1]}, new={"a": 2, "b": {"x": 1}, "c": [1, 3]}
            ),
            ["~a", "-b.y", "+c[1]"],
            "diff: ~a,b,c",
        ),
        (
            events.step("update", old={"a": 1, "b": 1}, new={"a": 2, "b": 2}, diffs=["a"]),
            ["~a"],
            "diff: ~a",
        ),
        (
            events.step("replace", old={"a": 1}, new={"b": 2}, detailedDiff=kinds(a="delete", b="add-replace")),
            ["-a", "+b!"],
            "diff: +b-a",
        ),
        (
            events.step(
                "update",
                old={"tags": {"k": "v"}},
                new={"tags": {"k": "w"}},
                detailedDiff={"tags": {"diffKind": "update-replace", "inputDiff": True}},
            ),
            ["~tags.k!"],
            "diff: ~tags",
        ),
        (
            events.step(
                "update",
                old={"a": 1},
                outputs={"a": 5},
                new={"a": 1},
                detailedDiff={"a": {"diffKind": "update", "inputDiff": False}},
            ),
            ["~a"],
            "diff: ~a",
        ),
        (events.step("update", old={"s": events.SECRET}, new={"s": "x"}), ["~s"], "diff: ~s"),
        (events.step("same", old={"a": 1}, new={"a": 2}), [], ""),
        (events.step("create", new={"a": 1}), [], ""),
    ],
)
def test_changed_properties(step: events.Event, found: list[str], brief: str) -> None:
    """Changes go to the leaf that differs; a provider's own account of them comes before a comparison."""
    listed = [f"{changes.SIGNS[item.kind]}{item.path}{'!' * item.replaces}" for item in changes.properties(step)]
    assert sorted(listed) == sorted(found)
    assert changes.brief(step) == brief


def test_protection_is_a_change() -> None:
    """A change of protection alone is shown, although no property changes."""
    step = events.step("update", old={}, new={})
    step["new"]["protect"] = True
    assert changes.brief(step) == "diff: ~protect"


def lines(step: events.Event) -> list[str]:
    """Return what the diff says of one update, without who it is."""
    return shown([events.before(step, preview=True)]).splitlines()[2:-1]


def test_texts_of_several_lines_differ_line_by_line() -> None:
    """One line around each change, in its place."""
    old, new = "a\nb\nc\nd\n", "a\nb\nX\nd\n"
    assert lines(events.step("update", old={"text": old}, new={"text": new})) == [
        "    ~ text:",
        "        ...",
        "          b",
        "        - c",
        "        + X",
        "          d",
    ]


def test_json_texts_differ_by_path() -> None:
    """A text that is JSON before and after is shown as what it says."""
    old, new = '{"image": "x:1", "ports": [80]}', '{"image": "x:2", "ports": [80, 81]}'
    assert lines(events.step("update", old={"doc": old}, new={"doc": new})) == [
        "    ~ doc: (json)",
        '        ~ image: "x:1" => "x:2"',
        "        + ports[1]: 81",
    ]


def test_long_texts_show_where_they_differ() -> None:
    """What is the same is cut, not what differs."""
    same = "x" * 300
    (line,) = lines(events.step("update", old={"a": f"{same}old"}, new={"a": f"{same}new"}))
    assert line == f'    ~ a: "...{"x" * 20}old" => "...{"x" * 20}new"'


def test_a_changed_secret_is_a_change() -> None:
    """It looks the same before and after; the engine says that it is not."""
    step = events.step("update", old={"key": events.SECRET}, new={"key": events.SECRET}, _secrets=["key"])
    assert lines(step) == ["    ~ key: [secret] => [secret]"]
    assert changes.brief(step) == "diff: ~key"


def test_what_no_property_tells_is_said() -> None:
    """A replacement for another reason than an input names it."""
    step = events.step("replace", old={"a": 1}, new={"a": 1}, keys=["provider"])
    assert lines(step) == ["    because of: provider"]


def test_the_parts_of_a_replacement_are_shown_when_asked_for() -> None:
    """Usually the replacement speaks for them."""
    steps = [
        events.step("create-replacement", old={"a": 1}, new={"a": 2}, logical=False),
        events.step("replace", old={"a": 1}, new={"a": 2}),
    ]
    told = [events.before(step, preview=True) for step in steps]
    console = events.console()
    events.play(display.diff(console, view=view.View(show_replacement_steps=True)), told)
    assert "(create-replacement)" in events.output(console)
    assert "(create-replacement)" not in shown(told)


def test_what_is_to_be_hidden_is_named_without_its_values() -> None:
    """`hideDiffs` hides a property and all below it, in a change and in a creation."""
    step = events.step("update", old={"a": {"x": 1, "y": 1}, "b": 1}, new={"a": {"x": 2, "y": 2}, "b": 2})
    step["new"]["hideDiffs"] = ["a"]
    assert lines(step) == ["    ~ a: (hidden)", "    ~ b: 1 => 2"]
    assert changes.brief(step) == "diff: ~a,b"
    made = events.step("create", new={"a": {"x": 1}})
    made["new"]["hideDiffs"] = ["a"]
    assert lines(made) == ["      a: (hidden)"]


def test_changed_code_of_a_dynamic_provider_is_a_change() -> None:
    """As the CLI: the input that holds the code is named, although it is one of the engine's own."""
    step = events.step("update", old={"__provider": events.SECRET}, new={"__provider": events.SECRET})
    step["_secrets"] = ["__provider"]
    assert changes.brief(step) == "diff: ~__provider"
