"""`--event-log FILE`: every event of a run as one JSON line, beside what is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from pathlib import Path

from moorage.cli.errors import INVALID, Stop
from moorage.engine import display, events


@contextlib.contextmanager
def opened(file: str) -> Generator[events.Sink]:
    """Give what writes events to `file`, from its start; without a file, what forgets them.

    Raises:
        Stop: the file cannot be written.
    """
    if not file:
        yield lambda _event: None
        return
    with contextlib.ExitStack() as held:
        try:
            stream = held.enter_context(Path(file).open("w", encoding="utf-8"))
        except OSError as error:
            raise Stop(f"--event-log {file}: {(error.strerror or str(error)).lower()}", INVALID) from error
        log = held.enter_context(display.log(stream))
        failures: list[OSError] = []

        def tell(event: events.Event) -> None:
            try:
                if not failures:
                    log(event)
            except OSError as error:
                failures.append(error)  # the run goes on, and is still shown

        yield tell
        try:
            held.close()
        except OSError as error:
            failures.append(error)
        if failures:
            raise Stop(f"--event-log {file}: {(failures[0].strerror or str(failures[0])).lower()}")
