"""The allowed word that a wrong one was probably meant to be, for error messages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def hint(word: str, allowed: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` or, when nothing is near, `; allowed: a, b, c`."""
    words = sorted(allowed)
    lower = {item.lower(): item for item in words}
    close = difflib.get_close_matches(word.lower(), lower, 1)
    return f"; did you mean {lower[close[0]]!r}?" if close else f"; allowed: {', '.join(words) or 'nothing'}"
