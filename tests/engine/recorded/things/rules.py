"""What a thing does, said once for both ways to serve it. Values are JSON data with the signatures of the wire.

A thing takes any input. The first word of a key says what a change of it means: `fixed...` replaces, `exclusive...`
replaces and deletes first, `quiet...` is no change, anything else is an update. Kinds of things:
`Thing`, `Named` (with an automatic `name`, which is fixed), `Coarse` (its diff names no properties in detail), `Vague`
(its diff says that it does not know).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from tests.engine.recorded.things import world
from tests.engine.recorded.things.world import Inputs

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"

Kind = Literal["add", "add-replace", "delete", "delete-replace", "update", "update-replace"]


class FaultError(Exception):
    """A call fails. With `half`, its effect took place all the same: the object's id and outputs."""

    def __init__(self, message: str, half: tuple[str, Inputs] | None = None) -> None:
        super().__init__(message)
        self.half = half


@dataclass(frozen=True)
class Difference:
    """Changed paths and how; whether to delete first; whether the provider can say it in detail, or at all."""

    detailed: dict[str, Kind] = field(default_factory=dict[str, Kind])
    delete_first: bool = False
    says: Literal["detail", "keys", "nothing"] = "detail"

    @property
    def replaces(self) -> list[str]:
        """Return the paths that need a replacement."""
        return [path for path, kind in self.detailed.items() if kind.endswith("-replace")]


@dataclass
class Things:
    """The package, configured."""

    world: world.World
    region: str = "home"

    def configure(self, config: Inputs) -> None:
        """Take `region`, which replaces what was made elsewhere, and `note`, which is only told to invokes."""
        self.region = str(config.get("region", "home"))

    def check(self, kind: str, old: Inputs, new: Inputs, proposed: str) -> tuple[Inputs, dict[str, str]]:
        """Return the inputs with a `size` and, for what is named, a name; and what is wrong by key."""
        inputs = {"size": 1, **new} if kind != "Vague" else dict(new)
        if kind == "Named" and "name" not in inputs:
            inputs["name"] = old.get("name") or proposed
        return inputs, {"bad": "must not be given"} if "bad" in new else {}

    def diff(self, kind: str, old: Inputs, new: Inputs) -> Difference:
        """Compare the inputs of last time with those of now."""
        if kind == "Vague":
            return Difference(says="nothing")
        paths = dict(_compare("", old, new))
        detailed: dict[str, Kind] = {}
        for path, change in sorted(paths.items()):
            replaces = path.startswith(("fixed", "exclusive")) or (kind == "Named" and path == "name")
            if not path.startswith("quiet"):
                detailed[path] = cast("Kind", f"{change}-replace" if replaces else change)
        first = any(path.startswith("exclusive") for path in detailed)
        return Difference(detailed, first, "keys" if kind == "Coarse" else "detail")

    def create(self, name: str, inputs: Inputs, timeout: float, *, preview: bool) -> tuple[str, Inputs]:
        """Make a thing `<name>-<number>`."""
        if preview:
            return "", _outputs("", inputs, preview=True)
        self._enter("create", name, name, timeout)
        identity = f"{name}-{self.world.number(name)}"
        self.world.put(identity, inputs)
        outputs = _outputs(identity, inputs)
        self._leave("create", name, identity, outputs)
        return identity, outputs

    def read(self, name: str, identity: str) -> tuple[Inputs, Inputs] | None:
        """Return inputs and outputs as they are now."""
        self._enter("read", name, identity, 0)
        inputs = self.world.get(identity)
        return None if inputs is None else (inputs, _outputs(identity, inputs))

    def update(self, name: str, identity: str, new: Inputs, timeout: float, *, preview: bool) -> Inputs:
        """Change a thing."""
        if preview:
            return _outputs(identity, new, preview=True)
        self._enter("update", name, identity, timeout)
        self.world.put(identity, new)
        outputs = _outputs(identity, new)
        self._leave("update", name, identity, outputs)
        return outputs

    def delete(self, name: str, identity: str, timeout: float) -> None:
        """Remove a thing."""
        self._enter("delete", name, identity, timeout)
        self.world.drop(identity)

    def invoke(self, token: str, arguments: Inputs) -> Inputs:
        """`echo` returns its arguments and the region, `count` how many things exist, `fail` fails."""
        match token:
            case "thing:index:echo":
                return {**arguments, "region": self.region}
            case "thing:index:count":
                return {"count": len(self.world.ids)}
            case "thing:index:hide":
                return {"hidden": {SIGNATURE: SECRET, "value": arguments.get("text")}}
            case _:
                raise FaultError(f"no function {token}")

    def _enter(self, call: str, name: str, identity: str, timeout: float) -> None:
        if self.world.fault(call, name) == "fail":
            raise FaultError(f"cannot {call} {name}")
        if call != "read":
            self.world.log(f"{call} {identity}" + (f" within {timeout:g} s" if timeout else ""))

    def _leave(self, call: str, name: str, identity: str, outputs: Inputs) -> None:
        if self.world.fault(call, name) == "half":
            raise FaultError(f"{name} is not well", (identity, outputs))


def provider_diff(old: Inputs, new: Inputs) -> Difference:
    """Compare two configurations: another region replaces."""
    changes = dict(_compare("", old, new))
    return Difference(
        {key: cast("Kind", "update-replace" if key == "region" else kind) for key, kind in changes.items()}
    )


def keys(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the top-level keys of paths, sorted."""
    return tuple(sorted({path.partition(".")[0].partition("[")[0] for path in paths}))


def _outputs(identity: str, inputs: Inputs, *, preview: bool = False) -> Inputs:
    """Return the inputs and what is computed: `serial`, `echo`, and for `token: true` a secret."""
    outputs = {**inputs, "serial": int(identity.rpartition("-")[2]) if identity else UNKNOWN}
    value = inputs.get("value")
    told = json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value
    outputs["echo"] = UNKNOWN if preview or value == UNKNOWN else f"echo of {told}"
    if inputs.get("token"):
        outputs["secretToken"] = UNKNOWN if not identity else {SIGNATURE: SECRET, "value": f"token of {identity}"}
    return outputs


def _compare(path: str, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if old == new:
        return
    match old, new:
        case dict(), dict() if SIGNATURE not in old and SIGNATURE not in new:
            for key in sorted({*old, *new}):
                below = f"{path}.{key}" if path else str(key)
                if key not in old or key not in new:
                    yield below, "add" if key not in old else "delete"
                else:
                    yield from _compare(below, old[key], new[key])
        case list(), list() if len(cast("list[Any]", old)) == len(cast("list[Any]", new)):
            for at, (was, now) in enumerate(zip(cast("list[Any]", old), cast("list[Any]", new), strict=True)):
                yield from _compare(f"{path}[{at}]", was, now)
        case _:
            yield path, "update"
