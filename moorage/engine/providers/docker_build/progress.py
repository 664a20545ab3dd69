"""BuildKit's plain progress: lines for the user, and the step that failed. Pure.

A line is `#7 [2/3] RUN make`, `#7 0.311 text`, `#7 DONE 0.3s`, `#7 CACHED` or `#7 ERROR: reason`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

_LINE = re.compile(r"#(\d+) (.*)")
_OUTPUT = re.compile(r"\d+\.\d+ (.*)")
_KEPT = 20
"""lines of a step's output in an error"""
_HIDDEN = "[secret]"
_MOUNT = re.compile(r"--mount=\S+\s*")
_STATUS = re.compile(r'(?:executor failed running \[.*\]|process ".*" did not complete successfully): (?=exit code: )')
"""what a builder says of a command that failed, with the whole command once more"""


class Mask:
    """Takes secret values out of text; a value of several lines is taken out line by line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        parts = {line.strip() for secret in secrets for line in (secret, *secret.splitlines())} - {""}
        self._parts = sorted(parts, key=lambda part: (-len(part), part))

    def __call__(self, text: str) -> str:
        """Return the text without any of the values."""
        for part in self._parts:
            text = text.replace(part, _HIDDEN)
        return text


class Progress:
    """Follows a build line by line."""

    def __init__(self) -> None:
        self._steps: dict[str, str] = {}
        self._output: dict[str, deque[str]] = {}
        self._failed: list[tuple[str, str]] = []
        self._last: deque[str] = deque(maxlen=_KEPT)

    def take(self, line: str) -> str:
        """Take a line in, and return what to show of it; empty for what says nothing."""
        found = _LINE.fullmatch(line)
        if not found:
            if line.strip():
                self._last.append(line)
            return ""
        number, text = found[1], found[2]
        if number not in self._steps:
            self._steps[number] = text
            self._output[number] = deque(maxlen=_KEPT)
            return text
        if text.startswith("ERROR: "):
            self._failed.append((number, text.removeprefix("ERROR: ")))
        elif output := _OUTPUT.fullmatch(text):
            self._output[number].append(output[1])
            return output[1]
        return ""

    def failure(self) -> str:
        """Return why the build failed: the step, the reason, the last lines of its output; else the last words."""
        if not self._failed:
            return "\n".join(self._last) or "the client says nothing"
        number, reason = self._failed[0]
        step = " ".join(_MOUNT.sub("", self._steps[number]).split())
        return "\n".join([f"{step}: {_STATUS.sub('', reason)}", *self._output[number]])
