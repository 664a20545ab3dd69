"""The package `random` in process, as version 4.21.4 has it; entropy is the operating system's."""

from __future__ import annotations

from collections.abc import Mapping

from moorage.engine import values
from moorage.engine.providers import changes, protocol, shapes
from moorage.engine.providers.random import characters, kind, lists, numbers, pets, uuids

KINDS: Mapping[str, kind.Kind] = {
    "random:index/randomBytes:RandomBytes": numbers.BYTES,
    "random:index/randomId:RandomId": numbers.ID,
    "random:index/randomInteger:RandomInteger": numbers.INTEGER,
    "random:index/randomPassword:RandomPassword": characters.PASSWORD,
    "random:index/randomPet:RandomPet": pets.PET,
    "random:index/randomShuffle:RandomShuffle": lists.SHUFFLE,
    "random:index/randomString:RandomString": characters.STRING,
    "random:index/randomUuid4:RandomUuid4": uuids.UUID_4,
    "random:index/randomUuid7:RandomUuid7": uuids.UUID_7,
    "random:index/randomUuid:RandomUuid": uuids.UUID,
}


class Random:
    """Random values that are drawn once, and again only when an input changes."""

    package = "random"
    version = "4.21.4"

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """The package has no configuration."""
        return shapes.configuration(inputs, shapes.Record())

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Nothing that may change matters to a resource."""
        del old, new
        return protocol.Diff()

    def configure(self, inputs: values.Values) -> None:
        """There is nothing to take."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what cannot be drawn; the inputs stay as they are, defaults enter the outputs only."""
        del old
        own = _kind(context.type)
        given = {key: item for key, item in new.items() if item is not None}
        typed = own.complete(given)
        wrong = shapes.failures(typed, shapes.Record(own.fields))
        return protocol.Checked(given, wrong or own.check(typed))

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Every change replaces, but for what leaves the value as it is: empty keepers for none, say."""
        del id, old_inputs
        own = _kind(context.type)
        before: values.Values = {key: old_outputs[key] for key in own.fields if old_outputs.get(key) is not None}
        kept = {key: before[key] for key in context.ignore_changes if key in before}
        after = own.complete({**new, **kept})

        found: dict[str, protocol.PropertyDiff] = {}
        for name in own.fields:
            if name not in before and name not in after:
                continue
            change = "add" if name not in before else "delete" if name not in after else "update"
            if before.get(name) != after.get(name) or change != "update":
                stays = own.stays(name, before.get(name), after.get(name))
                found[name] = protocol.PropertyDiff(change if stays else changes.as_replace(change), input=False)
        return protocol.Diff(found)

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Draw the value."""
        own = _kind(context.type)
        full = own.complete(inputs)
        if context.preview:
            return "", own.outputs(values.UNKNOWN, full, dict.fromkeys(own.generated, values.UNKNOWN))
        made, generated = own.make(full)
        return made, own.outputs(made, full, generated)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return what is recorded; with nothing recorded, take the value that the id gives."""
        own = _kind(context.type)
        if outputs:
            return id, inputs, outputs
        taken, given, generated = own.take(id)
        return taken, given, own.outputs(taken, own.complete(given), generated)

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Record new inputs beside the value that stays."""
        del old_inputs
        own = _kind(context.type)
        return own.outputs(id, own.complete(new), {key: old_outputs[key] for key in own.generated})

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Forget the value: there is nothing else."""
        del id, inputs, outputs
        _kind(context.type)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """The package has no functions."""
        del arguments
        raise protocol.ProviderError(f"{token}: {shapes.unknown('function', token, [])}")


def _kind(type: str) -> kind.Kind:
    if type not in KINDS:
        raise protocol.ProviderError(f"{type}: {shapes.unknown('resource', type, KINDS)}")
    return KINDS[type]
