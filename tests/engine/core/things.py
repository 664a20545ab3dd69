"""A provider in memory, `test:index:Thing`: what exists, what was called, and failures on demand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moorage.engine import values
from moorage.engine.providers import protocol


@dataclass
class Cloud:
    """Everything that exists, shared by all provider instances of a test."""

    things: dict[str, values.Values] = field(default_factory=dict[str, values.Values])
    calls: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Method and resource name, in order of their ends."""
    seen: dict[tuple[str, str], Any] = field(default_factory=dict[tuple[str, str], Any])
    """What a method was given, by method and name."""
    broken: dict[tuple[str, str], Exception] = field(default_factory=dict[tuple[str, str], Exception])
    """What to raise, by method and name."""
    before: Callable[[str, str], None] = lambda _method, _name: None
    """Called at the begin of each effect."""
    made: int = 0
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, package: str) -> protocol.Provider:
        """Return a provider, as the engine's `find` does."""
        if package != "test":
            raise protocol.ProviderError(f"package {package}: no such provider")
        return Things(self)


class Things:
    """Things have any inputs: `fixed` forces a replacement, `exclusive` deletes first, `size` must not be negative."""

    package = "test"
    version = "1.2.3"

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._prefix = ""

    def _enter(self, method: str, name: str) -> None:
        with self._cloud.lock:
            self._cloud.at_once += 1
            self._cloud.most_at_once = max(self._cloud.most_at_once, self._cloud.at_once)
        try:
            self._cloud.before(method, name)
        finally:
            with self._cloud.lock:
                self._cloud.at_once -= 1
                self._cloud.calls.append((method, name))
        self._fail(method, name)

    def _fail(self, method: str, name: str) -> None:
        error = self._cloud.broken.get((method, name))
        if error:
            raise error

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Any configuration will do but the key `wrong`."""
        if "wrong" in inputs:
            return protocol.Checked(inputs, [protocol.Failure("wrong", "is not a key")])
        return protocol.Checked(inputs)

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Another `region` needs all resources made anew."""
        kind: protocol.DiffKind = "update"
        changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
        if "region" in changed:
            kind = "update-replace"
        return protocol.Diff({key: protocol.PropertyDiff(kind) for key in changed})

    def configure(self, inputs: values.Values) -> None:
        """Take a `prefix` of ids."""
        self._prefix = str(inputs.get("prefix", ""))
        self._cloud.seen["configure", self._prefix] = inputs

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Fill in `name` from the proposal, as it was before if there was one."""
        self._cloud.seen["check", context.name] = (old, new)
        self._fail("check", context.name)
        inputs = dict(new)
        if context.autonaming and "name" not in inputs:
            inputs["name"] = old.get("name", context.autonaming.proposed)
        size = inputs.get("size", 0)
        if isinstance(size, int) and size < 0:
            return protocol.Checked(inputs, [protocol.Failure("size", "must not be negative")])
        return protocol.Checked(inputs)

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare inputs; `fixed` and whatever names end in `_fixed` replace."""
        self._fail("diff", context.name)
        detailed: dict[str, protocol.PropertyDiff] = {}
        for key in sorted({*old_inputs, *new}):
            if key in new and key in old_inputs and old_inputs[key] is not values.UNKNOWN:
                if old_inputs[key] == new[key]:
                    continue
                kind = "update"
            else:
                kind = "add" if key in new else "delete"
            replaces = key == "fixed" or key.endswith("_fixed") or key == "name"
            detailed[key] = protocol.PropertyDiff(f"{kind}-replace" if replaces else kind)  # pyright: ignore[reportArgumentType] - as the case says, by name
        return protocol.Diff(detailed, delete_before_replace="exclusive" in new)

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Make a thing; its outputs are its inputs and a `serial`."""
        if context.preview:
            return "", {**inputs, "serial": values.UNKNOWN}
        self._cloud.seen["create", context.name] = (inputs, context)
        self._enter("create", context.name)
        with self._cloud.lock:
            self._cloud.made += 1
            made = f"{self._prefix}{context.name}-{self._cloud.made}"
            self._cloud.things[made] = {**inputs, "serial": self._cloud.made}
            return made, dict(self._cloud.things[made])

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return a thing as it is."""
        self._enter("read", context.name)
        thing = self._cloud.things.get(id)
        if thing is None:
            return None
        return id, {key: value for key, value in thing.items() if key != "serial"}, dict(thing)

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Change a thing."""
        result = {**new, "serial": old_outputs.get("serial")}
        if not context.preview:
            self._cloud.seen["update", context.name] = (old_inputs, new, context)
            self._enter("update", context.name)
            self._cloud.things[id] = result
        return dict(result)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Remove a thing."""
        self._cloud.seen["delete", context.name] = (id, inputs, context)
        self._enter("delete", context.name)
        self._cloud.things.pop(id, None)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Return the arguments."""
        self._cloud.seen["invoke", token] = arguments
        self._enter("invoke", token)
        return {"token": token, **arguments}
