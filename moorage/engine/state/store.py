"""One stack's state in a file backend: loaded, saved, locked and recorded as the CLI does it."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from moorage.engine import files
from moorage.engine.project import document
from moorage.engine.state import checkpoint, crypto, history, holder, integrity, lock, row, seals, summary

META = b"version: 1\n"
"""`.pulumi/meta.yaml` of a backend whose stacks belong to projects."""


class StateError(Exception):
    """A state that cannot be read, written or removed; the text is one line."""


class Store:
    """The state of one stack. `root` is the `.pulumi` folder."""

    def __init__(self, root: Path, project: str, name: str, keys: crypto.Keys, salt: str = "") -> None:
        self.project = project
        self.name = name
        self._root = root
        self._keys = keys
        self._salt = salt
        self._seals: seals.Seals | None = None
        self._written = row.Written()
        self._below = Path(project) / name

    @property
    def full_name(self) -> str:
        """Return `organization/<project>/<stack>`: a file backend has just that one organization."""
        return f"organization/{self.project}/{self.name}"

    @property
    def path(self) -> Path:
        """Return the file of the state, whether it exists or not."""
        return self._root / "stacks" / f"{self._below}.json"

    @property
    def exists(self) -> bool:
        """Say whether there is such a stack."""
        return self._file().exists()

    @property
    def crypter(self) -> crypto.Crypter:
        """Return what encrypts this stack's state: by the state's salt, else the stack file's, else a new one."""
        return self._locks(self._document()).crypter

    def load(self) -> checkpoint.Snapshot | None:
        """Return the state, None when there is no such stack.

        Raises:
            StateError: The file is not a state that this engine can take, or its secrets cannot be decrypted.

        """
        document_ = self._document()
        if document_ is None:
            return None
        try:
            snapshot = checkpoint.decode(document_, self._locks(document_))
            integrity.check(snapshot.resources)
        except (checkpoint.CheckpointError, crypto.CryptoError, integrity.IntegrityError) as error:
            raise self._bad(str(error)) from error
        return snapshot

    def save(self, snapshot: checkpoint.Snapshot) -> None:
        """Write the state, atomically and durably; the one before stays as `.bak`.

        Raises:
            StateError: The rows do not hold together. They are written all the same: they tell what exists.

        """
        problem: integrity.IntegrityError | None = None
        try:
            snapshot.resources = integrity.ordered(snapshot.resources)
            integrity.check(snapshot.resources)
        except integrity.IntegrityError as error:
            problem = error
        locks = self._seals or self._locks(self._document())
        snapshot.time, snapshot.version = checkpoint.now(), checkpoint.engine_version()
        self._write(checkpoint.dump(checkpoint.encode(self.full_name, snapshot, locks, snapshot.time, self._written)))
        if problem:
            raise self._bad(f"the state does not hold together (it was written): {problem}") from problem

    def _write(self, data: bytes) -> None:
        meta = self._root / "meta.yaml"
        if not meta.exists():
            files.write(meta, META)
        old = self._file()
        self._keep(old)
        files.write(self.path, data)
        _forget(self.path)
        if old != self.path:
            old.unlink()
            _forget(old)

    def document(self) -> dict[str, Any]:
        """Return the checkpoint as it is written, secrets sealed; an empty one without a stack.

        Raises:
            StateError: The file is not one that this engine can take.

        """
        return self._document() or {"version": 3, "checkpoint": {"stack": self.full_name}}

    def put(self, document_: dict[str, Any]) -> Path:
        """Write a checkpoint as it is; return the file in which the one before stays.

        Raises:
            StateError: It cannot be written.

        """
        before = self._file()
        self._write(checkpoint.dump(document_))
        return before.with_name(f"{before.name}.bak")

    def adopt(self, document_: dict[str, Any]) -> Path:
        """Write an imported checkpoint, its secrets sealed; return the file in which the one before stays.

        Its own salt stays, so that its ciphertexts do. Pending operations are dropped: whoever imports has looked.

        Raises:
            StateError: Its secrets cannot be opened, or the state cannot be written.

        """
        try:
            salt = checkpoint.salt(document_)
            if not salt:
                with contextlib.suppress(StateError):  # the present one may be what is to be mended
                    salt = checkpoint.salt(self.document())
            salt = salt or self._salt
            self._seals = seals.Seals(self._keys.open(salt) if salt else self._keys.create())
            self._seals.crypter.encrypt("")  # a passphrase that is not the right one shows here
            snapshot = checkpoint.decode(document_, self._seals)
        except (checkpoint.CheckpointError, crypto.CryptoError) as error:
            msg = f"the deployment cannot be imported: {error}"
            raise StateError(msg) from error
        snapshot.operations = []
        return self.put(checkpoint.encode(self.full_name, snapshot, self._seals, checkpoint.now()))

    @contextlib.contextmanager
    def lock(self) -> Generator[list[str]]:
        """Keep every other engine away from the stack.

        Yields one line for each lock of a killed run that was taken over.

        Raises:
            lock.LockedError: Another one works on it.

        """
        with lock.hold(self._lock_folder, self.name) as lines:
            yield lines

    def cancel(self) -> list[holder.Holder]:
        """Remove the locks of the stack, whoever holds them; return who did."""
        return lock.cancel(self._lock_folder)

    def history(self, entry: history.Entry) -> None:
        """Record a finished operation and back the state up."""
        state = self._read(self._file())
        history.add(self.history_folder, self.name, entry, state)
        files.write(self._root / "backups" / self._below / f"{self.name}.{time.time_ns()}.json", state)

    def updates(self) -> list[dict[str, Any]]:
        """Return the recorded operations as the CLI's JSON data, newest first.

        Raises:
            StateError: One of them is damaged.

        """
        try:
            return history.read(self.history_folder)
        except history.HistoryError as error:
            raise StateError(str(error)) from error

    def export(self, version: int = 0) -> dict[str, Any] | None:
        """Return what `stack export` prints: version and deployment, secrets as ciphertext; None without a stack.

        `version` is the number of a recorded operation, whose state is wanted; 0: the present one.

        Raises:
            StateError: There is no such operation, or its state is damaged.

        """
        document_ = self._former(version) if version else self._document()
        if document_ is None:
            return None
        head = {key: document_[key] for key in ("version", "features") if key in document_}
        return {**head, "deployment": document_["checkpoint"].get("latest") or {}}

    def _former(self, version: int) -> dict[str, Any]:
        try:
            return checkpoint.parse(history.state(self.history_folder, version))
        except (history.HistoryError, checkpoint.CheckpointError) as error:
            raise StateError(str(error)) from error

    def summary(self) -> summary.Summary:
        """Return the stack as `stack ls` lists it, without decrypting anything."""
        latest = self._latest()
        if not latest:
            return summary.Summary(self.name, self.project)
        return summary.Summary(self.name, self.project, latest["manifest"]["time"], len(latest.get("resources") or []))

    def remove(self, *, force: bool = False, backups: bool = False) -> None:
        """Remove the stack and its history; with `backups`, the copies of its state too.

        Raises:
            StateError: It still has resources, and `force` is not given.

        """
        rows: list[dict[str, Any]] = self._latest().get("resources") or []
        if not force and any(each["type"] != "pulumi:pulumi:Stack" for each in rows):
            raise self._bad(f"stack {self.name!r} still has resources; destroy it first")
        file = self._file()
        kept = file.with_name(f"{file.name}.bak")
        self._keep(file)
        for path in (file, self.path.with_suffix(".pulumi-tags"), *([kept] if backups else [])):
            path.unlink(missing_ok=True)
            _forget(path)
        for part in ("history", *(["backups"] if backups else [])):
            shutil.rmtree(self._root / part / self._below, ignore_errors=True)
        for part in ("stacks", "history", "backups", "locks/organization"):
            for folder in (self._root / part / self._below, self._root / part / self.project):
                with contextlib.suppress(OSError):
                    folder.rmdir()  # only when it is empty

    @property
    def history_folder(self) -> Path:
        """Return where finished operations are recorded."""
        return self._root / "history" / self._below

    @property
    def _lock_folder(self) -> Path:
        return self._root / "locks" / "organization" / self._below

    def _locks(self, document_: dict[str, Any] | None) -> seals.Seals:
        if self._seals is None:
            try:
                salt = (checkpoint.salt(document_) if document_ else "") or self._salt
                self._seals = seals.Seals(self._keys.open(salt) if salt else self._keys.create())
            except (checkpoint.CheckpointError, crypto.CryptoError) as error:
                raise self._bad(str(error)) from error
        return self._seals

    def _latest(self) -> dict[str, Any]:
        document_ = self._document()
        latest: dict[str, Any] | None = document_["checkpoint"].get("latest") if document_ else None
        return latest or {}

    def _document(self) -> dict[str, Any] | None:
        file = self._file()
        if not file.exists():
            return None
        try:
            return checkpoint.parse(self._read(file))
        except checkpoint.CheckpointError as error:
            raise self._bad(str(error)) from error

    def _file(self) -> Path:
        """Return the newest form of the state: the CLI may have been told to compress it."""
        packed = self.path.with_name(f"{self.path.name}.gz")
        found = [path for path in (self.path, packed) if path.exists()]
        return max(found, key=lambda path: path.stat().st_mtime_ns, default=self.path)

    def _read(self, file: Path) -> bytes:
        try:
            data = file.read_bytes()
            return gzip.decompress(data) if file.suffix == ".gz" else data
        except OSError as error:
            raise self._bad((error.strerror or str(error)).lower()) from error

    def _keep(self, file: Path) -> None:
        if file.exists():
            backup = file.with_name(f"{file.name}.bak")
            # a second name, then a rename: the state itself is never absent
            temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
            temporary.unlink(missing_ok=True)
            os.link(file, temporary)
            temporary.replace(backup)
            _forget(backup)

    def _bad(self, problem: str) -> StateError:
        return StateError(f"{document.shown(self._file())}: {problem}")


def _forget(path: Path) -> None:
    """Remove what the CLI noted about the former content: its MD5 would be wrong, and it is optional."""
    path.with_name(f"{path.name}.attrs").unlink(missing_ok=True)
