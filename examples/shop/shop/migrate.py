"""The migration job: bring the database's tables to what this version of the shop expects, then end.

Each file `migrations/NNNN_<what>.sql` is applied once, in order, in its own transaction. Ends with 0 when the tables
are right, and with 1 and one log line when they are not.
"""

import dataclasses
import hashlib
import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from shop import logs, settings

log = logging.getLogger("shop.migrate")
LOCK = 7_460_019  # any fixed number: two jobs at once take turns


class MigrationError(Exception):
    """The migrations, or what the database remembers of them, do not fit together."""


@dataclasses.dataclass(frozen=True)
class Migration:
    """One file of SQL; its digest is the SHA-256 of the file."""

    version: int
    name: str
    sql: bytes

    @property
    def digest(self) -> str:
        """What the database remembers, to notice a file that changed after it was applied."""
        return hashlib.sha256(self.sql).hexdigest()


def load(folder: Path) -> list[Migration]:
    """The folder's migrations, numbered from 1 without a gap."""
    paths = sorted(folder.glob("*.sql"))
    found = [Migration(int(path.name[:4]), path.stem, path.read_bytes()) for path in paths]
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        message = f"{folder}: migrations must be numbered from 0001 without a gap"
        raise MigrationError(message)
    return found


def pending(known: Sequence[Migration], applied: Mapping[int, str]) -> list[Migration]:
    """The migrations that are still to apply; `applied` has the digest of each one that the database remembers.

    Versions that only the database knows are those of a newer shop, and are left alone: this may be a way back.
    """
    for migration in known:
        if applied.get(migration.version, migration.digest) != migration.digest:
            message = f"{migration.name}: was changed after it was applied; add a new migration instead"
            raise MigrationError(message)
    return [migration for migration in known if migration.version not in applied]


def connect(database: settings.Database, seconds: int) -> psycopg.Connection:
    """A connection, as soon as there is a server, or the last error when there is none within so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return psycopg.connect(database.conninfo(), autocommit=True)
        except psycopg.OperationalError as error:
            if time.monotonic() >= deadline:
                raise
            log.info("waiting for the database", extra={"reason": one_line(error)})
        time.sleep(1)


def apply(connection: psycopg.Connection, known: Sequence[Migration]) -> None:
    """Apply what is pending. Each migration is recorded in the transaction that applies it."""
    connection.execute("SET statement_timeout = 0")
    connection.execute("SET lock_timeout = '60s'")
    connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
    connection.execute(
        """CREATE TABLE IF NOT EXISTS migrations (
            version integer PRIMARY KEY, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"""
    )
    applied = dict(connection.execute("SELECT version, digest FROM migrations").fetchall())
    for migration in pending(known, applied):
        with connection.transaction():
            connection.execute(migration.sql)
            connection.execute(
                "INSERT INTO migrations (version, digest) VALUES (%s, %s)", (migration.version, migration.digest)
            )
        log.info("applied", extra={"migration": migration.name})


def one_line(error: Exception) -> str:
    """An error's message without line breaks."""
    return " ".join(str(error).split())


def main() -> int:
    """Run the job; the exit code says whether the tables are right."""
    logs.setup()
    try:
        database = settings.database(os.environ)
        seconds = settings.number(os.environ, "DATABASE_WAIT", default=30, lowest=0, highest=3600)
        known = load(Path(__file__).parent / "migrations")
        with connect(database, seconds) as connection:
            apply(connection, known)
    except (settings.SettingsError, MigrationError, psycopg.Error) as error:
        log.critical("migration failed: %s", one_line(error))
        return 1
    log.info("database is up to date", extra={"version": len(known)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
