"""Ranges as `pulumi.require_pulumi_version` takes them: `>=3.100.0 <4.0.0 || 3.x`. Space is and, `||` is or. Pure."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "": operator.eq,
    "=": operator.eq,
    "==": operator.eq,
    "!": operator.ne,
    "!=": operator.ne,
}
_CONDITION: Final = re.compile(r"(<=|>=|==|!=|[<>=!]?)\s*(\d+)\.(?:(\d+)\.(\d+|x)|x)(?:-([0-9A-Za-z.-]+))?(?:\+\S+)?")


class RangeError(ValueError):
    """A text that is no range of versions."""


def satisfies(version: str, wanted: str) -> bool:
    """Say whether a version lies in a range.

    Raises:
        RangeError: it is no range.
    """
    return any([_all_hold(version, part.strip(), wanted) for part in wanted.split("||")])  # noqa: C419 -- all are checked


def _all_hold(version: str, conditions: str, wanted: str) -> bool:
    found = list(_CONDITION.finditer(conditions))
    if not found or re.sub(r"\s", "", "".join(each[0] for each in found)) != re.sub(r"\s", "", conditions):
        raise RangeError(f"{wanted!r} is no range of versions such as '>=3.100.0 <4.0.0'")
    return all([_holds(version, each) for each in found])  # noqa: C419 -- all are checked


def _holds(version: str, condition: re.Match[str]) -> bool:
    compare, major, minor, patch, pre = condition.groups()
    given = [int(part) for part in (major, minor, patch) if part and part != "x"]
    known = _CONDITION.fullmatch(version)
    if known is None:
        raise RangeError(f"{version!r} is no version")
    ours = [int(part) for part in known.groups()[1:4]]
    if len(given) < len(ours):
        # what `x` stands for is compared with nothing
        return _OPERATORS[compare](ours[: len(given)], given)
    return _OPERATORS[compare]((ours, _precedence(known[5])), (given, _precedence(pre)))


def _precedence(pre: str | None) -> tuple[bool, list[tuple[bool, int, str]]]:
    """Order pre-releases as Semantic Versioning does: before the release, numbers before words."""
    parts = pre.split(".") if pre else []
    return not parts, [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]
