"""What is sent to the builder: the program writes it in every preview, and one from an empty state touches nothing."""

from __future__ import annotations

import contextlib
import pathlib
import shutil

from moorage.cli import operation, stacks
from moorage.cli.errors import Stop
from moorage.cli.selection import Selection
from moorage.engine import checkpoint, events, history, run

FOLDER = ".moorage/build"
"""Below the project's root; `components.images.component.BUILD`, which only a provider's SDK can import."""


class Nothing:
    """The state of a stack that was never up; what is written to it is dropped."""

    def load(self) -> checkpoint.Snapshot | None:
        """Return no state."""
        return None

    def save(self, snapshot: checkpoint.Snapshot) -> None:
        """Drop the state."""
        del snapshot

    def lock(self) -> contextlib.AbstractContextManager[None]:
        """Keep nobody away."""
        return contextlib.nullcontext()

    def history(self, entry: history.Entry) -> None:
        """Drop the record."""
        del entry


def folder(chosen: Selection) -> pathlib.Path:
    """Return the folder that holds the stack's build contexts, one folder per image."""
    return chosen.project.root / FOLDER / chosen.stack


def dockerfile(chosen: Selection, image: str) -> str:
    """Return the Dockerfile of an image as it would be built now.

    Raises:
        Stop: the program failed; the line is its first error.
    """
    keys = stacks.keys()
    request = run.Request(
        project=chosen.project,
        stack=chosen.stack,
        stackfile=chosen.file,
        store=Nothing(),
        crypter=keys.open(chosen.file.salt) if chosen.file.salt else None,
    )
    errors: list[str] = []

    def look(event: events.Event) -> None:
        told = event.get("diagnosticEvent", {})
        if told.get("severity") == "error":
            errors.append(told["message"])

    with operation.inside(request):
        outcome = run.preview(request, look)
    if not outcome.ok:
        raise Stop(" ".join((errors or ["the program failed"])[0].split()))
    return (folder(chosen) / image / "Dockerfile").read_text(encoding="utf-8")


def remove(chosen: Selection) -> None:
    """Remove the stack's build contexts."""
    shutil.rmtree(folder(chosen), ignore_errors=True)
