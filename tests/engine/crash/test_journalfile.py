"""The journal's file: what was cut off is passed over, what is damaged is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine import files
from moorage.engine.state import journalfile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a journal with two lines of records."""
    path = tmp_path / "journal" / "dev.journal"
    journalfile.start(path, "base")
    with files.Appender(path) as file:
        file.append(journalfile.batch([{"keep": 0}]))
        file.append(journalfile.batch([{"remove": 0}, {"settle": 0}]))
    return path


def test_records_come_back_in_order(path: Path) -> None:
    """A journal names its checkpoint, its records and, when it has ended, the checkpoint after it."""
    contents = journalfile.parse(path.read_bytes())
    assert (contents.base, contents.ends) == ("base", frozenset())
    assert contents.records == [{"keep": 0}, {"remove": 0}, {"settle": 0}]
    journalfile.end(path, b"the next")
    assert journalfile.parse(path.read_bytes()).ends == {journalfile.digest(b"the next")}


def test_a_last_line_that_was_cut_off_is_passed_over(path: Path) -> None:
    """Wherever the last write was cut, what was synced before it is all there, and writing goes on after that."""
    data = path.read_bytes()
    last = data[:-1].rindex(b"\n") + 1
    for at in range(last, len(data)):
        contents = journalfile.parse(data[:at])
        assert (contents.records, contents.size) == ([{"keep": 0}], last)
    path.write_bytes(data[:-9])
    journalfile.end(path, b"the next")
    again = journalfile.parse(path.read_bytes())
    assert (again.records, len(again.ends)) == ([{"keep": 0}], 1)


@pytest.mark.parametrize("garbage", [b"\0" * 40, b"\n\n\n", b"0 {}\nx", b'0123456789abcdef {"records":[]}\n'])
def test_garbage_after_the_last_line_is_passed_over(path: Path, garbage: bytes) -> None:
    """A disk may have kept the length of a write and not its content."""
    contents = journalfile.parse(path.read_bytes() + garbage)
    assert len(contents.records) == 3
    assert contents.size == path.stat().st_size


def test_damage_before_the_last_line_is_refused(path: Path) -> None:
    """What was synced does not vanish by itself: a changed line ahead of a good one is said."""
    data = path.read_bytes()
    first, second = data.index(b"keep"), data.index(b"base")
    for at, message in ((first, "line 2 is damaged"), (second, "line 1 is damaged")):
        damaged = data[:at] + b"X" + data[at + 1 :]
        with pytest.raises(journalfile.JournalError, match=f"^{message}$"):
            journalfile.parse(damaged)


@pytest.mark.parametrize("data", [b"", b"x", b"\n"])
def test_a_journal_without_a_first_line_is_refused(data: bytes) -> None:
    """The first line is written at once with the file: a file without it is no journal."""
    with pytest.raises(journalfile.JournalError, match="its first line is damaged"):
        journalfile.parse(data)


def test_a_failed_write_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle of a line, the file is as it was before."""
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with files.Appender(path) as file:
        with monkeypatch.context() as patched:
            patched.setattr(files.os, "fsync", full)
            with pytest.raises(OSError, match=r"No space left on device: '.*dev\.journal'"):
                file.append(journalfile.batch([{"keep": 1}]))
        assert path.read_bytes() == before
        file.append(journalfile.batch([{"keep": 2}]))
    assert journalfile.parse(path.read_bytes()).records[-1] == {"keep": 2}
