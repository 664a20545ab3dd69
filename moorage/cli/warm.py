"""Start the program before anything else is imported: its own imports go on while the stack is checked."""

from __future__ import annotations

import contextlib
from collections.abc import Generator

from moorage.cli.selection import Selection
from moorage.engine.program import program


@contextlib.contextmanager
def started(chosen: Selection, *, wanted: bool) -> Generator[program.Program | None]:
    """Start the program of the chosen stack; it is told to run later, or ended. None where another engine runs it."""
    if not wanted:
        yield None
        return
    try:
        process = program.start(chosen.project)
    except program.ProgramError:
        yield None  # the engine tries again, and says why it cannot be started
        return
    try:
        yield process
    finally:
        process.stop()
