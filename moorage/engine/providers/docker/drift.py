"""What a refresh makes of the recorded inputs: what changed outside shows in them, so that the next diff sees it."""

from __future__ import annotations

from moorage.engine.providers.docker import same, values
from moorage.engine.providers.docker.schema import Resource
from moorage.engine.values import Values


def inputs(resource: Resource, recorded: Values, before: Values, now: Values) -> Values:
    """Return the recorded inputs, with what differs between the outputs `before` and `now`."""
    found = dict(recorded)
    for key, item in resource.properties.items():
        if item.use == "output" or same.same(item, before.get(key), now.get(key)):
            continue
        if key in recorded:
            found[key] = same.answer(item, recorded[key], now.get(key))
        elif item.use == "optional":
            found[key] = now.get(key)
        if found.get(key) is None:
            found.pop(key, None)
        if values.DEFAULTS in found and not same.same(item, recorded.get(key), found.get(key)):
            found[values.DEFAULTS] = [name for name in found[values.DEFAULTS] if name != key]
    return found
