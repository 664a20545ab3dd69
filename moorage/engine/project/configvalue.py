"""One configuration value: plain JSON data in which a `Ciphertext` stands for each secret text.

Source of the rules: `sdk/go/common/resource/config/{object,value,map,plaintext}.go` of pulumi/pulumi.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from moorage.engine.project import keypath
from moorage.engine.state import gojson

_INTEGER = re.compile(r"0|-?0|[-+]?[1-9][0-9]*")
_INT64 = range(-(2**63), 2**64)  # what Go's int64 or uint64 hold


@dataclass(frozen=True)
class Ciphertext:
    """A secret text, as `secure:` holds it."""

    value: str


ConfigValue: TypeAlias = Any
"""None, bool, int, float, str, `Ciphertext`, a list or a dict of such."""

Path: TypeAlias = list[str | int]


class ConfigError(Exception):
    """A value or a path in it is not possible; the text is one line."""


def read(value: Any) -> ConfigValue:
    """Return the value that a file holds: each `{secure: text}` becomes a `Ciphertext`."""
    if _is_map(value):
        secure = value.get("secure")
        if len(value) == 1 and isinstance(secure, str):
            return Ciphertext(secure)
        return {key: read(item) for key, item in value.items()}
    return [read(item) for item in value] if _is_list(value) else value


def write(value: ConfigValue) -> Any:
    """Return what a file holds for the value; the opposite of `read`."""
    return reveal(value, lambda ciphertext: {"secure": ciphertext})


def reveal(value: ConfigValue, decrypt: Callable[[str], Any]) -> Any:
    """Return the value with each ciphertext replaced by what `decrypt` gives for it."""
    if isinstance(value, Ciphertext):
        return decrypt(value.value)
    if _is_map(value):
        return {key: reveal(item, decrypt) for key, item in value.items()}
    return [reveal(item, decrypt) for item in value] if _is_list(value) else value


def text(value: ConfigValue, decrypt: Callable[[str], str]) -> str:
    """Return the value as a program gets it: text as it is, all else as JSON."""
    plain = reveal(value, decrypt)
    return plain if isinstance(plain, str) else gojson.text(plain)


def is_secret(value: ConfigValue) -> bool:
    """Say whether the value is or holds a secret."""
    if _is_map(value):
        return any(is_secret(item) for item in value.values())
    return any(is_secret(item) for item in value) if _is_list(value) else isinstance(value, Ciphertext)


def coerce(word: str) -> ConfigValue:
    """Return what a word given for a path means: true, false, an integer without leading zero, else text."""
    if word in {"true", "false"}:
        return word == "true"
    if _INTEGER.fullmatch(word) and int(word) in _INT64:
        return int(word)
    return word


def get(value: ConfigValue, path: Path) -> tuple[bool, ConfigValue]:
    """Return whether there is something at the path, and what."""
    for element in path:
        if _is_list(value):
            there = isinstance(element, int) and 0 <= element < len(value)
        else:
            there = _is_map(value) and element in value
        if not there:
            return False, None
        value = value[element]
    return True, value


def put(root: dict[str, Any], path: Path, new: Any) -> None:
    """Set what is at the path below `root`, in place, making maps and lists on the way as the CLI does.

    Raises:
        ConfigError: The path goes through a value of another kind, or past the end of a list.

    """
    container: Any = root
    for depth, element in enumerate(path):
        _check(container, element, path[: depth + 1])
        if depth == len(path) - 1:
            if element == "secure" and not container and isinstance(new, str):
                msg = 'maps with the single key "secure" are reserved'
                raise ConfigError(msg)
            _assign(container, element, new)
            return
        present, inner = get(container, [element])
        # the first level gives way to a path, deeper ones are an error: as the CLI
        if not present or inner is None or (depth == 0 and not _is_map(inner) and not _is_list(inner)):
            inner = _empty(path[depth + 1])
            _assign(container, element, inner)
        container = inner


def drop(root: dict[str, Any], path: Path) -> bool:
    """Remove what is at the path below `root`, in place; False when nothing was there."""
    found, container = get(root, path[:-1])
    if not found or not get(container, path[-1:])[0]:
        return False
    if len(path) > 1 and _is_map(container):
        left = {key: item for key, item in container.items() if key != path[-1]}
        if set(left) == {"secure"} and isinstance(left["secure"], str):
            msg = f'{keypath.join(path)}: maps with the single key "secure" are reserved'
            raise ConfigError(msg)
    del container[path[-1]]
    return True


def _check(container: Any, element: str | int, path: Path) -> None:
    place = keypath.join(path)
    if _is_list(container):
        if not isinstance(element, int):
            msg = f"{place}: a list is indexed by a number"
            raise ConfigError(msg)
        if not 0 <= element <= len(container):
            msg = f"{place}: the list has {len(container)} items; the next index is {len(container)}"
            raise ConfigError(msg)
    elif not _is_map(container):
        msg = f"{place}: {keypath.join(path[:-1])} is neither a map nor a list"
        raise ConfigError(msg)
    elif not isinstance(element, str):
        msg = f"{place}: a map is indexed by a name"
        raise ConfigError(msg)


def _assign(container: Any, element: str | int, value: Any) -> None:
    if _is_list(container) and element == len(container):
        container.append(value)
    else:
        container[element] = value


def _empty(element: str | int) -> Any:
    return [] if isinstance(element, int) else {}


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
