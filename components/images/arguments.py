"""Build arguments: which of them look like secrets. They stay in an image's history, where everybody reads them."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?:_|^)(?:apikey|auth|credentials?|key|password|passwd|pword|pwd|secret|token)(?:_|$)", re.IGNORECASE
)
_PUBLIC = re.compile(r"(?:_|^)public(?:_|$)", re.IGNORECASE)
"""The words of BuildKit's own check SecretsUsedInArgOrEnv (frontend/dockerfile/dockerfile2llb), and `pwd`."""

_VALUES = {
    "a URL with a password": re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access token": re.compile(
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|glpat-[\w-]{20}|pypi-AgEI[\w-]{16,}|xox[abpr]-[\w-]{10,}"
        r"|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.)"
    ),
}


def private(name: str, value: str) -> str:
    """Return why an argument looks like a secret; empty: it does not."""
    if _NAME.search(name) and not _PUBLIC.search(name):
        return "its name"
    return next((f"its value, {what}" for what, pattern in _VALUES.items() if pattern.search(value)), "")
