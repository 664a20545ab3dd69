"""Where a run's records go: a journal beside the checkpoint, opened by the first of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from moorage.engine import files, resource
from moorage.engine.state import checkpoint, journalfile, propertyjson, replay, row


class Recorder:
    """Writes the records of one run; see `journal.Log`."""

    def __init__(
        self,
        path: Path,
        seal: propertyjson.Seal,
        mark: Callable[[Callable[[bytes], None]], None],
        save: Callable[[checkpoint.Snapshot], None],
    ) -> None:
        """`mark` marks the checkpoint, after it has told its argument what will lie there."""
        self._path = path
        self._seal = seal
        self._mark = mark
        self._save = save
        self._file: files.Appender | None = None

    def append(self, records: Sequence[replay.Record]) -> None:
        """Write records durably.

        Raises:
            OSError: They are not written, and none of them is half written.

        """
        if self._file is None:
            self._mark(lambda data: journalfile.start(self._path, journalfile.digest(data)))
            self._file = files.Appender(self._path)
        self._file.append(journalfile.batch([self._encoded(record) for record in records]))

    def save(self, rows: list[resource.Resource], operations: list[resource.Operation]) -> None:
        """Write the whole state, with which the journal ends."""
        if self._file:
            self._file.close()
        self._save(checkpoint.Snapshot(rows, operations))

    def _encoded(self, record: replay.Record) -> dict[str, Any]:
        if "row" not in record:
            return record
        if "begin" not in record:
            return {**record, "row": row.write(record["row"], self._seal)}
        data = row.write_operation(resource.Operation(record["row"], record["type"]), self._seal)
        return {**record, "row": data["resource"]}
