"""The journal: durable before what depends on it starts, few writes for many steps."""

from __future__ import annotations

import threading

import pytest

from moorage.engine import resource
from moorage.engine.state import journal
from tests.engine.core import stage as stages

A = resource.Resource("urn:a", "t", custom=True)
B = resource.Resource("urn:b", "t", custom=True, dependencies=["urn:a"])


def test_an_effect_is_recorded_before_and_after(stage: stages.Stage) -> None:
    """At the begin of each effect the saved state names it as under way, and has all that it depends on."""
    seen: list[tuple[str, str, list[str], list[str]]] = []

    def look(method: str, name: str) -> None:
        state = stage.store.saved[-1]
        done = [row.urn.rpartition("::")[2] for row in state.resources if row.type == "test:index:Thing"]
        seen.append((method, name, done, [f"{each.type} {each.resource.urn[-1]}" for each in state.operations]))

    stage.cloud.before = look
    stage.up('a = Thing("a", n=1)\nThing("b", of=a.serial)')
    stage.up('a = Thing("a", n=2)')
    assert seen == [
        ("create", "a", [], ["creating a"]),
        ("create", "b", ["a"], ["creating b"]),
        ("update", "a", ["a", "b"], ["updating a"]),
        ("delete", "b", ["a", "b"], ["deleting b"]),
    ]
    assert stage.store.saved[-1].operations == []


def test_many_steps_share_a_write() -> None:
    """While one write is under way, all changes after it wait for the same next one."""
    started, go = threading.Event(), threading.Event()
    writes: list[int] = []

    def save(rows: list[resource.Resource], _operations: list[resource.Operation]) -> None:
        writes.append(len(rows))
        started.set()
        go.wait()

    log = journal.Journal([], [], save)

    def step(number: int) -> None:
        log.add(journal.Entry(resource.Resource(f"urn:{number}", "t", custom=True)))
        log.commit()

    threads = [threading.Thread(target=step, args=(number,)) for number in range(20)]
    threads[0].start()
    started.wait()
    for thread in threads[1:]:
        thread.start()
    while len(log.rows()) < 20:
        threading.Event().wait(0.001)
    go.set()
    for thread in threads:
        thread.join()
    log.close()
    assert writes == [1, 20]


def test_without_a_change_there_is_no_write() -> None:
    """Rows that are carried over as they are cost nothing."""
    writes: list[int] = []
    log = journal.Journal([A, B], [], lambda rows, _: writes.append(len(rows)))
    for entry in log.base:
        log.add(journal.Entry(entry.row), entry, changed=False)
    log.close()
    assert writes == []
    assert log.rows() == [A, B]


def test_a_failed_write_reaches_everyone_who_waits() -> None:
    """Nobody goes on without a durable record."""

    def save(_rows: list[resource.Resource], _operations: list[resource.Operation]) -> None:
        raise OSError("disk full")

    log = journal.Journal([], [], save)
    log.add(journal.Entry(A))
    with pytest.raises(OSError, match="disk full"):
        log.commit()
    with pytest.raises(OSError, match="disk full"):
        log.close()


def test_open_creations_are_handed_on() -> None:
    """What was being created when a run was killed stays listed; other operations are settled by their rows."""
    saved: list[list[resource.Operation]] = []
    pending = [resource.Operation(A, "creating"), resource.Operation(B, "updating")]
    log = journal.Journal([B], pending, lambda _, operations: saved.append(operations))
    log.close()
    assert saved == [[resource.Operation(A, "creating")]]


def test_references_follow_a_rename() -> None:
    """Rows that were not seen yet name a renamed resource by its new name."""
    log = journal.Journal([A, B], [], None)
    log.rename("urn:a", "urn:z")
    log.add(journal.Entry(resource.Resource("urn:z", "t", custom=True)), log.base[0])
    assert [(row.urn, row.dependencies) for row in log.rows()] == [("urn:z", []), ("urn:b", ["urn:z"])]
