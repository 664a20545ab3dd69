"""The file of a stack's state and the journal beside it, as one document."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moorage.engine import files
from moorage.engine.project import document
from moorage.engine.state import checkpoint, copies, integrity, interrupted, journalfile, mark, replay

META = b"version: 1\n"
"""`.pulumi/meta.yaml` of a backend whose stacks belong to projects."""


_UNREADABLE = ".zst"


class StateError(Exception):
    """A state that cannot be read, written or removed; the text is one line."""


class StateFile:
    """The checkpoint `<root>/stacks/<project>/<stack>.json` and the journal of a run that has not ended."""

    def __init__(self, root: Path, project: str, name: str) -> None:
        self.path = root / "stacks" / project / f"{name}.json"
        """Where the checkpoint is written; the CLI may have left a compressed one beside it."""
        self.journal = root / "journal" / project / f"{name}.journal"
        """Nothing there is in the CLI's way."""
        self._root = root
        self._backups = root / "backups" / project / name
        self._name = name

    @property
    def found(self) -> Path:
        """Return the newest form of the checkpoint, `path` when there is none."""
        forms = [self.path.with_name(f"{self.path.name}{form}") for form in ("", ".gz", _UNREADABLE)]
        found = [path for path in forms if path.exists()]
        return max(found, key=lambda path: path.stat().st_mtime_ns, default=self.path)

    def read(self) -> dict[str, Any] | None:
        """Return the checkpoint, with what the journal of an interrupted run adds to it; None without a stack.

        Raises:
            StateError: One of the two is damaged, or they do not belong together.

        """
        seen: tuple[bytes | None, bytes | None] | None = None
        while True:
            # the journal first: a run that ends meanwhile replaces the checkpoint, then removes its journal
            content = self._bytes(self.journal), self._bytes(self.found)
            try:
                return self._joined(*content)
            except StateError:
                if content == seen:
                    raise
                seen = content

    def write(self, data: bytes) -> None:
        """Replace the checkpoint, atomically and durably; the one before stays as `.bak`. An open journal ends.

        Raises:
            StateError: It cannot be written: the state is as it was before.

        """
        try:
            open_ = self.journal.exists()
            if open_:
                journalfile.end(self.journal, data)
            # the checkpoint that a journal starts from was kept when the journal was opened
            self._put(data, keep=not open_)
            files.remove(self.journal)
        except OSError as error:
            raise self.bad(f"cannot be written: {(error.strerror or str(error)).lower()}") from error
        except journalfile.JournalError as error:
            raise self._damaged(error) from error

    def settle(self) -> bool:
        """Write what a journal says into the checkpoint and remove it; say whether it was open.

        Raises:
            StateError: One of the two is damaged, or the checkpoint cannot be written.

        """
        if not self.journal.exists():
            return False
        content = self.read()
        if content:
            self.write(checkpoint.dump(content))
        files.remove(self.journal)
        return True

    def mark(self, content: dict[str, Any], tell: Callable[[bytes], None]) -> None:
        """Keep the CLI away while a journal is open: it would take the checkpoint for all that is known.

        `tell` is called with what will be there, before it is.
        """
        data = checkpoint.dump(mark.put(content, self._name))
        tell(data)
        self._put(data, keep=True)

    def keep(self) -> Path:
        """Keep the checkpoint as `.bak`; return where."""
        found = self.found
        backup = found.with_name(f"{found.name}.bak")
        if found.exists():
            # a second name for it: the state itself is never absent
            files.link(found, backup)
            forget(backup)
        return backup

    def bad(self, problem: str) -> StateError:
        """Return the error that names the file."""
        return StateError(f"{document.shown(self.found)}: {problem}")

    def damaged(self, error: Exception) -> StateError:
        """Return the error that names the file and what is wrong with it, and how to get a whole one back."""
        ways = [f"moorage state repair --stack {self._name}"] if isinstance(error, integrity.IntegrityError) else []
        if copy := copies.newest(self.path, self._backups):
            ways.append(f"take the newest whole copy: moorage stack import --stack {self._name} --file {copy}")
        return self.bad(f"{error}; " + (", or ".join(ways) or f"there is no whole copy of it, not in {self._backups}"))

    def bytes(self) -> bytes:
        """Return the checkpoint as it would be without a journal."""
        return checkpoint.dump(self.read() or {}) if self.journal.exists() else self._bytes(self.found) or b""

    def _joined(self, journal: bytes | None, data: bytes | None) -> dict[str, Any] | None:
        try:
            contents = None if journal is None else journalfile.parse(journal)
        except journalfile.JournalError as error:
            raise self._damaged(error) from error
        if data is None:
            if contents and contents.records:
                raise self._changed()
            return None
        try:
            found, marked = mark.take(checkpoint.parse(data))
            if contents is None:
                if marked:
                    raise self.bad(f"the journal of an interrupted run is missing; {self._before}")
                return found
            digest = journalfile.digest(data)
            if digest == contents.base:
                return interrupted.replayed(found, contents.records)
        except checkpoint.UnsupportedError as error:
            raise self.bad(str(error)) from error
        except (checkpoint.CheckpointError, replay.ReplayError, integrity.IntegrityError) as error:
            raise self.damaged(error) from error
        if digest in contents.ends or not (contents.records or marked):
            return found
        raise self._changed()

    def _changed(self) -> StateError:
        return self.bad(
            f"it was changed after a run was interrupted, whose results are in {document.shown(self.journal)}: "
            "move that file away to go on without them"
        )

    def _damaged(self, error: journalfile.JournalError) -> StateError:
        return StateError(f"{document.shown(self.journal)}: {error}; {self._before}")

    @property
    def _before(self) -> str:
        return f"the state before that run is in {document.shown(self.path)}.bak"

    def _bytes(self, file: Path) -> bytes | None:
        try:
            data = file.read_bytes()
            if file.suffix == _UNREADABLE:
                way = "with PULUMI_DIY_BACKEND_ZSTD=false, pipe pulumi stack export into pulumi stack import"
                raise self.bad(f"packed with zstd, which only the pulumi CLI reads; {way}")
            return gzip.decompress(data) if file.suffix == ".gz" else data
        except FileNotFoundError:
            return None
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise self.damaged(error) from error
        except OSError as error:
            raise StateError(f"{document.shown(file)}: {(error.strerror or str(error)).lower()}") from error

    def _put(self, data: bytes, *, keep: bool) -> None:
        meta = self._root / "meta.yaml"
        if not meta.exists():
            files.write(meta, META)
        old = self.found
        if keep:
            self.keep()
        files.write(self.path, data)
        forget(self.path)
        if old != self.path:
            files.remove(old)
            forget(old)


def forget(path: Path) -> None:
    """Remove what the CLI noted about the former content: its MD5 would be wrong, and it is optional."""
    files.remove(path.with_name(f"{path.name}.attrs"))
