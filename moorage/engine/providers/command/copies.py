"""Files and folders copied to a host over SSH; what was copied stays when the resource goes."""

from __future__ import annotations

import secrets
from pathlib import Path

from moorage.engine import values
from moorage.engine.providers import protocol, shapes
from moorage.engine.providers.command import difference, shape

_ID_BYTES = 4


class CopyToRemote:
    """`command:remote:CopyToRemote`: an asset or archive, copied again when its content or its place changes.

    The real provider does not copy when only the host changes, and leaves the new host without the file; this one does.
    """

    shape: shapes.Record = shape.COPY_TO_REMOTE

    def diff(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Every change is an update; triggers that come or go as a whole replace."""
        return protocol.Diff(difference.detailed(old, new, lambda path: path == "triggers"))

    def create(self, context: protocol.Context, directory: Path, inputs: values.Values) -> tuple[str, values.Values]:
        """Copy."""
        if context.preview:
            return "", inputs
        _copy(context, directory, inputs, inputs["source"])
        return secrets.token_hex(_ID_BYTES), inputs

    def update(
        self,
        context: protocol.Context,
        directory: Path,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Copy again, if there is anything else to be found there."""
        del old_outputs
        if not context.preview and _what(old_inputs) != _what(new):
            _copy(context, directory, new, new["source"])
        return new

    def delete(self, context: protocol.Context, directory: Path, outputs: values.Values) -> None:
        """What was copied stays, as with the real provider."""


class CopyFile:
    """`command:remote:CopyFile`: one file by its path; every change replaces, as the real one has no update."""

    shape: shapes.Record = shape.COPY_FILE

    def diff(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Every change replaces."""
        return protocol.Diff(difference.detailed(old, new, lambda _path: True))

    def create(self, context: protocol.Context, directory: Path, inputs: values.Values) -> tuple[str, values.Values]:
        """Copy."""
        if context.preview:
            return "", inputs
        if (directory / inputs["localPath"]).is_dir():
            raise protocol.ProviderError(f"{inputs['localPath']}: is a folder; CopyToRemote copies folders")
        _copy(context, directory, inputs, values.Asset(path=inputs["localPath"]))
        return secrets.token_hex(_ID_BYTES), inputs

    def update(
        self,
        context: protocol.Context,
        directory: Path,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """There is none: every change replaces."""
        del directory, old_inputs, old_outputs, new
        raise protocol.ProviderError(f"{context.type}: has no update")

    def delete(self, context: protocol.Context, directory: Path, outputs: values.Values) -> None:
        """What was copied stays, as with the real provider."""


def _copy(context: protocol.Context, directory: Path, inputs: values.Values, source: values.Value) -> None:
    # paramiko takes a moment to import, and most programs need none of it.
    from moorage.engine.providers.command.ssh import dial, upload

    with dial.dialled(inputs["connection"], dial.Tries(context.status, context.timeout)) as transport:
        upload.copy(transport, source, inputs["remotePath"], directory)


def _what(inputs: values.Values) -> tuple[object, ...]:
    source, connection = inputs["source"], inputs["connection"]
    return source.hash or source, inputs["remotePath"], connection["host"], connection["port"]
