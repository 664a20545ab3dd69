"""A stack's state on disk: whole at every moment, private, backed up, removed without a trace."""

from __future__ import annotations

import gzip
import json
import shutil
import stat
from pathlib import Path

import pytest

from moorage.engine import files, values
from moorage.engine.project import project
from moorage.engine.resource import Resource
from moorage.engine.state import backend, checkpoint, crypto, history
from moorage.engine.state.store import StateError, Store
from tests.engine.state import conftest

STACK = Resource("urn:pulumi:dev::toy::pulumi:pulumi:Stack::toy-dev", "pulumi:pulumi:Stack", custom=False)
THING = Resource("urn:pulumi:dev::toy::a:b:C::x", "a:b:C", custom=True, id="1", parent=STACK.urn)


@pytest.fixture
def store(toy: project.Project, keys: crypto.Keys) -> Store:
    """Return the store of a stack that does not exist yet."""
    return backend.open(toy, {}).stack("dev", keys)


def test_life_of_a_state(store: Store, toy: project.Project) -> None:
    """Saved in the CLI's layout, loaded again, the state before kept as `.bak`; everything private."""
    assert (store.exists, store.load()) == (False, None)
    store.save(checkpoint.Snapshot([THING, STACK]))
    first = store.path.read_bytes()
    store.save(checkpoint.Snapshot([STACK]))
    loaded = store.load()
    assert loaded
    assert loaded.resources == [STACK]
    state = toy.root / "state" / ".pulumi"
    assert sorted(str(path.relative_to(state)) for path in state.rglob("*") if path.is_file()) == [
        "meta.yaml",
        "stacks/toy/dev.json",
        "stacks/toy/dev.json.bak",
    ]
    assert (state / "stacks/toy/dev.json.bak").read_bytes() == first
    assert (state / "meta.yaml").read_text() == "version: 1\n"
    for path in (toy.root / "state").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_rows_are_put_in_order(store: Store) -> None:
    """A parent that was given last is written first."""
    store.save(checkpoint.Snapshot([THING, STACK]))
    rows = json.loads(store.path.read_bytes())["checkpoint"]["latest"]["resources"]
    assert [row["urn"] for row in rows] == [STACK.urn, THING.urn]


def test_rows_that_do_not_hold_together_are_written_and_said(store: Store) -> None:
    """What exists is never forgotten, whatever is wrong with its row; loading it says so again."""
    with pytest.raises(StateError, match=r"the state does not hold together \(it was written\): resource .*::x refers"):
        store.save(checkpoint.Snapshot([THING]))
    with pytest.raises(StateError, match=r"dev\.json: resource .*::x refers to .* which is missing"):
        store.load()


def test_salt(toy: project.Project, keys: crypto.Keys, crypter: crypto.Crypter) -> None:
    """A new state takes the stack file's salt; an existing one keeps its own."""
    fresh = backend.open(toy, {}).stack("dev", keys, crypter.salt)
    fresh.save(checkpoint.Snapshot())
    assert fresh.crypter.salt == crypter.salt
    again = backend.open(toy, {}).stack("dev", keys, keys.create().salt)
    assert again.crypter.salt == crypter.salt


def test_wrong_passphrase(store: Store, toy: project.Project) -> None:
    """A state with secrets does not open with another passphrase: one line with the file."""
    store.save(checkpoint.Snapshot([Resource(STACK.urn, STACK.type, custom=False, outputs={"a": values.Secret(1)})]))
    with pytest.raises(StateError, match=r"dev\.json: incorrect passphrase: "):
        backend.open(toy, {}).stack("dev", crypto.Keys("other")).load()


def test_unchanged_state_keeps_its_ciphertexts(store: Store) -> None:
    """Saving what was loaded changes nothing but the manifest."""
    store.save(checkpoint.Snapshot([Resource(STACK.urn, STACK.type, custom=False, outputs={"a": values.Secret("x")})]))
    before = json.loads(store.path.read_bytes())["checkpoint"]["latest"]["resources"]
    snapshot = store.load()
    assert snapshot
    store.save(snapshot)
    assert json.loads(store.path.read_bytes())["checkpoint"]["latest"]["resources"] == before


def test_a_failing_write_leaves_the_old_state(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk gives up, the state is the one before, whole, and nothing lies around."""
    store.save(checkpoint.Snapshot([STACK]))
    before = store.path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StateError, match=r"/dev\.json: cannot be written: no space left on device$"):
        store.save(checkpoint.Snapshot([STACK, THING]))
    assert store.path.read_bytes() == before
    assert [path.name for path in store.path.parent.iterdir() if path.name.endswith(".tmp")] == []


def test_history_and_backup(store: Store, toy: project.Project) -> None:
    """An operation is recorded newest first, with copies of the state it led to."""
    store.save(checkpoint.Snapshot([STACK]))
    store.history(history.Entry("update", 1, 2, succeeded=True, changes={"create": 1}, config={"toy:a": "b"}))
    store.history(history.Entry("destroy", 3, 4, succeeded=False))
    assert [(each["kind"], each["result"]) for each in store.updates()] == [
        ("destroy", "failed"),
        ("update", "succeeded"),
    ]
    assert store.updates()[1] == {
        "kind": "update",
        "startTime": 1,
        "message": "",
        "environment": {},
        "config": {"toy:a": "b"},
        "version": 1,
        "result": "succeeded",
        "endTime": 2,
        "resourceChanges": {"create": 1},
    }
    state = toy.root / "state" / ".pulumi"
    copies = [*state.glob("history/toy/dev/*.checkpoint.json"), *state.glob("backups/toy/dev/dev.*.json")]
    assert len(copies) == 4
    assert {path.read_bytes() for path in copies} == {store.path.read_bytes()}


def test_remove(store: Store, toy: project.Project) -> None:
    """A stack with resources stays unless forced; one that goes leaves nothing but what the backend itself needs."""
    store.save(checkpoint.Snapshot([STACK, THING]))
    with pytest.raises(StateError, match=r"stack 'dev' still has resources; destroy it first$"):
        store.remove()
    store.save(checkpoint.Snapshot([STACK]))
    with store.lock():
        store.history(history.Entry("destroy", 1, 2, succeeded=True))
        store.remove(backups=True)
    state = toy.root / "state" / ".pulumi"
    assert [str(path.relative_to(state)) for path in state.rglob("*") if path.is_file()] == ["meta.yaml"]


def test_remove_keeps_a_copy(store: Store) -> None:
    """Without `backups` the last state stays as `.bak`, as the CLI leaves it."""
    store.save(checkpoint.Snapshot([STACK]))
    state = store.path.read_bytes()
    store.remove()
    assert not store.exists
    assert Path(f"{store.path}.bak").read_bytes() == state


def test_state_of_the_cli(store: Store, keys: crypto.Keys) -> None:
    """The CLI's own file is loaded, compressed too; a save replaces it and forgets the note on its content."""
    store.path.parent.mkdir(parents=True)
    packed = Path(f"{store.path}.gz")
    packed.write_bytes(gzip.compress((conftest.DATA / "checkpoint.json").read_bytes()))
    Path(f"{packed}.attrs").write_text("{}")
    assert store.summary().json(current=True) == {
        "name": "dev",
        "current": True,
        "lastUpdate": "2026-11-23T13:09:44.682Z",
        "resourceCount": 6,
    }
    snapshot = store.load()
    assert snapshot
    assert store.export() == {
        "version": 3,
        "deployment": json.loads(gzip.decompress(packed.read_bytes()))["checkpoint"]["latest"],
    }
    store.save(snapshot)
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["dev.json", "dev.json.gz.bak"]
    shutil.rmtree(store.path.parent)
    assert store.export() is None


def test_a_changed_row_is_never_taken_for_an_old_one(store: Store) -> None:
    """Rows are written anew when they change in place, even from 1 to True, which compare as equal."""
    resource = Resource(STACK.urn, STACK.type, custom=False, outputs={"list": [1]})
    store.save(checkpoint.Snapshot([resource]))
    resource.outputs["list"][0] = True
    store.save(checkpoint.Snapshot([resource]))
    rows = json.loads(store.path.read_bytes())["checkpoint"]["latest"]["resources"]
    assert rows[0]["outputs"]["list"][0] is True
