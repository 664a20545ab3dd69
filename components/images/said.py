"""What an image says of itself in its own words, brought into those of the contract."""

from __future__ import annotations

import re
import shlex
import signal
from collections.abc import Mapping, Sequence

from components.core.contract import Check

_PORTS = re.compile(r"(\d+)(?:-(\d+))?(?:/(tcp|udp|sctp))?", re.IGNORECASE)


def stop_signal(text: str) -> str:
    """Return `SIGINT` of `SIGINT`, `INT` or `2`: Linux's numbers."""
    word = text.strip().upper()
    if word.isdigit():
        return next((one.name for one in signal.Signals if one.value == int(word)), word)
    return word if word.startswith("SIG") else f"SIG{word}"


def ports(text: str) -> dict[int, str] | None:
    """Return the ports of `80`, `80/tcp` or `7000-7002/udp`, each with its protocol; None: it is none of these."""
    found = _PORTS.fullmatch(text)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return dict.fromkeys(range(first, last + 1), (found[3] or "tcp").lower()) if last < 65536 else None


def health(test: Sequence[str], checks: Mapping[str, Check]) -> str:
    """Return how an image's own health check contradicts the contract's first one; empty: it does not.

    `test` is in Docker's form: `NONE`, or `CMD` and words, or `CMD-SHELL` and a line.
    """
    first = next(iter(checks.items()), None)
    if test[:1] == ["NONE"]:
        return f"switches health checks off, and the contract states {first[0]}" if first else ""
    said = shlex.join(test[1:]) if test[0] == "CMD" else " ".join(test[1:])
    if first is None:
        return f"checks by {said!r}, and the contract states no check"
    name, check = first
    stated = shlex.join(check.command or [])
    shells = [shlex.join([shell, "-c", said]) for shell in ("/bin/sh", "sh")] if test[0] == "CMD-SHELL" else []
    if stated in [said, *shells]:
        return ""
    return f"checks by {said!r}, and the contract's check {name} by {stated!r}"
