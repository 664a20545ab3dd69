"""What is recorded of an image, and how the difference of two records reads."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.core.delivery import Buildah, BuildKit, Registry
from components.core.traits import Traits
from components.images import changed, record, staging
from moorage.cli import imagechanges
from moorage.engine import events

APP = (staging.File("app/main.py", b"print()\n"), staging.File("app/data.json", b"{}"))
BASE = {"python:3.11-slim-bookworm": "sha256:aaaaaaaaaaaa"}
SETTINGS = {"uid": "10001", "command": '["python"]'}


def context(
    files: tuple[staging.File, ...] = APP,
    dockerfile: str = "FROM base\n",
    bases: dict[str, str] = BASE,
    settings: dict[str, str] = SETTINGS,
) -> staging.Context:
    """Return a context that differs from the usual one as given."""
    return staging.Context(dockerfile, files, {}, bases, settings)


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (context(), "unchanged"),
        (context(files=(staging.File("app/main.py", b"print(1)\n"), APP[1])), "changed: app/main.py"),
        (context(files=(staging.File("app/main.py", b"print()\n", executable=True), APP[1])), "changed: app/main.py"),
        (context(files=APP[:1]), "changed: app/data.json (gone)"),
        (context(files=(*APP, staging.File("app/new.py", b""))), "changed: app/new.py (new)"),
        (context(dockerfile="FROM other\n"), "changed: Dockerfile"),
        (
            context(dockerfile="FROM b\n", bases={"python:3.11-slim-bookworm": "sha256:bbbbbbbbbbbb"}),
            "changed: Dockerfile, base python:3.11-slim-bookworm (sha256:aaaaaaaaaaaa -> sha256:bbbbbbbbbbbb)",
        ),
        (
            context(dockerfile="USER 7\n", settings={"uid": "7", "args.EDITION": "2"}),
            'changed: Dockerfile, args.EDITION (default -> 2), command (["python"] -> default), uid (10001 -> 7)',
        ),
    ],
)
def test_a_line_names_what_changed(new: staging.Context, line: str) -> None:
    """File, base and setting are named with what they were; the same content is unchanged."""
    assert changed.line(record.of(context()), record.of(new)) == line


def test_an_image_of_which_nothing_is_recorded_is_new() -> None:
    """That is so at the first deployment, and after one by a version that recorded nothing."""
    assert changed.line(None, record.of(context())) == "new"
    assert changed.line({}, record.of(context())) == "new"


def test_a_long_list_is_cut() -> None:
    """Eight are named, the others counted."""
    many = tuple(staging.File(f"app/{number:02}.py", b"") for number in range(10))
    line = changed.line(record.of(context()), record.of(context(files=(*APP, *many))))
    assert line.startswith("changed: app/00.py (new), app/01.py (new),")
    assert line.endswith("app/07.py (new) and 2 more")


def test_a_setting_that_changes_nothing_built_is_no_change() -> None:
    """What a workload alone reads leaves the image as it is."""
    assert changed.line(record.of(context()), record.of(context(settings={"writable": '["/tmp"]'}))) == "unchanged"


def test_a_setting_that_the_builder_is_told_is_a_change() -> None:
    """The content is the same, and it is built again: for other platforms, with attestations, with another cache."""
    told = {"platforms": '["linux/arm64"]', "cache.inline": "true", "sbom": "true", "writable": '["/tmp"]'}
    line = 'changed: cache.inline (default -> true), platforms (default -> ["linux/arm64"]), sbom (default -> true)'
    assert changed.line(record.of(context()), record.of(context(settings={**SETTINGS, **told}))) == line


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (Traits(), Traits(registry=Registry("b.example/t")), "changed: registry (default -> b.example/t)"),
        (
            Traits(registry=Registry("a.example/t")),
            Traits(registry=Registry("b.example/t")),
            "changed: registry (a.example/t -> b.example/t)",
        ),
        (Traits(), Traits(builder=Buildah()), "changed: builder (buildkit -> buildah)"),
        (Traits(), Traits(builder=BuildKit("far")), "changed: builder (buildkit -> buildkit far)"),
        (Traits(), Traits("linux/arm64"), "unchanged"),
        (
            Traits(builder=Buildah()),
            Traits("linux/arm64", builder=Buildah()),
            "changed: platform (linux/amd64 -> linux/arm64)",
        ),
    ],
)
def test_what_builds_again_at_the_target_is_a_change(old: Traits, new: Traits, line: str) -> None:
    """Registry and builder are named; the platform alone only where the builder is told it."""
    was, now = (record.of(context(settings={**SETTINGS, "platform": traits.platform}), traits) for traits in (old, new))
    assert changed.line(was, now) == line


def test_a_record_without_a_target_is_no_change() -> None:
    """An earlier version recorded none."""
    earlier = {key: part for key, part in record.of(context()).items() if key != "target"}
    assert changed.line(earlier, record.of(context(), Traits(registry=Registry("a.example/t")))) == "unchanged"


def test_a_record_stays_small() -> None:
    """Ten thousand files take some kilobytes, and a changed one still shows, by its folder."""
    files = [staging.File(f"app/{n % 7}/{n % 90}/{n}.html", str(n).encode()) for n in range(10_000)]
    old = record.of(staging.Context("", files))
    files[4711] = staging.File(files[4711].path, b"other")
    new = record.of(staging.Context("", files))
    assert len(json.dumps(old)) < 10_000
    assert changed.line(old, new) == f"changed: app/{4711 % 7}/"


def test_a_long_setting_is_recorded_by_its_hash() -> None:
    """Text beyond eighty characters still differs."""
    one, two = (record.of(context(settings={"command": "x" * 500 + end})) for end in "ab")
    assert len(one["settings"]["command"]) == record.TEXT == len(two["settings"]["command"])
    assert one["settings"] != two["settings"]


def test_settings_are_told_by_their_path() -> None:
    """Nested settings have dotted names, and lists are JSON."""
    given = {"uid": 7, "ports": {"http": 80}, "command": ["a", "b"], "checks": {}, "base": "x"}
    assert record.settings(given) == {
        "uid": "7", "ports.http": "80", "command": '["a", "b"]', "checks": "{}", "base": "x"
    }  # fmt: skip


def said(old: dict[str, Any] | None, new: dict[str, Any] | None, kind: str = "moorage:images:Python") -> list[str]:
    """Return the messages that are added to the event of one resource; the sequence goes on without a gap."""
    seen: list[events.Event] = []
    tell = imagechanges.Telling(seen.append)
    step: dict[str, Any] = {"urn": f"urn:pulumi:dev::shop::{kind}::app", "old": old, "new": new}
    tell({"sequence": 0, "timestamp": 7, "resourcePreEvent": {"metadata": step}})
    tell({"sequence": 1, "timestamp": 7, "cancelEvent": {}})
    assert [event["sequence"] for event in seen] == list(range(len(seen)))
    messages = [event["diagnosticEvent"] for event in seen if "diagnosticEvent" in event]
    assert all((one["severity"], one["color"]) == ("info", "never") for one in messages)
    return [one["message"] for one in messages]


def test_a_line_follows_the_images_own_event() -> None:
    """It is a message right after it; nothing is said of an image that goes, and of no other resource."""
    old = {"inputs": {"built": record.of(context())}, "outputs": {"reference": "sha256:1"}}
    new = {"inputs": {"built": record.of(context(files=APP[:1]))}, "outputs": {}}
    assert said(old, new) == ["image app: changed: app/data.json (gone)\n"]
    assert said(old, old) == ["image app: unchanged\n"]
    assert said(None, new) == ["image app: new\n"]
    assert said(old, None) == []
    assert said(None, new, "docker:index/network:Network") == []


def test_an_image_whose_build_failed_is_not_called_unchanged() -> None:
    """What is to be built is recorded before it is; only a finished one has outputs."""
    failed = {"inputs": {"built": record.of(context())}, "outputs": {}}
    assert said(failed, failed) == ["image app: not built yet: the last deployment did not get that far\n"]
