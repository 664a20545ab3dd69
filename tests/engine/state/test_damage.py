"""A damaged state file is refused with what is wrong and where a whole copy lies; what is taken does no harm."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from moorage.engine.project import project
from moorage.engine.state import backend, checkpoint, crypto
from moorage.engine.state.store import StateError, Store
from tests.engine.state import conftest, mutate, mutations
from tests.engine.state.test_store import STACK, THING


@pytest.mark.parametrize("part", range(4))
def test_damaged_files(tmp_path: Path, keys: crypto.Keys, part: int) -> None:
    """Previewed and destroyed over: no traceback, no wrong delete, nothing changed by a preview or a refusal."""
    counts, defects = mutations.campaign(tmp_path, keys, range(part * 100, part * 100 + 100))
    assert defects == []
    assert counts["raised"] == 0
    assert counts["refused"] > 40
    assert counts["taken"] > 5


def test_the_campaign_sees_a_wrong_delete(tmp_path: Path, keys: crypto.Keys) -> None:
    """An object of another name under a recorded id is noticed: the watch works."""
    world, data = mutations.base(tmp_path, keys)
    objects = {id_: {**thing, "name": "other"} for id_, thing in world.cloud.things.items()}
    _, defects = mutations.judge(world, data, objects)
    named = sorted(line.partition(" is other")[0].rpartition(" ")[2] for line in defects)
    # one is retained, one goes with the net
    assert named == ["data-2", "db-3", "last-6", "net-1"]


def test_every_kind_of_damage_is_drawn() -> None:
    """And a seed always draws the same."""
    data = json.dumps(json.loads((conftest.DATA / "checkpoint.json").read_bytes())).encode()
    drawn = {part for seed in range(300) for part in mutate.mutate(data, seed)[0].split("+")}
    assert drawn == {
        *("cut", "byte", "hole", "tail", "deep"),
        *("remove", "spoil", "twice", "order", "dangle", "rename", "mark", "pending", "head"),
    }
    assert mutate.mutate(data, 7) == mutate.mutate(data, 7)


@pytest.fixture
def store(toy: project.Project, keys: crypto.Keys) -> Store:
    """Return the store of a stack that was saved twice."""
    made = backend.open(toy, {}).stack("dev", keys)
    made.save(checkpoint.Snapshot([STACK]))
    made.save(checkpoint.Snapshot([STACK, THING]))
    return made


def refused(store: Store) -> str:
    """Return why a state is not taken."""
    with pytest.raises(StateError) as caught:
        store.load()
    return str(caught.value)


def test_a_cut_file_names_its_copy(store: Store) -> None:
    """The one before the last save, with the command that takes it."""
    store.path.write_bytes(store.path.read_bytes()[:-9])
    said = refused(store)
    assert said.startswith(f"{store.path}: not valid JSON: ")
    way = f"; take the newest whole copy: moorage stack import --stack dev --file {store.path}.bak"
    assert said.endswith(way)
    Path(f"{store.path}.bak").write_text("{")
    assert refused(store).endswith(
        "; there is no whole copy of it, not in " + str(store.path.parents[2] / "backups/toy/dev")
    )


def test_the_newest_whole_copy_is_named(store: Store) -> None:
    """A damaged copy is none; one that an operation left is."""
    backups = store.path.parents[2] / "backups/toy/dev"
    backups.mkdir(parents=True)
    (backups / "dev.1.json").write_bytes(store.path.read_bytes())
    (backups / "dev.2.json").write_text("{}")
    Path(f"{store.path}.bak").unlink()
    store.path.write_text("")
    assert refused(store).endswith(f"moorage stack import --stack dev --file {backups}/dev.1.json")


def test_rows_that_do_not_hold_together_can_be_repaired(store: Store) -> None:
    """Both ways are named."""
    document = json.loads(store.path.read_text())
    document["checkpoint"]["latest"]["resources"].pop(0)
    store.path.write_text(json.dumps(document))
    assert "which is missing or comes after it; moorage state repair --stack dev, or take the newest" in refused(store)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data)[:-20]


def _zstd(_data: bytes) -> bytes:
    return b"\x28\xb5\x2f\xfd"


@pytest.mark.parametrize(
    ("ending", "pack", "said"),
    [
        (".gz", _gzip, "Compressed file ended before the end-of-stream marker was reached; take the newest whole copy"),
        (".zst", _zstd, "packed with zstd, which only the pulumi CLI reads; with PULUMI_DIY_BACKEND_ZSTD=false, pipe"),
    ],
)
def test_packed_files(store: Store, ending: str, pack: Callable[[bytes], bytes], said: str) -> None:
    """A damaged one is refused as such, one that only the CLI reads by its name; neither counts as absent."""
    packed = Path(f"{store.path}{ending}")
    packed.write_bytes(pack(store.path.read_bytes()))
    store.path.unlink()
    assert store.exists
    assert refused(store).startswith(f"{packed}: {said}")


def test_a_stack_that_the_cli_has_another_secrets_provider_for(store: Store) -> None:
    """Named in one line; the file is whole, so no copy is."""
    document = json.loads(store.path.read_text())
    document["checkpoint"]["latest"]["secrets_providers"] = {"type": "cloud", "state": {"url": "x"}}
    store.path.write_text(json.dumps(document))
    said = f"{store.path}: secrets provider 'cloud' needs the pulumi CLI; allowed here: passphrase"
    with pytest.raises(StateError) as caught:
        backend.Backend(store.path.parents[3], "toy").stack("dev", crypto.Keys("x")).load()
    assert str(caught.value) == said
