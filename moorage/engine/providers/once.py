"""A provider of values that are made once, and again only when an input changes; they are in the state alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from moorage.engine import values
from moorage.engine.providers import changes, kind, protocol, shapes

Function = Callable[[values.Values], values.Values]


@dataclass
class Once:
    """One package: its resource types and functions by token."""

    package: str
    version: str
    kinds: Mapping[str, kind.Kind]
    functions: Mapping[str, Function] = field(default_factory=dict[str, Function])
    configuration: shapes.Record = field(default_factory=shapes.Record)

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Accept the configuration that the package has."""
        return shapes.configuration(inputs, self.configuration)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Nothing that may change matters to a resource."""
        del old, new
        return protocol.Diff()

    def configure(self, inputs: values.Values) -> None:
        """There is nothing to take."""

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Refuse what cannot be made; the inputs stay as they are, defaults enter the outputs only."""
        del old
        own = self._kind(context.type)
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
        own = self._kind(context.type)
        looked_at = [name for name in own.fields if name not in own.unstored]
        before: values.Values = {key: old_outputs[key] for key in looked_at if old_outputs.get(key) is not None}
        kept = {key: before[key] for key in context.ignore_changes if key in before}
        after = own.complete({**_lasting(own, before), **new, **kept})

        found: dict[str, protocol.PropertyDiff] = {}
        for name in looked_at:
            if name not in before and name not in after:
                continue
            change = "add" if name not in before else "delete" if name not in after else "update"
            if before.get(name) != after.get(name) or change != "update":
                stays = own.stays(name, before.get(name), after.get(name))
                found[name] = protocol.PropertyDiff(change if stays else changes.as_replace(change), input=False)
        over = own.stale({**old_outputs, **after})
        if over:
            found[over] = protocol.PropertyDiff("update-replace", input=False)
        return protocol.Diff(found)

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make the value."""
        own = self._kind(context.type)
        full = own.complete(inputs)
        if context.preview:
            generated = {**dict.fromkeys(own.generated, values.UNKNOWN), **own.planned(full)}
            return "", own.outputs(values.UNKNOWN, full, generated)
        made, generated = own.make(full)
        return made, own.outputs(made, full, {**generated, **own.planned(full)})

    def find(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values] | None:
        """There is never anything outside the state."""
        del inputs
        self._kind(context.type)
        return None

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return what is recorded, and whether it has had its time; with nothing recorded, take what the id gives."""
        own = self._kind(context.type)
        if outputs:
            over = own.stale(outputs)
            return id, inputs, {**outputs, **({over: True} if over else {})}
        if own.take is None:
            raise protocol.ProviderError(f"{id}: a {context.type.rpartition(':')[2]} cannot be imported")
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
        own = self._kind(context.type)
        full = own.complete({**_lasting(own, old_outputs), **new})
        return own.outputs(id, full, {**{key: old_outputs[key] for key in own.generated}, **own.planned(full)})

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Forget the value: there is nothing else."""
        del id, inputs, outputs
        self._kind(context.type)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Call a function."""
        if token not in self.functions:
            raise protocol.ProviderError(f"{token}: {shapes.unknown('function', token, self.functions)}")
        return self.functions[token](arguments)

    def _kind(self, type: str) -> kind.Kind:
        if type not in self.kinds:
            raise protocol.ProviderError(f"{type}: {shapes.unknown('resource', type, self.kinds)}")
        return self.kinds[type]


def _lasting(own: kind.Kind, outputs: values.Values) -> values.Values:
    return {key: outputs[key] for key in own.sticky if outputs.get(key) is not None}
