"""Following logs: what comes and goes while somebody reads. Pure, with containers of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.core.operations import Line
from components.shared.containers import following
from components.shared.containers.following import Source


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often than for a person."""
    monkeypatch.setattr(following, "EVERY", 0.02)
    monkeypatch.setattr(following, "GRACE", 0.1)


def test_a_new_version_is_read_from_its_first_line_and_a_restarted_one_goes_on() -> None:
    """No line is lost, and none comes twice."""
    looks = [
        [Source("old", "web", "", "running")],
        [Source("old", "web", "", "running"), Source("new", "web", "", "running")],
        [Source("old", "web", "", "exited"), Source("new", "web", "", "running")],
        [Source("new", "web", "", "exited")],
    ]
    asked: list[tuple[str, float | None]] = []

    def choose() -> list[Source]:
        return looks.pop(0) if len(looks) > 1 else looks[0]

    def read(source: Source, since: float | None) -> Iterator[Line]:
        asked.append((source.id, since))
        yield Line("web", source.id.encode(), "2026-01-01T00:00:00.5Z")

    lines = list(following.follow(choose, read))
    assert [line.text for line in lines] == [b"old", b"new"]
    assert asked[0] == ("old", None)
    assert ("new", following.BEGINNING) in asked
    assert {since for name, since in asked[1:] if name == "old"} <= {1767225600.5}


def test_what_reading_raises_ends_it() -> None:
    """An engine that is gone is no end of the log."""

    def read(source: Source, since: float | None) -> Iterator[Line]:
        del source, since
        raise ConnectionError("gone")
        yield

    with pytest.raises(ConnectionError, match="gone"):
        list(following.follow(lambda: [Source("a", "web", "", "running")], read))
