"""Tar as Go's archive/tar writes it: what the CLI hashes to know an archive by.

USTAR where a name fits it, else PAX. Source: `archive/tar/writer.go` and `strconv.go` of Go.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

BLOCK: Final = 512
_NAME, _PREFIX = 100, 155
_LARGEST: Final = 8**11 - 1
"""Bytes: what eleven octal digits tell."""

END: Final = bytes(2 * BLOCK)


def header(name: str, size: int) -> bytes:
    """Return what comes before a file's content."""
    raw = name.encode()
    if raw.isascii() and size <= _LARGEST:
        if len(raw) <= _NAME:
            return _block(raw, size, b"0", devices=True)
        if split := _split(raw):
            return _block(split[1], size, b"0", prefix=split[0], devices=True)
    records = b""
    if not raw.isascii() or len(raw) > _NAME:
        records += _record(b"path", raw)
    if size > _LARGEST:
        records += _record(b"size", str(size).encode())
    head, tail = posixpath.split(name)
    extended = posixpath.join(head, "PaxHeaders.0", tail)
    shown = _ascii(extended)[:_NAME].rstrip(b"/")
    return b"".join(
        [
            _block(shown, len(records), b"x"),
            records,
            padding(len(records)),
            _block(_ascii(name)[:_NAME], size if size <= _LARGEST else 0, b"0", devices=True),
        ]
    )


def padding(size: int) -> bytes:
    """Return what fills the last block of a content."""
    return bytes(-size % BLOCK)


def _split(name: bytes) -> tuple[bytes, bytes] | None:
    """Return prefix and name, where a long name falls into two that fit."""
    at = name[: _PREFIX + 1].rfind(b"/")
    rest = len(name) - at - 1
    return (name[:at], name[at + 1 :]) if 0 < at <= _PREFIX and 0 < rest <= _NAME else None


def _record(key: bytes, value: bytes) -> bytes:
    """Return a PAX record, whose length counts its own digits."""
    size = len(key) + len(value) + 3
    size += len(str(size))
    text = b"%d %s=%s\n" % (size, key, value)
    return text if len(text) == size else b"%d %s=%s\n" % (len(text), key, value)


def _ascii(name: str) -> bytes:
    return name.encode("ascii", "ignore")


def _octal(number: int, width: int) -> bytes:
    return b"%0*o\0" % (width - 1, number)


def _fields(name: bytes, size: int, kind: bytes, prefix: bytes, *, devices: bool) -> Iterator[bytes]:
    yield name.ljust(_NAME, b"\0")
    yield _octal(0o600 if devices else 0, 8)
    yield _octal(0, 8) * 2
    yield _octal(size, 12) + _octal(0, 12)
    yield b" " * 8  # the checksum counts as spaces
    yield kind + bytes(_NAME)
    yield b"ustar\x0000" + bytes(64)
    yield _octal(0, 8) * 2 if devices else bytes(16)
    yield prefix.ljust(_PREFIX, b"\0") + bytes(12)


def _block(name: bytes, size: int, kind: bytes, prefix: bytes = b"", *, devices: bool = False) -> bytes:
    """Return a header; only that of a file says mode and devices."""
    block = b"".join(_fields(name, size, kind, prefix, devices=devices))
    return block[:148] + _octal(sum(block), 7) + b" " + block[156:]
