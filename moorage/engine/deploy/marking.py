"""Providers that know nothing of secrets: marks are taken off before a call, and put on again after it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Generator, Iterable

from moorage.engine import marks, values
from moorage.engine.providers import protocol


class Marking:
    """A plain provider that is given marked values, and returns them marked.

    What comes out takes the mark of what went in at the same path. The engine calls these and `Marked` ones only.
    """

    def __init__(self, plain: protocol.Provider) -> None:
        self.plain = plain
        self.package, self.version = plain.package, plain.version
        self.urn = ""

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Check a configuration, without the version that it is recorded with."""
        checked = self.plain.check_config(_stripped(_own(inputs)))
        version = {key: inputs[key] for key in (protocol.VERSION,) if key in inputs}
        return protocol.Checked({**checked.inputs, **version}, checked.failures)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Compare two configurations. Another version alone is a change in place."""
        diff = self.plain.diff_config(_stripped(_own(old)), _stripped(_own(new)))
        if not diff.any and old.get(protocol.VERSION) != new.get(protocol.VERSION):
            changed = {protocol.VERSION: protocol.PropertyDiff("update")}
            return dataclasses.replace(diff, detailed=changed, changes="some")
        return diff

    def configure(self, inputs: values.Values) -> None:
        """Configure."""
        self.plain.configure(_stripped(_own(inputs)))

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Check inputs."""
        checked = self.plain.check(context, _stripped(old), _stripped(new))
        return protocol.Checked(marks.mark(checked.inputs, new), checked.failures)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare."""
        return self.plain.diff(context, id, _stripped(old_inputs), _stripped(old_outputs), _stripped(new))

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Create."""
        with _marked([inputs]):
            made, outputs = self.plain.create(context, _stripped(inputs))
        return made, marks.mark(outputs, inputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Read."""
        with _marked([outputs, inputs]):
            found = self.plain.read(context, id, _stripped(inputs), _stripped(outputs))
        if found is None:
            return None
        known, given, came = found
        return known, marks.mark(given, inputs), marks.mark(marks.mark(came, outputs), inputs)

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """Find what a creation has left behind."""
        if not isinstance(self.plain, protocol.Findable):
            raise protocol.ProviderError(f"package {self.package} cannot tell what exists")
        found = self.plain.find(context, _stripped(inputs))
        return found and (found[0], marks.mark(found[1], inputs))

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Update."""
        with _marked([new]):
            outputs = self.plain.update(context, id, _stripped(old_inputs), _stripped(old_outputs), _stripped(new))
        return marks.mark(outputs, new)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Delete."""
        self.plain.delete(context, id, _stripped(inputs), _stripped(outputs))

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Call a function; of secret arguments everything that comes out is secret."""
        found = self.plain.invoke(token, _stripped(arguments))
        return marks.mark(found, {}, found if marks.has_secret(arguments) else ())


def _own(inputs: values.Values) -> values.Values:
    return {key: value for key, value in inputs.items() if key != protocol.VERSION}


def _stripped(marked: values.Values) -> values.Values:
    return {key: marks.strip(value) for key, value in marked.items()}


@contextlib.contextmanager
def _marked(given: Iterable[values.Values]) -> Generator[None]:
    """Mark what a provider says of a resource that exists although the effect failed."""
    try:
        yield
    except protocol.ProviderError as error:
        if error.outputs is not None:
            for each in given:
                error.outputs = marks.mark(error.outputs, each)
        raise
