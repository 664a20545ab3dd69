r"""Path patterns as pulumi-command takes them, in the syntax of github.com/gobwas/glob with `/` as separator. Pure.

`*` and `?` stop at `/`, `**` does not; `[ab]`, `[!ab]`, `[a-c]`, `[!a-c]` are one character, `{a,b}` one of several,
`\` takes the next character as it is. A pattern that begins with `!` takes out what those before it took in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(
    r"(?P<many>\*{2,})|(?P<some>\*)|(?P<one>\?)|(?P<any>[{},])|\\(?P<escaped>.)"
    r"|\[(?P<not>!?)(?:(?P<low>[^\]])-(?P<high>[^\]])|(?P<list>[^\]-](?!-)[^\]]*))\]|(?P<plain>[^\[])",
    re.DOTALL,
)


class PatternError(ValueError):
    """A pattern that is none."""


def chosen(paths: Iterable[str], patterns: Sequence[str]) -> list[str]:
    """Return the paths that the patterns leave, in their order.

    Raises:
        PatternError: A pattern has a bracket or brace that is not closed, or a range from high to low.
    """
    rules = [(one.startswith("!"), compiled(one.removeprefix("!"))) for one in patterns]
    return [path for path in paths if _taken(path, rules)]


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of one pattern without its `!`."""
    parts: list[str] = []
    at = depth = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise PatternError(f"{pattern}: a bracket is not closed, or has no character or range")
        parts.append(_expression(token, inside=depth > 0 or token["any"] == "{"))
        if token["any"] in ("{", "}"):
            depth = max(0, depth + (1 if token["any"] == "{" else -1))
        at = token.end()
    if depth:
        raise PatternError(f"{pattern}: a brace is not closed")
    try:
        return re.compile("".join(parts), re.DOTALL)
    except re.error as error:
        raise PatternError(f"{pattern}: {error}") from error


def _expression(token: re.Match[str], *, inside: bool) -> str:
    match token.lastgroup:
        case "many":
            return ".*"
        case "some":
            return "[^/]*"
        case "one":
            return "[^/]"
        case "any" if inside:
            return {"{": "(?:", "}": ")", ",": "|"}[token["any"]]
        case "high":
            return f"[{'^' if token['not'] else ''}{re.escape(token['low'])}-{re.escape(token['high'])}]"
        case "list":
            return f"[{'^' if token['not'] else ''}{''.join(map(re.escape, token['list']))}]"
        case _:
            return re.escape(token["escaped"] or token[0])


def _taken(path: str, rules: Sequence[tuple[bool, re.Pattern[str]]]) -> bool:
    last = next((out for out, pattern in reversed(rules) if pattern.fullmatch(path)), True)
    return not last
