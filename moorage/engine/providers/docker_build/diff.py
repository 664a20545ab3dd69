"""What of an image changed, property by property, as the real provider's Diff tells it; it reads the build context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from moorage.engine import marks, values
from moorage.engine.providers import narrow, protocol
from moorage.engine.providers.docker_build import check, choices, contexthash

_WHOLE = (
    *("buildArgs", "buildOnPreview", "builder", "dockerfile", "labels", "load", "network", "noCache", "pull", "push"),
    "target",
)
"""Compared as they are; `exec` and `ignoreSecretsInDiffCalculation` are not compared at all."""
_LISTS = ("addHosts", "cacheFrom", "cacheTo", "platforms", "ssh", "tags")
"""Of these an empty one is the same as none; of a map it is not."""


def changed(old: values.Values, new: values.Values, directory: Path) -> list[str]:
    """Return the paths that differ between recorded outputs and new inputs; each one is an update.

    Raises:
        ContextError: The build context cannot be read.
    """
    before, after = _plain(old), _plain(new)
    before["dockerfile"] = {"location": "", "inline": "", **narrow.record(old.get("dockerfile"))}
    found = [key for key in _WHOLE if before.get(key) != after.get(key)]
    found += [key for key in _LISTS if _listed(before, key) != _listed(after, key)]
    if _exports(before) != _exports(after):
        found.append("exports")
    was, will = (narrow.record(one.get("context")) for one in (before, after))
    found += [f"context.{key}" for key in ("location", "named") if was.get(key) != will.get(key)]
    if _secrets_differ(before.get("secrets"), after.get("secrets"), after):
        found.append("secrets")
    # `pull` asks for newer base images: only a build can tell.
    exported = narrow.sequence(after.get("exports")) or True in (after.get("push"), after.get("load"))
    always = after.get("pull") is True and exported
    if always or context_hash(after, directory) != before.get("contextHash"):
        found.append("contextHash")
    return found + _registries(_listed(before, "registries"), _listed(after, "registries"))


def context_hash(inputs: values.Values, directory: Path) -> str:
    """Return the hash of what the inputs build from; what is not known yet counts as not given."""
    context = narrow.record(inputs.get("context"))
    named = {key: narrow.text(one["location"]) for key, one in narrow.record(context.get("named")).items()}
    dockerfile = narrow.text(narrow.record(inputs.get("dockerfile")).get("location"))
    return contexthash.compute(directory, narrow.text(context.get("location")), dockerfile, named)


def detailed(paths: list[str]) -> dict[str, protocol.PropertyDiff]:
    """Return the paths as updates."""
    return {path: protocol.PropertyDiff("update", input=False) for path in paths}


def _plain(given: values.Values) -> values.Values:
    recorded = {key: value for key, value in given.items() if value is not None}
    return dict(marks.strip(check.complete({"push": False, **recorded})))


def _listed(inputs: values.Values, key: str) -> Any:
    given = inputs.get(key)
    return given if isinstance(given, values.Unknown) else narrow.sequence(given)


def _exports(inputs: values.Values) -> Any:
    # By what the client is told: one that is disabled says nothing.
    given = _listed(inputs, "exports")
    return given if isinstance(given, values.Unknown) else " ".join(choices.texts(given)).strip()


def _secrets_differ(before: Any, after: Any, new: values.Values) -> bool:
    # One that the new inputs list is passed over when both sides have it.
    old, own = narrow.record(before), narrow.record(after)
    passed = {key for key in narrow.sequence(new.get("ignoreSecretsInDiffCalculation")) if key in old and key in own}
    if not passed:
        return bool(before != after)
    return any(old.get(key) != own.get(key) for key in {*old, *own} - passed)


def _registries(before: list[Any], after: list[Any] | values.Unknown) -> list[str]:
    # Passwords are not compared: they change with each login.
    if isinstance(after, values.Unknown) or len(before) != len(after):
        return ["registries"]
    for at, pair in enumerate(zip(before, after, strict=True)):
        old, new = map(narrow.record, pair)
        if any(old.get(key) != new.get(key) for key in ("username", "address")):
            return [f"registries[{at}]"]
    return []
