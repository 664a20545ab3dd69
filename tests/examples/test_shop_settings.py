"""What the shop reads from its environment."""

from pathlib import Path

import pytest
from psycopg import conninfo

from shop import settings


def test_defaults(tmp_path: Path) -> None:
    """Only the password's file has no default."""
    found = settings.database({"DATABASE_PASSWORD_FILE": str(tmp_path / "password")})
    assert found == settings.Database("database", 5432, "shop", "shop", tmp_path / "password")


def test_all_is_read() -> None:
    """Every setting can be given."""
    found = settings.database(
        {
            "DATABASE_HOST": "db.example",
            "DATABASE_PORT": "6000",
            "DATABASE_NAME": "goods",
            "DATABASE_USER": "clerk",
            "DATABASE_PASSWORD_FILE": "/run/secrets/p",
        }
    )
    assert found == settings.Database("db.example", 6000, "goods", "clerk", Path("/run/secrets/p"))


def test_plain_password_is_not_read() -> None:
    """A password in the environment itself is no password."""
    with pytest.raises(settings.SettingsError, match=r"^DATABASE_PASSWORD_FILE: not set; expected the path of a file"):
        settings.database({"DATABASE_PASSWORD": "canary", "PGPASSWORD": "canary"})


@pytest.mark.parametrize("text", ["0", "65536", "-1", "5432 ", "five", "५", "1e3"])
def test_bad_port(text: str) -> None:
    """A port that is none is refused by name."""
    with pytest.raises(settings.SettingsError, match=r"^DATABASE_PORT: .* is not a whole number from 1 to 65535$"):
        settings.database({"DATABASE_PASSWORD_FILE": "/p", "DATABASE_PORT": text})


@pytest.mark.parametrize("password", ["canary", "with space", "a'b\\c\"d", " x ", "ümlaut"])
def test_password_comes_from_its_file(tmp_path: Path, password: str) -> None:
    """The password enters the connection string as it is, less the file's last line break."""
    path = tmp_path / "password"
    path.write_text(password + "\n")
    found = settings.Database("h", 1, "n", "u", path)
    assert conninfo.conninfo_to_dict(found.conninfo())["password"] == password
    assert password not in repr(found)


def test_replaced_password_is_read_again(tmp_path: Path) -> None:
    """A connection opened later uses the password of that time."""
    path = tmp_path / "password"
    found = settings.Database("h", 1, "n", "u", path)
    path.write_text("old")
    assert conninfo.conninfo_to_dict(found.conninfo())["password"] == "old"
    path.write_text("new")
    assert conninfo.conninfo_to_dict(found.conninfo())["password"] == "new"


def test_password_file_must_hold_one(tmp_path: Path) -> None:
    """A missing or empty file is one line that names the variable and the path."""
    path = tmp_path / "password"
    found = settings.Database("h", 1, "n", "u", path)
    with pytest.raises(settings.SettingsError, match=f"^DATABASE_PASSWORD_FILE: cannot read {path}: No such file"):
        found.conninfo()
    path.write_text("\n")
    with pytest.raises(settings.SettingsError, match=f"^DATABASE_PASSWORD_FILE: {path} is empty$"):
        found.conninfo()
