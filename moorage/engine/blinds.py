"""Known secrets taken out of what is told: a provider or a program may print one, and nobody marked it there.

Source of the rules: `pkg/engine/events.go` and `sdk/go/common/util/logging/log.go` of pulumi/pulumi.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final, cast

from moorage.engine import marks, values

BLIND: Final = "[secret]"
_SHORTEST: Final = 3
"""Characters: a shorter text is in everything, and blinding it would tell it."""


class Blinds:
    """The texts to be hidden. Safe to use from any thread: it is only ever exchanged whole."""

    def __init__(self) -> None:
        self._pattern: re.Pattern[str] | None = None

    def hide(self, texts: Iterable[str]) -> None:
        """Hide these texts from now on, as they are and as JSON writes them."""
        self._pattern = _pattern(texts)

    def text(self, text: str) -> str:
        """Return a text without what is hidden."""
        return self._pattern.sub(BLIND, text) if self._pattern else text

    def value(self, value: Any) -> Any:
        """Return JSON data without what is hidden."""
        if self._pattern is None:
            return value
        match value:
            case str():
                return self.text(value)
            case dict():
                return {key: self.value(item) for key, item in cast("dict[str, Any]", value).items()}
            case list():
                return [self.value(item) for item in cast("list[Any]", value)]
            case _:
                return value


def without(text: str, secrets: Iterable[str]) -> str:
    """Return a text in which none of the secrets is."""
    pattern = _pattern(secrets)
    return pattern.sub(BLIND, text) if pattern else text


def marked(value: values.Value) -> Iterable[str]:
    """Return the texts that are marked secret in a value."""
    for part in marks.walk(value):
        if isinstance(part, values.Secret):
            yield from (each for each in marks.walk(part.value) if isinstance(each, str))


def _pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    found = {text for text in texts if len(text) >= _SHORTEST and text.lower() not in ("true", "false")}
    found |= {json.dumps(text, ensure_ascii=False)[1:-1] for text in found}
    # one that holds another goes first
    longest = sorted(found, key=lambda text: (-len(text), text))
    return re.compile("|".join(map(re.escape, longest))) if longest else None
