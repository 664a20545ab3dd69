"""`docker-build:index:Image`, as version 0.0.22 has it: built, pushed or loaded as asked, by its context's content."""

from __future__ import annotations

import os
from pathlib import Path

from moorage.engine import marks, values
from moorage.engine.providers import narrow, protocol, reference
from moorage.engine.providers.docker_build import (
    building,
    check,
    choices,
    commandline,
    contexthash,
    desk,
    diff,
    shape,
    stored,
)
from moorage.engine.providers.docker_build import client as clients


class Image:
    """Images; the Docker client that builds them is looked for at the first build."""

    def __init__(self, where: desk.Desk) -> None:
        self._desk = where
        self._client: clients.Client | None = None

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what cannot be built, and fill in the defaults."""
        del context, old
        return check.check(new, self._desk.directory)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare inputs and the build context's content; every change is an update, that is a build."""
        del id, old_inputs
        kept = {key: old_outputs[key] for key in context.ignore_changes if key in old_outputs and key in new}
        try:
            return protocol.Diff(diff.detailed(diff.changed(old_outputs, {**new, **kept}, self._desk.directory)))
        except contexthash.ContextError as error:
            raise protocol.ProviderError(str(error)) from error

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Build the image."""
        if context.preview:
            outputs = {**inputs, **dict.fromkeys(shape.OUTPUTS, values.UNKNOWN)}
            if _demanding(inputs):
                commandline.arguments(self._found(), inputs, secrets={}, image_id=Path(), metadata=Path())
            if inputs["buildOnPreview"] is True and not marks.has_unknown(inputs):
                self._build(context, {**inputs, "push": False})
            return "", _marked(outputs)
        outputs = self._built(context, inputs)
        return outputs["digest"] or context.name, _marked(outputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Look pushed tags up in their registries; an image that was not pushed is taken as recorded."""
        if not outputs:
            raise protocol.ProviderError(f"{id}: an image cannot be imported: it is made from its inputs")
        if not choices.pushed(outputs):
            return id, inputs, _marked(outputs)
        tags = narrow.sequence(outputs.get("tags"))
        kept = stored.still_there(context, tags, outputs["digest"], self._desk.host, self._desk.credentials(inputs))
        return None if tags and not kept else (id, inputs, _marked({**outputs, "tags": kept}))

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Return a pushed image that has one of the inputs' tags, to be built again; nothing answers for others.

        Raises:
            ProviderError: No registry answers.
        """
        del context
        if not choices.pushed(inputs):
            return None
        tags = narrow.sequence(inputs.get("tags"))
        digest = stored.digest(tags, self._desk.host, self._desk.credentials(inputs))
        return (digest, _marked(_outputs(inputs, digest, ""))) if digest else None

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Build again; the image before stays where it is, as with the real provider."""
        del id, old_inputs, old_outputs
        return self.create(context, new)[1]

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove what was pushed, by its digest; a tag that was only loaded is left to whoever uses it."""
        del id, inputs
        stored.remove(context, outputs, self._desk.host, self._desk.credentials(outputs))
        if choices.pushed(outputs) and outputs.get("load") is not True and self._loads():
            # What nobody asked to load goes with what was pushed.
            stored.forget(context, narrow.sequence(outputs.get("tags")), self._desk.host)

    def _built(self, context: protocol.Context, inputs: values.Values) -> values.Values:
        try:
            fingerprint = diff.context_hash(inputs, self._desk.directory)
        except contexthash.ContextError as error:
            raise protocol.ProviderError(str(error)) from error
        return _outputs(inputs, self._build(context, inputs), fingerprint)

    def _build(self, context: protocol.Context, inputs: values.Values) -> str:
        return building.build(
            context,
            self._found(),
            inputs,
            directory=self._desk.directory,
            host=self._desk.host,
            registries=self._desk.credentials(inputs),
        )

    def _loads(self) -> bool:
        # A client without buildx loads what it pushes.
        try:
            return not self._found().buildx
        except protocol.ProviderError:
            return False

    def _found(self) -> clients.Client:
        if self._client is None:
            self._client = clients.find(os.environ)
        return self._client


def _demanding(inputs: values.Values) -> bool:
    """Say whether not every client can do what known inputs ask for: then a preview says so, too."""
    keys = ("builder", "cacheFrom", "cacheTo", "exports", "platforms")
    attests = any(name.startswith("BUILDKIT_") for name in narrow.record(inputs.get("buildArgs")))
    return not marks.has_unknown(inputs) and (attests or any(inputs.get(key) for key in keys))


def _outputs(inputs: values.Values, digest: str, fingerprint: str) -> values.Values:
    tags = narrow.sequence(inputs.get("tags"))
    pinned = [reference.pinned(tag, digest) for tag in tags] if digest else []
    ref = next((one for one in pinned if one), next(iter(tags), ""))
    return {**inputs, "digest": digest, "contextHash": fingerprint, "ref": ref}


def _marked(outputs: values.Values) -> values.Values:
    # What the real provider always keeps secret.
    marked = dict(outputs)
    if "secrets" in marked:
        marked["secrets"] = values.Secret(marked["secrets"])
    if isinstance(marked.get("registries"), list):
        marked["registries"] = [
            {**one, "password": values.Secret(one.get("password", ""))}
            for one in map(narrow.record, marked["registries"])
        ]
    return marked
