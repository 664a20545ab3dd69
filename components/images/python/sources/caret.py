"""Poetry's way of writing versions (`^1.2`, `~1.2`, `1.*`, `>=1 || <0.5`) as the standard's specifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from packaging import specifiers, version

_PART = re.compile(r"(?P<sign>\^|~(?!=)|~=|===?|!=|<=|>=|<|>)?\s*(?P<version>[^\s,|<>=!~^]+)")


def alternatives(constraint: str) -> list[str]:
    """Return the specifiers of each alternative; an empty one allows every version.

    Raises:
        ValueError: a version that is none.
    """
    return [_alternative(part) for part in re.split(r"\|\|?", constraint)]


def allows(constraint: str, given: str) -> bool:
    """Say whether a version is one of those.

    Raises:
        ValueError: a version that is none.
    """
    return any(specifiers.SpecifierSet(one).contains(given, prereleases=True) for one in alternatives(constraint))


def python_marker(constraint: str) -> str:
    """Return when a dependency that names Pythons is needed, as a marker; empty: always.

    Raises:
        ValueError: a version that is none.
    """
    found = [" and ".join(map(_python, filter(None, one.split(",")))) for one in alternatives(constraint)]
    if not all(found):
        return ""
    return found[0] if len(found) == 1 else " or ".join(f"({one})" for one in found)


def _alternative(text: str) -> str:
    text = text.strip()
    if text in ("", "*"):
        return ""
    found = list(_PART.finditer(text))
    if _PART.sub("", text).strip(" ,") or not found:
        raise ValueError(f"{text!r} is no version")
    return ",".join(one for part in found for one in _specifiers(part["sign"] or "", part["version"]))


def _specifiers(sign: str, given: str) -> Sequence[str]:
    if given == "*":
        return []
    if sign in ("^", "~"):
        first = version.Version(given)
        release = first.release
        if sign == "^":
            kept = next((number for number, part in enumerate(release) if part), len(release) - 1)
        else:
            kept = min(len(release) - 1, 1)
        after = [*release[:kept], release[kept] + 1]
        return [f">={given}", f"<{'.'.join(map(str, after))}"]
    if not given.endswith(".*"):
        version.Version(given)
    return [f"{sign or '=='}{given}"]


def _python(specifier: str) -> str:
    found = re.fullmatch(r"([<>=!~]+)(.+)", specifier)
    if found is None:
        raise ValueError(f"{specifier!r} is no version")
    exact = len(found[2].removesuffix(".*").split(".")) > 2
    return f"{'python_full_version' if exact else 'python_version'} {found[1]} '{found[2].removesuffix('.*')}'"
