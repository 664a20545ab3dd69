"""The environment that markers are decided for: CPython on Linux, on the machines and with the Python of the base.

Only the patch level may not be known. What hangs on it keeps a marker of its own, and pip decides.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from packaging import markers, specifiers, utils

Environment = dict[str, str]
K = TypeVar("K")

LAST: Final = 60
"""A patch level that no Python has reached: 3.9 ended at 25."""

_EXTRA = re.compile(r"""(?<![\w.])extra\s*(==|!=)\s*(["'])([^"']*)\2|(["'])([^"']*)\4\s*(==|!=)\s*extra(?![\w.])""")


def of(python: str, machine: str) -> Environment:
    """Return the environment of the Python `python` (with its patch level) on `machine`."""
    return {
        "implementation_name": "cpython",
        "implementation_version": python,
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "linux",
    }


def holds(marker: str, environment: Environment, extras: Iterable[str] = ()) -> bool:
    """Say whether a marker applies; `extra` equals every one of `extras`. An empty marker does.

    Raises:
        packaging.markers.InvalidMarker: it is none.
    """
    if not marker:
        return True
    known = {**environment, "extras": frozenset(utils.canonicalize_name(extra) for extra in extras)}
    return _marker(marker).evaluate(cast("dict[str, Any]", known), context="lock_file")


@dataclass(frozen=True)
class Kept:
    """On which machines something is reached, and the marker that it keeps: empty where nothing is left to decide."""

    machines: tuple[str, ...]
    marker: str = ""


def decide(python: str, machines: Sequence[str], reached: Callable[[Environment], Collection[K]]) -> dict[K, Kept]:
    """Return what is reached on any of the machines. An image for several has one list: it says where each is for."""
    each = {machine: _decide(python, machine, reached) for machine in machines}
    found: dict[K, Kept] = {}
    for key in dict.fromkeys(key for here in each.values() for key in here):
        there = {machine: here[key] for machine, here in each.items() if key in here}
        if len(there) == len(each) and len(set(there.values())) == 1:
            found[key] = Kept(tuple(there), *set(there.values()))
        else:
            found[key] = Kept(tuple(there), " or ".join(_on(machine, marker) for machine, marker in there.items()))
    return found


def _on(machine: str, marker: str) -> str:
    return f"platform_machine == '{machine}'" + (f" and {marker}" if marker else "")


def _decide(python: str, machine: str, reached: Callable[[Environment], Collection[K]]) -> dict[K, str]:
    if python.count(".") > 1:
        return dict.fromkeys(reached(of(python, machine)), "")
    first, last = (set(reached(of(f"{python}.{patch}", machine))) for patch in (0, LAST))
    found = dict.fromkeys(first & last, "")
    if first != last:
        patches = [set(reached(of(f"{python}.{patch}", machine))) for patch in range(LAST + 1)]
        found |= {key: _range(python, [key in there for there in patches]) for key in first ^ last}
    return found


def versions(python: str) -> list[str]:
    """Return the full versions that the base's Python may have."""
    return [python] if python.count(".") > 1 else [f"{python}.{patch}" for patch in range(LAST + 1)]


def allows(specifier: str, python: str) -> bool:
    """Say whether `>=3.10` and the like allow the Python; any patch level will do where it is not known.

    Raises:
        packaging.specifiers.InvalidSpecifier: it is none.
    """
    allowed = specifiers.SpecifierSet(specifier)
    return any(allowed.contains(version, prereleases=True) for version in versions(python))


@functools.cache
def _marker(text: str) -> markers.Marker:
    return markers.Marker(_EXTRA.sub(_member, text))


def _member(found: re.Match[str]) -> str:
    name = utils.canonicalize_name(found[3] if found[3] is not None else found[5])
    return f"'{name}' {'in' if (found[1] or found[6]) == '==' else 'not in'} extras"


def _range(python: str, there: list[bool]) -> str:
    """Return the marker of the patch levels at which something is there: one range, as every known lock has it."""
    if there[0]:
        return f"python_full_version < '{python}.{there.index(False)}'"
    return f"python_full_version >= '{python}.{there.index(True)}'"
