"""The order and wholeness of a state: what a row refers to is there, and comes before it.

Source: `VerifyIntegrity` in `pkg/resource/stack/snapshot/integrity.go` of pulumi/pulumi.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moorage.engine.resource import Resource

_PROVIDER = "pulumi:providers:"


class IntegrityError(Exception):
    """A state that no engine would take; the text is one line."""


def ordered(resources: Sequence[Resource]) -> list[Resource]:
    """Return the rows so that each comes after what it refers to, otherwise in the order given.

    Raises:
        IntegrityError: Rows refer to each other in a circle.

    """
    homes: dict[str, Resource] = {}
    for resource in resources:
        homes.setdefault(resource.urn, resource)
        homes.setdefault(_reference(resource), resource)
    done: set[int] = set()
    open_: set[int] = set()
    result: list[Resource] = []

    def visit(resource: Resource) -> None:
        stack = [(resource, _needs(resource))]
        open_.add(id(resource))
        while stack:
            current, needs = stack[-1]
            following = next((home for urn in needs if (home := homes.get(urn)) and id(home) not in done), None)
            if following is None:
                stack.pop()
                open_.discard(id(current))
                done.add(id(current))
                result.append(current)
            elif following is not current:
                if id(following) in open_:
                    msg = f"{current.urn} and {following.urn} refer to each other"
                    raise IntegrityError(msg)
                open_.add(id(following))
                stack.append((following, _needs(following)))

    for resource in resources:
        if id(resource) not in done:
            visit(resource)
    return result


def check(resources: Sequence[Resource]) -> None:
    """Raise when the CLI would refuse these rows.

    Raises:
        IntegrityError: A reference leads nowhere or forward, or a URN is there twice.

    """
    seen: set[str] = set()
    live: set[str] = set()
    for resource in resources:
        if not resource.custom and resource.id:
            msg = f"resource {resource.urn} is a component but has an id"
            raise IntegrityError(msg)
        for needed in _needs(resource):
            if needed not in seen and not (needed == resource.provider and resource.pending_replacement):
                msg = f"resource {resource.urn} refers to {needed}, which is missing or comes after it"
                raise IntegrityError(msg)
        seen |= {resource.urn, _reference(resource)}
        if not resource.delete:
            if resource.urn in live:
                msg = f"resource {resource.urn} is there twice, and neither is to be deleted"
                raise IntegrityError(msg)
            live.add(resource.urn)


def _needs(resource: Resource) -> Iterator[str]:
    if resource.provider:
        yield resource.provider
    if resource.parent:
        yield resource.parent
    yield from resource.dependencies
    for urns in resource.property_dependencies.values():
        yield from urns
    if resource.deleted_with:
        yield resource.deleted_with
    yield from resource.replace_with


def _reference(resource: Resource) -> str:
    """Return how a row names this one as its provider."""
    return f"{resource.urn}::{resource.id}" if resource.type.startswith(_PROVIDER) else resource.urn
