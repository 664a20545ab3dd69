"""The mode of a file or symbolic link as Go prints it (`-rw-r--r--`, `Lrwxrwxrwx`, `urwxr-xr-x`). Pure.

Source: `FileMode.String` of Go's `io/fs`.
"""

from __future__ import annotations

import stat

_BITS = ((stat.S_ISUID, "u"), (stat.S_ISGID, "g"), (stat.S_ISVTX, "t"))


def text(mode: int) -> str:
    """Return the text for `st_mode`."""
    kind = "L" if stat.S_ISLNK(mode) else ""
    special = "".join(letter for bit, letter in _BITS if mode & bit)
    allowed = "".join(letter if mode & (1 << (8 - at)) else "-" for at, letter in enumerate("rwxrwxrwx"))
    return (kind + special or "-") + allowed
