"""The passphrase is the environment's, else one that is made once, privately."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from moorage.engine.state import passphrase


def test_variable_comes_first_even_empty(tmp_path: Path) -> None:
    """PULUMI_CONFIG_PASSPHRASE wins when it is set at all, as in the CLI."""
    file = tmp_path / "p"
    file.write_text("from file\n")
    environment = {"PULUMI_CONFIG_PASSPHRASE": "", "PULUMI_CONFIG_PASSPHRASE_FILE": str(file)}
    assert passphrase.find(environment) == passphrase.Passphrase("", "variable")
    found = passphrase.find({"PULUMI_CONFIG_PASSPHRASE_FILE": str(file)})
    assert (found.value, found.source, found.export) == ("from file", "file", "")


def test_own_file_is_made_once(tmp_path: Path) -> None:
    """The file is 0600 in 0700 folders, is announced once with the export line, and stays the same."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "c onf")}
    first, second = passphrase.find(environment), passphrase.find(environment)
    path = tmp_path / "c onf" / "moorage" / "passphrase"
    assert (first.made, second.made) == (True, False)
    assert first.value == second.value == path.read_text().strip()
    assert len(first.value) == 43
    assert first.export == f"export PULUMI_CONFIG_PASSPHRASE_FILE='{path}'"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["passphrase"]
    assert first.value not in repr(first)


def test_two_at_once_agree(tmp_path: Path) -> None:
    """Many that find no file at the same time end with one passphrase, made by one of them."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    found: list[passphrase.Passphrase] = []
    threads = [threading.Thread(target=lambda: found.append(passphrase.find(environment))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.value for each in found}) == 1
    assert sum(each.made for each in found) == 1


def test_refusals(tmp_path: Path) -> None:
    """A missing file that may not be made, one open to others and an unreadable one are one line each."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    with pytest.raises(passphrase.PassphraseError, match=r"^no passphrase: set PULUMI_CONFIG_PASSPHRASE or"):
        passphrase.find(environment, make=False)
    path = passphrase.find(environment).path
    assert path
    path.chmod(0o644)
    with pytest.raises(
        passphrase.PassphraseError, match=f"mode 0644 lets others read the passphrase; run: chmod 600 {path}"
    ):
        passphrase.find(environment)
    with pytest.raises(passphrase.PassphraseError, match="PULUMI_CONFIG_PASSPHRASE_FILE cannot be read: no such file"):
        passphrase.find({"PULUMI_CONFIG_PASSPHRASE_FILE": str(tmp_path / "none")})
