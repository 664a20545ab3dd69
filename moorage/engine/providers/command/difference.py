"""What changed between two sets of inputs, as pulumi-command tells it. Pure."""

from __future__ import annotations

from collections.abc import Callable

from moorage.engine import values
from moorage.engine.providers import changes, protocol

_WHOLE = "connection"
"""A secret as a whole: which part of it changed is not told."""


def detailed(
    old: values.Values, new: values.Values, replaces: Callable[[str], bool]
) -> dict[str, protocol.PropertyDiff]:
    """Return the changed paths; one for which `replaces` holds forces a replacement."""
    shown, wanted = ({key: value for key, value in one.items() if key != _WHOLE} for one in (old, new))
    found = changes.detailed(shown, wanted, replaces=replaces, input=False)
    if old.get(_WHOLE) != new.get(_WHOLE):
        kind: protocol.DiffKind = "update-replace" if replaces(_WHOLE) else "update"
        found = {_WHOLE: protocol.PropertyDiff(kind, input=False), **found}
    return found
