"""`docker-build:index:Index`, as version 0.0.22 has it: one tag for the platforms of several pushed images."""

from __future__ import annotations

from typing import Any

from moorage.engine import values
from moorage.engine.providers import distribution, narrow, protocol, reference, shapes
from moorage.engine.providers.docker_build import combine, desk, shape, stored

_REGISTRY = ("address", "username")
"""Compared of `registry`: a password changes with each login."""


class Index:
    """Indexes; the id is the resource's name."""

    def __init__(self, where: desk.Desk) -> None:
        self._desk = where

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse names that are none; push unless told otherwise."""
        del context, old
        given = shapes.without_nulls(new)
        if wrong := shapes.failures(given, shape.INDEX):
            return protocol.Checked(given, wrong)
        inputs = {"push": True, **given}
        named = [("tag", inputs["tag"])]
        named += [(f"sources[{at}]", one) for at, one in enumerate(narrow.sequence(inputs["sources"]))]
        return protocol.Checked(
            _marked(inputs),
            [
                protocol.Failure(path, f"{name!r} is no image name (name[:tag], lower case)")
                for path, name in named
                if isinstance(name, str) and not reference.well_formed(name)
            ],
        )

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Another tag or registry is another index; other sources are made into the same one."""
        del id, old_inputs
        old = old_outputs
        new = {**new, **{key: old[key] for key in context.ignore_changes if key in old}}
        found: dict[str, protocol.DiffKind] = {}
        if old.get("tag") != new.get("tag"):
            found["tag"] = "update-replace"
        if old.get("sources") != new.get("sources"):
            found["sources"] = "update"
        before, after = (one.get("registry") for one in (old, new))
        if (before is None) != (after is None) or isinstance(after, values.Unknown):
            found["registry"] = "update"
        else:
            for key in _REGISTRY:
                was, will = (narrow.record(one).get(key) or "" for one in (before, after))
                if was != will:
                    found[f"registry.{key}"] = "update-replace" if key == "address" and was else "update"
        return protocol.Diff({path: protocol.PropertyDiff(kind, input=False) for path, kind in found.items()})

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make it of its sources, and push it when asked."""
        if context.preview:
            return "", _marked({**inputs, "ref": values.UNKNOWN})
        tag, login = inputs["tag"], self._login(inputs)
        context.status(f"combining {len(inputs['sources'])} images under {tag}")
        combine.create(tag, inputs["sources"], login, push=inputs["push"])
        digest = combine.digest(tag, login) if inputs["push"] else ""
        return context.name, _outputs(inputs, digest)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Look the tag up in its registry; one that was not pushed, or that we may not look at, is as recorded."""
        if not outputs:
            raise protocol.ProviderError(f"{id}: an index cannot be imported: it is made from its inputs")
        if outputs.get("push") is False:
            return id, inputs, _marked(outputs)
        try:
            digest = combine.digest(outputs["tag"], self._login(outputs))
        except PermissionError as error:
            context.log("warning", f"{error}, it is taken as it is recorded")
            return id, inputs, _marked(outputs)
        return (id, inputs, _outputs(outputs, digest)) if digest else None

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Return the index that has the tag now, to be made again from its sources.

        Raises:
            ProviderError: The registry does not answer, or not to us.
        """
        if not inputs["push"]:
            return None
        try:
            digest = combine.digest(inputs["tag"], self._login(inputs))
        except PermissionError as error:
            raise protocol.ProviderError(str(error)) from error
        # Nothing tells which sources it has: with none recorded, the next run makes it again.
        return (context.name, {**_outputs(inputs, digest), "sources": []}) if digest else None

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Make it again; the tag moves on to it."""
        del id, old_inputs, old_outputs
        return self.create(context, new)[1]

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove what was pushed, by its digest; a registry that does not delete is a warning."""
        del id, inputs
        tag, _, digest = str(outputs.get("ref") or "").partition("@")
        if outputs.get("push") is not False and digest:
            why = distribution.remove(tag, digest, self._login(outputs))
            if why:
                context.log("warning", f"{tag}@{digest}: not removed from its registry: {why}")

    def _login(self, inputs: values.Values) -> dict[str, str] | None:
        own = [inputs["registry"]] if inputs.get("registry") else []
        return stored.login(inputs["tag"], [*self._desk.registries, *own])


def _outputs(inputs: values.Values, digest: str) -> values.Values:
    tag = inputs["tag"]
    return _marked({**inputs, "ref": (reference.pinned(tag, digest) if digest else "") or tag})


def _marked(given: values.Values) -> values.Values:
    # What the real provider always keeps secret.
    registry: Any = given.get("registry")
    if not isinstance(registry, dict):
        return given
    told = narrow.record(registry)
    return {**given, "registry": {"username": "", **told, "password": values.Secret(told.get("password", ""))}}
