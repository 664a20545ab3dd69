"""What the shop reads from its environment: where its database is, and which file holds the password."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from psycopg import conninfo

OPTIONS = "-c statement_timeout=5s -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s"


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line that names the variable."""


@dataclasses.dataclass(frozen=True)
class Database:
    """Where the database is. The password stays in its file until a connection is opened."""

    host: str
    port: int
    name: str
    user: str
    password_file: Path

    def conninfo(self) -> str:
        """The connection string of libpq, password included: for opening a connection, never for a log.

        The file is read each time, so a replaced password holds from the next connection on.
        Times out after 3 s without a server.
        """
        return conninfo.make_conninfo(
            host=self.host,
            port=self.port,
            dbname=self.name,
            user=self.user,
            password=self._password(),
            connect_timeout=3,
            application_name="shop",
            options=OPTIONS,
        )

    def _password(self) -> str:
        try:
            password = self.password_file.read_text().rstrip("\r\n")
        except OSError as error:
            message = f"DATABASE_PASSWORD_FILE: cannot read {self.password_file}: {error.strerror}"
            raise SettingsError(message) from error
        if not password:
            message = f"DATABASE_PASSWORD_FILE: {self.password_file} is empty"
            raise SettingsError(message)
        return password


def database(environment: Mapping[str, str]) -> Database:
    """The database that the environment names; host `database`, port 5432, name and user `shop` by default."""
    password_file = environment.get("DATABASE_PASSWORD_FILE", "")
    if not password_file:
        message = "DATABASE_PASSWORD_FILE: not set; expected the path of a file that holds the password"
        raise SettingsError(message)
    return Database(
        host=environment.get("DATABASE_HOST", "database"),
        port=number(environment, "DATABASE_PORT", default=5432, lowest=1, highest=65535),
        name=environment.get("DATABASE_NAME", "shop"),
        user=environment.get("DATABASE_USER", "shop"),
        password_file=Path(password_file),
    )


def number(environment: Mapping[str, str], key: str, *, default: int, lowest: int, highest: int) -> int:
    """The whole number that variable `key` holds, between `lowest` and `highest`, or `default` when it is not set."""
    text = environment.get(key, "")
    if not text:
        return default
    if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
        return int(text)
    message = f"{key}: {text!r} is not a whole number from {lowest} to {highest}"
    raise SettingsError(message)
