"""The worker: takes orders from the queue, one at a time, and ships them.

Any number of workers may run: a row that one has locked is skipped by the others. `python -m shop.worker --check` ends
with 0 while a worker is at work beside it, else with 1.
"""

import logging
import os
import signal
import sys
import tempfile
import threading
import time
import types
import uuid
from collections.abc import Sequence
from pathlib import Path

import psycopg

from shop import logs, settings

log = logging.getLogger("shop.worker")
FRESH_SECONDS = 15.0
PAUSE_SECONDS = 1.0


def ship_next(connection: psycopg.Connection) -> uuid.UUID | None:
    """Ship the order that waits longest and return its id; None when none is waiting for this worker."""
    with connection.transaction():
        row = connection.execute(
            """DELETE FROM order_queue WHERE order_id =
                 (SELECT order_id FROM order_queue ORDER BY queued_at LIMIT 1 FOR UPDATE SKIP LOCKED)
               RETURNING order_id"""
        ).fetchone()
        if row is None:
            return None
        connection.execute("UPDATE orders SET shipped_at = now() WHERE id = %s", row)
    return row[0]


def work(database: settings.Database, heartbeat: Path, stop: threading.Event) -> None:
    """Ship orders until told to stop, which it notices between two orders; reconnects when the database goes away."""
    while not stop.is_set():
        try:
            with psycopg.connect(database.conninfo(), autocommit=True) as connection:
                while not stop.is_set():
                    order = ship_next(connection)
                    heartbeat.touch()
                    if order:
                        log.info("shipped", extra={"order": str(order)})
                    else:
                        stop.wait(PAUSE_SECONDS)
        except psycopg.OperationalError as error:
            log.warning("database is away", extra={"reason": " ".join(str(error).split())})
            stop.wait(PAUSE_SECONDS)


def is_alive(heartbeat: Path, now: float) -> bool:
    """Whether the last round that reached the database is at most 15 s before `now` (seconds since the epoch)."""
    try:
        return now - heartbeat.stat().st_mtime <= FRESH_SECONDS
    except FileNotFoundError:
        return False


def main(arguments: Sequence[str]) -> int:
    """Run the worker, or with `--check` say whether one runs."""
    heartbeat = Path(tempfile.gettempdir()) / "shop-worker-heartbeat"
    if list(arguments) == ["--check"]:
        return 0 if is_alive(heartbeat, time.time()) else 1
    logs.setup()
    stop = threading.Event()

    def end(_signal: int, _frame: types.FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        work(settings.database(os.environ), heartbeat, stop)
    except settings.SettingsError as error:
        log.critical("%s", error)
        return 1
    heartbeat.unlink(missing_ok=True)
    log.info("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
