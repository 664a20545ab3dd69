"""The journal: durable before what depends on it starts, few writes for many steps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest

from moorage.engine import resource
from moorage.engine.state import journal, replay
from tests.engine.core import stage as stages

A = resource.Resource("urn:a", "t", custom=True)
B = resource.Resource("urn:b", "t", custom=True, dependencies=["urn:a"])


class Log:
    """A log that calls a function with the records of each write, and keeps what is saved."""

    def __init__(self, write: Callable[[Sequence[replay.Record]], None] = lambda _: None) -> None:
        self._write = write
        self.rows: list[resource.Resource] | None = None
        self.operations: list[resource.Operation] = []

    def append(self, records: Sequence[replay.Record]) -> None:
        """Pass records on."""
        self._write(records)

    def save(self, rows: list[resource.Resource], operations: list[resource.Operation]) -> None:
        """Keep a state."""
        self.rows, self.operations = rows, operations


def _thing(number: int) -> resource.Resource:
    return resource.Resource(f"urn:{number}", "t", custom=True)


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

    def write(records: Sequence[replay.Record]) -> None:
        writes.append(len(records))
        started.set()
        go.wait()

    log = journal.Journal([], [], Log(write))

    def step(number: int) -> None:
        log.add(journal.Entry(_thing(number)))
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
    assert writes == [1, 19]


def test_what_is_changed_together_is_written_together() -> None:
    """A write never falls between the end of an effect and the row that came of it."""
    writes: list[list[str]] = []
    log = journal.Journal([], [], Log(lambda records: writes.append([next(iter(each)) for each in records])))
    entry = journal.Entry(A)
    log.begin(entry, "creating")
    other = threading.Thread(target=lambda: log.begin(journal.Entry(B), "creating"))
    with log.together():
        log.end(entry)
        other.start()
        threading.Event().wait(0.01)
        log.add(entry)
    other.join()
    log.close()
    assert writes[0] == ["begin"]
    assert sorted(name for each in writes[1:] for name in each) == ["add", "begin", "end"]
    assert [each for each in writes if "end" in each and "add" not in each] == []


def test_without_a_change_there_is_no_write() -> None:
    """Rows that are carried over as they are cost nothing."""
    writes: list[Sequence[replay.Record]] = []
    log = Log(writes.append)
    state = journal.Journal([A, B], [], log)
    for entry in list(state.base):
        state.add(journal.Entry(entry.row), entry, changed=False)
    state.commit()
    state.close()
    assert (writes, log.rows) == ([], None)
    assert state.rows() == [A, B]


def test_a_failed_write_reaches_everyone_who_waits() -> None:
    """Nobody goes on without a durable record; the end still saves all that is known."""

    def write(_records: Sequence[replay.Record]) -> None:
        raise OSError(28, "No space left on device", "/x/y")

    log = Log(write)
    state = journal.Journal([], [], log)
    state.add(journal.Entry(A))
    for _ in range(2):
        with pytest.raises(journal.UnsavedError, match=r"^the state cannot be saved: /x/y: no space left on device$"):
            state.commit()
    with pytest.raises(journal.UnsavedError):
        state.begin(journal.Entry(B), "creating")
    state.close()
    assert (log.rows, log.operations) == ([A], [])


def test_operations_of_a_killed_run_are_handed_on() -> None:
    """What was under way when a run was killed stays listed until it is settled."""
    log = Log()
    pending = [resource.Operation(A, "creating"), resource.Operation(B, "updating")]
    state = journal.Journal([B], pending, log)
    state.settle(pending[1])
    state.close()
    assert (log.rows, log.operations) == ([B], [resource.Operation(A, "creating")])


def test_references_follow_a_rename() -> None:
    """Rows that were not seen yet name a renamed resource by its new name, as soon as its row is there."""
    state = journal.Journal([A, B], [], None)
    state.rename("urn:a", "urn:z")
    assert state.rows() == [A, B]
    state.add(journal.Entry(resource.Resource("urn:z", "t", custom=True)), state.base[0])
    assert [(row.urn, row.dependencies) for row in state.rows()] == [("urn:z", []), ("urn:b", ["urn:z"])]


def test_an_abandoned_journal_says_what_is_under_way() -> None:
    """What a run that is ended at once still hears of its effects is not recorded: their providers were ended, too."""
    records: list[replay.Record] = []
    state = journal.Journal([], [], Log(records.extend))
    entry = journal.Entry(A)
    state.begin(entry, "creating")
    state.abandon()
    state.end(entry)
    with pytest.raises(journal.UnsavedError, match="ended at once"):
        state.commit()
    assert [next(iter(each)) for each in records] == ["begin"]
