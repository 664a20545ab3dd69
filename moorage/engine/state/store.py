"""One stack's state in a file backend: loaded, saved, locked and recorded as the CLI does it."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from moorage.engine import files
from moorage.engine.state import (
    checkpoint,
    crypto,
    history,
    holder,
    integrity,
    lock,
    recorder,
    seals,
    statefile,
    summary,
)

META = statefile.META
StateError = statefile.StateError


class Store:
    """The state of one stack. `root` is the `.pulumi` folder."""

    def __init__(self, root: Path, project: str, name: str, keys: crypto.Keys, salt: str = "") -> None:
        self.project = project
        self.name = name
        self._root = root
        self._keys = keys
        self._salt = salt
        self._seals: seals.Seals | None = None
        self._below = Path(project) / name
        self._state = statefile.StateFile(root, project, name)

    @property
    def full_name(self) -> str:
        """Return `organization/<project>/<stack>`: a file backend has just that one organization."""
        return f"organization/{self.project}/{self.name}"

    @property
    def path(self) -> Path:
        """Return the file of the state, whether it exists or not."""
        return self._state.path

    @property
    def exists(self) -> bool:
        """Say whether there is such a stack."""
        return self._state.found.exists()

    @property
    def crypter(self) -> crypto.Crypter:
        """Return what encrypts this stack's state: by the state's salt, else the stack file's, else a new one."""
        return self._locks(self._state.read()).crypter

    def load(self) -> checkpoint.Snapshot | None:
        """Return the state, None when there is no such stack.

        Raises:
            StateError: The file is not a state that this engine can take, or its secrets cannot be decrypted.

        """
        document_ = self._state.read()
        if document_ is None:
            return None
        try:
            snapshot = checkpoint.decode(document_, self._locks(document_))
            integrity.check(snapshot.resources)
        except (checkpoint.UnsupportedError, crypto.WrongPassphraseError) as error:
            raise self._state.bad(str(error)) from error
        except (checkpoint.CheckpointError, crypto.CryptoError, integrity.IntegrityError) as error:
            raise self._state.damaged(error) from error
        return snapshot

    def save(self, snapshot: checkpoint.Snapshot) -> None:
        """Write the state, atomically and durably; the one before stays as `.bak`. An open journal ends with it.

        Raises:
            StateError: It cannot be written; or the rows do not hold together, and are written all the same: they tell
                what exists.

        """
        problem: integrity.IntegrityError | None = None
        try:
            snapshot.resources = integrity.ordered(snapshot.resources)
            integrity.check(snapshot.resources)
        except integrity.IntegrityError as error:
            problem = error
        locks = self._seals or self._locks(self._state.read())
        snapshot.time, snapshot.version = checkpoint.now(), checkpoint.engine_version()
        self._state.write(checkpoint.dump(checkpoint.encode(self.full_name, snapshot, locks, snapshot.time)))
        if problem:
            raise self._state.bad(f"the state does not hold together (it was written): {problem}") from problem

    def document(self) -> dict[str, Any]:
        """Return the checkpoint as it is written, secrets sealed; an empty one without a stack.

        Raises:
            StateError: The file is not one that this engine can take.

        """
        return self._state.read() or {"version": 3, "checkpoint": {"stack": self.full_name}}

    def put(self, document_: dict[str, Any]) -> Path:
        """Write a checkpoint as it is; return the file in which the one before stays.

        Raises:
            StateError: It cannot be written.

        """
        before = self._state.found
        self._state.write(checkpoint.dump(document_))
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

    def recorder(self) -> recorder.Recorder:
        """Return what records a run; to be used under the stack's lock, after `settle` and `load`."""
        return recorder.Recorder(self._state.journal, self._seal, self._mark, self.save)

    def settle(self) -> bool:
        """Write what an interrupted run has left in its journal into the state; say whether there was such a journal.

        Effects without a result are pending operations from then on. To be used under the stack's lock; needs no
        passphrase.

        Raises:
            StateError: The state or its journal is damaged, or the state cannot be written.

        """
        return self._state.settle()

    @contextlib.contextmanager
    def lock(self) -> Generator[list[str]]:
        """Keep every other engine away from the stack.

        Yields one line for each lock of a killed run that was taken over.

        Raises:
            lock.LockedError: Another one works on it.

        """
        with lock.hold(self._lock_folder, self.name) as lines:
            yield lines

    def running(self) -> list[holder.Holder]:
        """Return who works on the stack for sure."""
        return lock.running(self._lock_folder)

    def cancel(self) -> list[holder.Holder]:
        """Remove the locks of the stack, whoever holds them; return who did."""
        return lock.cancel(self._lock_folder)

    def history(self, entry: history.Entry) -> None:
        """Record a finished operation and back the state up."""
        state = self._state.bytes()
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
        document_ = self._former(version) if version else self._state.read()
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
            raise self._state.bad(f"stack {self.name!r} still has resources; destroy it first")
        kept = self._state.keep()
        tags = self.path.with_suffix(".pulumi-tags")
        for path in (self._state.found, tags, self._state.journal, *([kept] if backups else [])):
            files.remove(path)
            statefile.forget(path)
        for part in ("history", *(["backups"] if backups else [])):
            shutil.rmtree(self._root / part / self._below, ignore_errors=True)
        for part in ("stacks", "history", "backups", "journal", "locks/organization"):
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
            except checkpoint.UnsupportedError as error:
                raise self._state.bad(str(error)) from error
            except crypto.CryptoError as error:
                raise self._state.damaged(error) from error
        return self._seals

    def _latest(self) -> dict[str, Any]:
        document_ = self._state.read()
        latest: dict[str, Any] | None = document_["checkpoint"].get("latest") if document_ else None
        return latest or {}

    def _seal(self, place: str, text: str) -> str:
        return (self._seals or self._locks(self._state.read())).seal(place, text)

    def _mark(self, tell: Callable[[bytes], None]) -> None:
        content = self._state.read()
        if content is None:
            empty = checkpoint.Snapshot()
            content = checkpoint.encode(self.full_name, empty, self._locks(None), checkpoint.now())
        self._state.mark(content, tell)
