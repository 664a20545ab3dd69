"""Images that are held at a version: what a stack file may say of them, and one on a real engine."""

from __future__ import annotations

import pathlib

import pulumi
import pytest

from components import images, targets
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.images import changed, pins
from moorage.engine.state import crypto
from tests.cli import real
from tests.images import stacks

ID = f"sha256:{'a' * 64}"
NAME = "pintest"


@pytest.mark.parametrize("good", [ID, f"docker.io/library/nginx@{ID}", f"127.0.0.1:5000/team/shop@{ID}"])
def test_a_pin_is_immutable(good: str) -> None:
    """An ID or a digest is taken as it is."""
    assert pins.reference("web", good) == good


@pytest.mark.parametrize("bad", ["shop:1", "sha256:abc", f"shop:1@{ID}", "", None, 7])
def test_what_could_be_another_image_tomorrow_is_refused(bad: object) -> None:
    """The line says the forms that are allowed."""
    with pytest.raises(SettingsError) as caught:
        pins.reference("web", bad)
    assert str(caught.value) == f"pinned.web: {bad!r} is not immutable; allowed: {pins.ALLOWED}"


def test_a_pin_of_no_image_is_refused() -> None:
    """With the nearest one."""
    with pytest.raises(SettingsError, match=r"^pinned.wep: is not an image of this stack; did you mean web; allowed: "):
        pins.check({"wep": ID}, ["web", "database"])


def test_a_preview_says_what_holds_an_image() -> None:
    """And when nothing does any more."""
    built = {"key": "1", "files": {}, "bases": {}, "settings": {}}
    assert changed.line(built, pins.record(ID)) == f"held at {ID[:19]}"
    assert changed.line(pins.record(ID), built) == f"no longer held at {ID[:19]}"
    assert changed.line(pins.record(ID), pins.record(ID)) == changed.UNCHANGED


@pytest.fixture
def keys() -> crypto.Keys:
    """Return the keys of a passphrase."""
    return crypto.Keys("correct-horse")


@pytest.mark.docker
def test_a_held_image_is_run_and_none_is_built(tmp_path: pathlib.Path, keys: crypto.Keys) -> None:
    """Not even its source is there; what was deployed before stays under its name; without the pin it is built."""
    made = stacks.make(tmp_path, keys, NAME, {})
    made.up()
    first = made.reference
    made.write(code="two\n")
    made.up()
    second = made.reference
    assert first != second
    project = Project(tmp_path, tmp_path, Scope(NAME, "test"))

    def held() -> None:
        word, given = images.settings("app", {"dockerfile": stacks.BLOCK}, project, "dev", pinned=True)
        target = targets.make(*targets.settings({"docker": {}}), {})
        pulumi.export("reference", images.build("app", word, given, project, target, {}, pin=first).reference)

    (tmp_path / "app").rename(tmp_path / "away")
    try:
        made.deployed.update(held)
        assert made.reference == first
        assert "docker-build:index:Image" not in {one.type for one in made.deployed.resources.values()}
        listed = made.deployed.resources["app-kept"].outputs["stdout"].split()
        assert [listed[1], listed[4]] == [first, second]
        for number in (0, 3):
            assert real.docker("image", "inspect", "--format", "{{.Id}}", f"{NAME}-test-app:{listed[number]}")
        assert made.deployed.update(held).changes.keys() == {"same"}
        (tmp_path / "away").rename(tmp_path / "app")
        made.up()
        assert made.reference == second
    finally:
        made.deployed.destroy()
    assert not real.docker("image", "ls", "-q", f"{NAME}-test-app")
