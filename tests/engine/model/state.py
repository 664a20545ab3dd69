"""What the model knows: recorded rows and the objects that exist."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.engine.model import description

Values = dict[str, object]

UNKNOWN = object()
"""What an input is worth while the resource that it comes from is to be replaced."""


@dataclass
class Row:
    """A resource as the state records it. The id of the provider is left out: there is never a second one."""

    urn: str
    type: str
    custom: bool
    id: str = ""
    parent: str = ""
    inputs: Values = field(default_factory=dict)
    outputs: Values = field(default_factory=dict)
    provider: str = ""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    protect: bool = False
    external: bool = False
    delete: bool = False
    retain: bool = False
    pending: bool = False
    """Deleted ahead of its replacement, which is still to come."""
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    """What it was found under in this run; never saved."""

    def needs(self, *, parent: bool = True, provider: bool = False) -> set[str]:
        """Return the URNs that it depends on."""
        found = {*self.dependencies, *self.replace_with, self.deleted_with}
        for urns in self.property_dependencies.values():
            found.update(urns)
        if parent:
            found.add(self.parent)
        if provider:
            found.add(self.provider)
        return found - {""}


@dataclass
class World:
    """Objects by id; `made` counts the creations of each key, which is what makes ids predictable."""

    objects: dict[str, Values] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def begin() -> World:
        """Return a world in which only the objects exist that `seen` resources read."""
        return World({name: {"key": name, "value": 7, "fixed": 0, "serial": 1} for name in description.OUTSIDE})

    def disturb(self, run: description.Run) -> None:
        """Do what someone else does before a run."""
        for name in run.gone:
            self.objects.pop(name, None)
        for name in run.drifted:
            if name in self.objects:
                self.objects[name]["value"] = description.DRIFT

    def create(self, inputs: Values) -> tuple[str, Values]:
        """Make an object and return its id and outputs."""
        key = str(inputs["key"])
        self.made[key] = self.made.get(key, 0) + 1
        made = f"{key}-{self.made[key]}"
        self.objects[made] = {**inputs, "serial": self.made[key]}
        return made, dict(self.objects[made])

    def update(self, id: str, outputs: Values, inputs: Values) -> Values:
        """Change an object and return its outputs."""
        self.objects[id] = {**inputs, "serial": outputs["serial"]}
        return dict(self.objects[id])


@dataclass(frozen=True)
class Difference:
    """What a provider says of new inputs."""

    changed: bool
    replaces: bool
    first: bool
    """The old one must go before the new one comes."""


def compare(outputs: Values, inputs: Values) -> Difference:
    """Compare new inputs with what exists. Whose key it is, is no property of it."""
    keys = {*outputs, *inputs} - {"key", "serial"}
    changed = [key for key in keys if key not in outputs or key not in inputs or outputs[key] != inputs[key]]
    return Difference(
        bool(changed), any(key.startswith("fixed") for key in changed), bool(inputs.get("exclusive", False))
    )
