"""Pulumi's words, signs and colours for operations.

Source: `pkg/resource/deploy/step.go` and `pkg/backend/display/progress.go` of pulumi/pulumi.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """How one operation is shown."""

    sign: str
    plan: str
    """In a preview: `create`."""
    doing: str
    done: str
    style: str


_SAME = Words("", "", "", "", "dim")
_ALL: dict[str, Words] = {
    "same": _SAME,
    "create": Words("+", "create", "creating", "created", "green"),
    "update": Words("~", "update", "updating", "updated", "yellow"),
    "delete": Words("-", "delete", "deleting", "deleted", "red"),
    "replace": Words("+-", "replace", "replacing", "replaced", "magenta"),
    "create-replacement": Words("++", "create replacement", "creating replacement", "created replacement", "green"),
    "delete-replaced": Words("--", "delete original", "deleting original", "deleted original", "red"),
    "read": Words(">", "read", "reading", "read", "cyan"),
    "read-replacement": Words(
        ">>", "read for replacement", "reading for replacement", "read for replacement", "magenta"
    ),
    "refresh": Words("~", "refresh", "refreshing", "refreshed", "yellow"),
    "discard": Words("<", "discard", "discarding", "discarded", "red"),
    "discard-replaced": Words("<<", "discard original", "discarding original", "discarded original", "red"),
    "remove-pending-replace": Words("~", "", "", "", "dim"),
    "import": Words("=", "import", "importing", "imported", "green"),
    "import-replacement": Words("=>", "import replacement", "importing replacement", "imported replacement", "magenta"),
}
ORDER = tuple(_ALL)
"""Operations in the order in which a summary lists them."""
REPLACEMENTS = frozenset({"create-replacement", "delete-replaced", "replace", "discard-replaced", "import-replacement"})
_UNCOUNTED = frozenset({"same", "read", "discard", "read-replacement"})


def of(op: str) -> Words:
    """Return the words of an operation; one that is not known speaks for itself."""
    return _ALL.get(op) or Words("", op, op, op, "")


def changes(counts: dict[str, int]) -> dict[str, int]:
    """Return the operations of a summary that count as changes, in Pulumi's order."""
    return {op: counts[op] for op in ORDER if counts.get(op) and op not in _UNCOUNTED}


def type_name(token: str) -> str:
    """Return a type as people read it: `docker:index:Image` for `docker:index/image:Image`."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    folder, slash, file = module.rpartition("/")
    if slash and name and file == name[:1].lower() + name[1:]:
        module = folder
    return ":".join(part for part in (package, module, name) if part)


def seconds(elapsed: float) -> str:
    """Return a duration: `0.4s`, `12s`, `3m05s`."""
    if elapsed < 1:
        return f"{elapsed:.1f}s"
    whole = round(elapsed)
    return f"{whole // 60}m{whole % 60:02}s" if whole >= 60 else f"{whole}s"
