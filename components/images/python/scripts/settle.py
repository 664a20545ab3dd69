"""Fixed times: what a step writes gets one date, so that the same content makes the same layer on another day."""

import os
import pathlib
from collections.abc import Iterator

EPOCH = 315_532_800
"""Seconds: 1980-01-01, as everywhere in moorage (`staging.EPOCH`)."""

NOT_OURS = frozenset(
    ("/dev", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/mnt", "/proc", "/run", "/sys", "/tmp")  # noqa: S108 - what no layer keeps; nothing is made there
)


def below(folder: str) -> None:
    """Give everything in `folder`, itself included, the one date."""
    for path in _walk(folder, os.lstat(folder).st_dev):
        os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)


def since(start: float) -> None:
    """Give everything in the file system that was changed at `start` or later the one date; mounts stay as they are."""
    for path in _walk("/", os.lstat("/").st_dev):
        if pathlib.Path(path).lstat().st_mtime >= start:
            os.utime(path, (EPOCH, EPOCH), follow_symlinks=False)


def _walk(folder: str, device: int) -> "Iterator[str]":
    yield folder
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                if entry.path not in NOT_OURS:
                    yield entry.path
            elif entry.path not in NOT_OURS and entry.stat(follow_symlinks=False).st_dev == device:
                yield from _walk(entry.path, device)
