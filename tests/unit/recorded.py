"""Run components against Pulumi's own mocks and keep what they registered.

Proves what is asked for; that an engine does it is shown by the engine's tests and the end-to-end ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks, rpc


@dataclass
class Registered(mocks.Mocks):
    """Every registration, in order of arrival."""

    resources: list[mocks.MockResourceArgs] = field(default_factory=list[mocks.MockResourceArgs])

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        """Record one registration; give the computed outputs that the code reads."""
        self.resources.append(args)
        outputs = dict(args.inputs)
        if args.typ == "random:index/randomPassword:RandomPassword":
            outputs["result"] = "generated"
        if args.typ == "random:index/randomId:RandomId":
            outputs["hex"] = "0badcafe"
        if args.typ == "docker:index/volume:Volume":
            outputs.setdefault("name", args.name)
        if args.typ == "docker-build:index:Image":
            outputs["digest"] = "sha256:0badcafe"
        if args.typ == "docker:index/container:Container":
            outputs.setdefault("name", f"{args.name}-0badcaf")
        return f"{args.name}-id", outputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        """Refuse: no component calls a function of a provider."""
        msg = f"no function is called here: {args.token}"
        raise AssertionError(msg)

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the inputs of all resources of one type, by name."""
        return {one.name: _plain(one.inputs) for one in self.resources if one.typ == kind}


def _plain(value: Any) -> Any:
    """Return the value without the envelopes that mark secrets on the wire."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if rpc._special_sig_key in value:
            return _plain(value["value"])
        return {key: _plain(item) for key, item in value.items()}
    return value


def run(program: Callable[[], object]) -> Registered:
    """Run `program` and wait for all it registered."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    registered = Registered()
    mocks.set_mocks(registered, project="shop", stack="test", preview=False)

    @pulumi.runtime.test
    def whole() -> None:
        program()

    whole()
    return registered
