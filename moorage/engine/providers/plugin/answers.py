"""A plugin's answers as the engine knows them."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from typing import Any, Final

from moorage.engine import marks, values, wire
from moorage.engine.program import stubs
from moorage.engine.providers import protocol
from moorage.engine.providers.plugin import abilities

_pb = stubs.provider_pb2

_KINDS: Final[dict[int, protocol.DiffKind]] = {
    _pb.PropertyDiff.ADD: "add",
    _pb.PropertyDiff.ADD_REPLACE: "add-replace",
    _pb.PropertyDiff.DELETE: "delete",
    _pb.PropertyDiff.DELETE_REPLACE: "delete-replace",
    _pb.PropertyDiff.UPDATE: "update",
    _pb.PropertyDiff.UPDATE_REPLACE: "update-replace",
}


def failures(response: Any) -> list[protocol.Failure]:
    """Return what is wrong with inputs."""
    return [protocol.Failure(each.property, each.reason) for each in response.failures]


def refused(response: Any) -> str:
    """Return what is wrong with the arguments of a function, as one line."""
    return "; ".join(f"{each.reason} ({each.property})" for each in response.failures)


def diff(response: stubs.provider_pb2.DiffResponse) -> protocol.Diff:
    """Return a comparison."""
    detailed = {
        path: protocol.PropertyDiff(_KINDS.get(each.kind, "update"), each.inputDiff)
        for path, each in response.detailedDiff.items()
    }
    changes: dict[int, Any] = {_pb.DiffResponse.DIFF_NONE: "none", _pb.DiffResponse.DIFF_SOME: "some"}
    return protocol.Diff(
        detailed if response.hasDetailedDiff else {},
        delete_before_replace=response.deleteBeforeReplace,
        changes=changes.get(response.changes, "unknown"),
        replace_keys=tuple(response.replaces),
        changed_keys=tuple(response.diffs),
        stable_keys=tuple(response.stables),
    )


def known(message: Any, *, preview: bool = False) -> values.Values:
    """Return properties, which outside of a preview are all known."""
    found = wire.decode(message)
    if not preview:
        for key, value in found.items():
            if marks.has_unknown(value):
                raise protocol.ProviderError(f'unexpected unknown property value for "{key}"')
    return found


@contextlib.contextmanager
def marked(able: abilities.Abilities, given: values.Values, id: str = "") -> Generator[None]:
    """Mark what an error says of a resource that exists all the same; `id` is its own, if the error does not say."""
    try:
        yield
    except protocol.ProviderError as error:
        if error.outputs is not None:
            error.outputs = able.annotated(error.outputs, given)
            error.id = error.id or id
        raise
