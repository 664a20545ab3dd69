"""Workloads as units: the recorded files, and that every key in them is one that its documentation has.

`documented.json` is the documentation's list; its source and commit are the first lines. The generator of Podman 5.4.2
accepted the recorded files and gave back every word; the Podman of this machine has none, so nothing here runs it.
"""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest

from components.core.errors import SettingsError
from components.core.reach import Units
from components.workloads.settings import Workload
from components.workloads.units import container, ini, plan, stack
from tests.units import shop

DOCUMENTED = json.loads((pathlib.Path(__file__).parent / "documented.json").read_text(encoding="utf-8"))
FILES = shop.files()
RECORDED = {path.name: path.read_text(encoding="utf-8") for path in shop.FOLDER.iterdir()}

each = pytest.mark.parametrize("name", sorted(RECORDED))


def sections(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return the keys and values of a unit's text by section."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line:
            key, _, value = line.partition("=")
            list(found.values())[-1].append((key, value))
    return found


def test_the_stack_has_exactly_the_recorded_units() -> None:
    """The dev stack renders to these files, byte for byte."""
    assert FILES == RECORDED


@each
def test_every_key_is_documented(name: str) -> None:
    """No key of Quadlet's own sections is missing in its documentation."""
    for section, keys in sections(RECORDED[name]).items():
        if section in ("Container", "Network", "Volume"):
            assert {key for key, _ in keys} <= set(DOCUMENTED[section])


@each
def test_systemd_knows_every_other_key(name: str, tmp_path: pathlib.Path) -> None:
    """Systemd itself finds nothing to say about the sections that Quadlet hands on to it."""
    others = {key: keys for key, keys in sections(RECORDED[name]).items() if key in ("Unit", "Service", "Install")}
    known = [(key, value) for key, value in others.get("Unit", []) if key not in ("Wants", "After")]
    service = {**others, "Unit": known, "Service": [*others.get("Service", []), ("ExecStart", "/bin/true")]}
    path = tmp_path / "unit.service"
    path.write_text(ini.dump(service), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_exactly_the_declared_pairs_share_a_network() -> None:
    """Two units name the same network when one uses the other, and only then; such a network leads nowhere else."""
    joined = {
        name: {value.partition(":")[0] for key, value in sections(text)["Container"] if key == "Network"}
        for name, text in FILES.items()
        if name.endswith(".container")
    }
    assert all(f"{name.removesuffix('.container')}-outside.network" in found for name, found in joined.items())
    pairs = {(one, other) for one in joined for other in joined if one < other and joined[one] & joined[other]}
    database = "shop-dev-database.container"
    assert pairs == {(database, f"shop-dev-{caller}.container") for caller in ("migrate", "web", "worker")}
    inside = [name for name in FILES if name.endswith(".network") and "outside" not in name]
    assert len(inside) == 3
    for name in inside:
        assert ("Internal", "true") in sections(FILES[name])["Network"]


def test_a_published_port_is_on_loopback() -> None:
    """Nothing is published but what is exposed, on loopback."""
    published = [line for text in FILES.values() for line in text.splitlines() if line.startswith("PublishPort=")]
    assert published == ["PublishPort=127.0.0.1:8080:8080"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", '"plain"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("two\nlines\tand\r", '"two\\nlines\\tand\\r"'),
        ("100% of $HOME", '"100%% of $$HOME"'),
    ],
)
def test_a_word_is_quoted(text: str, line: str) -> None:
    """Every sign that Quadlet or systemd would read as something else is escaped; the generator gave these back."""
    assert ini.words(text) == line


@pytest.mark.parametrize("word", ["", ";"])
def test_a_word_at_which_reading_ends_is_refused(word: str) -> None:
    """Quadlet's reader ends at an empty word, and systemd's at a semicolon: what follows would be lost."""
    with pytest.raises(ValueError, match="cannot stand in a unit file"):
        ini.words("before", word)


@pytest.mark.parametrize("text", ["two\nlines", " before", "after ", "a line that goes on\\"])
def test_what_cannot_stand_as_it_is_is_refused(text: str) -> None:
    """A value without quotes never becomes another one."""
    with pytest.raises(ValueError, match="cannot stand in a unit file"):
        ini.plain(text)


def test_a_workload_that_is_cut_off_has_no_network_of_its_own() -> None:
    """`egress: none` leaves the pairs; without any, there is no network at all."""
    alone = Workload(kind="worker", image="shop", egress="none")
    assert plan.networks({"alone": alone}, shop.SCOPE) == {}
    image = shop.images()["shop"]
    around = plan.around("alone", {"alone": alone}, {}, shop.SCOPE)
    keys = container.file("alone", alone, image, shop.REFERENCE, around, shop.SCOPE)["Container"]
    assert [value for key, value in keys if key == "Network"] == ["none"]


def test_a_changed_file_is_another_secret() -> None:
    """A unit names each file by its content, so that exactly the workload that has it changes."""

    def spec(content: str) -> Workload:
        return Workload.model_validate(
            {"kind": "worker", "image": "shop", "files": {"a": {"path": "/etc/app/a.toml", "content": content}}}
        )

    one, other = (plan.configuration("web", spec(content), shop.SCOPE) for content in ("1", "2"))
    assert one == {"a": "shop-dev-web-file-a-6b86b273"}
    assert other == {"a": "shop-dev-web-file-a-d4735e3a"}


@pytest.mark.parametrize("size", [0, stack.MOST + 1])
def test_a_file_that_podman_does_not_store_is_refused(size: int) -> None:
    """Its path and the limit are said before anything is registered."""
    block = {"kind": "worker", "image": "shop", "files": {"a": {"path": "/etc/app/a.toml", "content": "x" * size}}}
    with pytest.raises(SettingsError, match=rf"workloads\.web\.files\.a.* {size} bytes.* 1 to 511999"):
        stack.run({"web": Workload.model_validate(block)}, shop.images(), {}, Units("127.0.0.1"), shop.SCOPE)
