"""Storing configuration: secrets under the stack's own salt."""

from __future__ import annotations

from moorage.cli import stacks
from moorage.cli.selection import Selection
from moorage.engine.project import edit
from moorage.engine.state import crypto


def save(chosen: Selection, key: str, text: str, *, path: bool, secret: bool, kind: str) -> None:
    """Store one value; the file's comments stay.

    Raises:
        StackFileError: the key, path or value is not possible.
    """
    edit.put(chosen.file, key, text, path=path, kind=kind, crypter=_crypter(chosen) if secret else None)


def _crypter(chosen: Selection) -> crypto.Crypter:
    """Return the crypter of the file's salt; a file without one takes the state's, so that there is one only."""
    keys = stacks.keys(chosen)
    return keys.open(chosen.file.salt) if chosen.file.salt else stacks.store(chosen, keys).crypter


def remove(chosen: Selection, key: str, *, path: bool) -> None:
    """Remove one value; that it is not there is no error, as with the CLI."""
    if chosen.file.get(key, path=path)[0]:
        edit.remove(chosen.file, key, path=path)
