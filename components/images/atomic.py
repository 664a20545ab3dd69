"""Writing a small file as a whole: whoever reads it sees the old text or the new one, also when two write at once."""

from __future__ import annotations

import pathlib
import tempfile


def write(file: pathlib.Path, text: str) -> None:
    """Write `text` beside its place, and move it there."""
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=file.parent) as beside:
        made = pathlib.Path(beside) / "file"
        made.write_text(text, encoding="utf-8")
        made.replace(file)
