"""Certificates in PEM form, as files of a project."""

from __future__ import annotations

import pathlib
import re
from typing import Final

from components.core.errors import SettingsError

CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----\s(.*?)-----END CERTIFICATE-----", re.DOTALL)


def read(file: pathlib.Path, path: str) -> str:
    """Return the text of a PEM file.

    Raises:
        SettingsError: at `path`: it cannot be read, or holds no certificate.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        raise SettingsError(path, f"{file.name}: {str(reason).lower()}") from None
    if not CERTIFICATE.search(text):
        raise SettingsError(path, f"{file.name}: holds no certificate in PEM form")
    return text
