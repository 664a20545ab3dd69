"""A program as data, and what is done with it: the same case runs on the model, on the engine and on the CLI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, cast

Kind = Literal["thing", "group", "seen"]

STACK = "dev"
PROJECT = "model"
PACKAGE = "pulumi-python"
"""The package of dynamic resources: the only one that the CLI serves without a plugin."""

TYPES: Mapping[Kind, str] = {
    "thing": f"{PACKAGE}:dynamic:Resource",
    "group": "model:index:Group",
    "seen": f"{PACKAGE}:dynamic:Resource",
}


@dataclass(frozen=True)
class Use:
    """An input that is an output of another resource; an input whose name begins with `fixed` forces a replacement."""

    input: str
    key: str
    output: Literal["serial", "value"]


@dataclass(frozen=True)
class Alias:
    """A former name, and, with `parents`, the key of a former parent (empty: the stack)."""

    name: str
    parent: str = ""
    parents: bool = False


@dataclass(frozen=True)
class Declared:
    """One resource of a program. `key` is its identity through all edits; `name` may change."""

    key: str
    name: str
    kind: Kind = "thing"
    value: int = 0
    """A change of it updates."""
    fixed: int = 0
    """A change of it replaces."""
    exclusive: bool = False
    """The provider wants it deleted before it is replaced."""
    secret: bool = False
    """`value` is secret."""
    uses: tuple[Use, ...] = ()
    parent: str = ""
    after: tuple[str, ...] = ()
    """`dependsOn`, by key."""
    protect: bool = False
    retain: bool = False
    ignore: tuple[str, ...] = ()
    delete_first: bool | None = None
    deleted_with: str = ""
    replace_with: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    id: str = ""
    """Of a `seen` one: what it reads."""


Program = tuple[Declared, ...]
"""In the order of registration: whatever a resource names comes before it."""


@dataclass(frozen=True)
class Run:
    """One operation. Faults are pairs of a method and a key: that call fails, each time, in this run."""

    op: Literal["up", "refresh", "destroy"]
    program: Program = ()
    faults: frozenset[tuple[str, str]] = frozenset()
    gone: tuple[str, ...] = ()
    """Ids that someone else removes before the run."""
    drifted: tuple[str, ...] = ()
    """Ids whose `value` someone else changes before the run."""
    targets: tuple[str, ...] = ()
    dependents: bool = False
    """`--target-dependents`."""
    replace: tuple[str, ...] = ()
    refresh: bool = False
    go_on: bool = False
    """`--continue-on-error`."""


Case = tuple[Run, ...]

DRIFT = 1000
"""What a `value` becomes when someone else changes it."""


def outside(number: int) -> str:
    """Return the id of an object that exists from the beginning, for `seen` resources."""
    return f"outside-{number}"


OUTSIDE = tuple(outside(number) for number in range(3))


def urn(declared: Declared, program: Program) -> str:
    """Return the URN of a resource of a program."""
    return make(TYPES[declared.kind], declared.name, parent_urn(declared, program))


def parent_urn(declared: Declared, program: Program) -> str:
    """Return the URN of a resource's parent; that of the stack when it has none."""
    by_key = {each.key: each for each in program}
    return urn(by_key[declared.parent], program) if declared.parent else stack_urn()


def make(kind: str, name: str, parent: str) -> str:
    """Return a URN from its parts."""
    above = parent.split("::")[2] if parent else ""
    qualified = kind if above in ("", "pulumi:pulumi:Stack") else f"{above}${kind}"
    return f"urn:pulumi:{STACK}::{PROJECT}::{qualified}::{name}"


def stack_urn() -> str:
    """Return the URN of the stack itself."""
    return f"urn:pulumi:{STACK}::{PROJECT}::pulumi:pulumi:Stack::{PROJECT}-{STACK}"


def provider_urn() -> str:
    """Return the URN of the default provider."""
    return f"urn:pulumi:{STACK}::{PROJECT}::pulumi:providers:{PACKAGE}::default"


def dump(case: Case) -> list[dict[str, Any]]:
    """Return a case as JSON data without what is as by default."""
    return [_brief(run) for run in case]


def load(data: list[dict[str, Any]]) -> Case:
    """Return the case of JSON data."""
    return tuple(_run(each) for each in data)


def show(case: Case) -> str:
    """Return a case for people, one resource a line."""
    lines: list[str] = []
    for run in case:
        head = _brief(run)
        program = cast("list[Any]", head.pop("program", []))
        lines += [json.dumps(head), *(f"    {json.dumps(each)}" for each in program)]
    return "\n".join(lines)


def _brief(item: Any) -> dict[str, Any]:
    blank = {each.name: each.default for each in fields(item)}
    found: dict[str, Any] = {}
    for name, value in asdict(item).items():
        if getattr(item, name) == blank[name]:
            continue
        if name == "program":
            value = [_brief(each) for each in item.program]
        elif name == "uses":
            value = [[each.input, each.key, each.output] for each in item.uses]
        elif name == "aliases":
            value = [_brief(each) for each in item.aliases]
        elif name == "faults":
            value = sorted(value)
        found[name] = value
    return found


def _run(data: dict[str, Any]) -> Run:
    given = _tuples(data)
    given["program"] = tuple(_declared(each) for each in data.get("program", []))
    given["faults"] = frozenset((method, key) for method, key in data.get("faults", []))
    return Run(**given)


def _declared(data: dict[str, Any]) -> Declared:
    given = _tuples(data)
    given["uses"] = tuple(Use(*each) for each in data.get("uses", []))
    given["aliases"] = tuple(Alias(**each) for each in data.get("aliases", []))
    return Declared(**given)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(cast("list[Any]", value)) if isinstance(value, list) else value for name, value in data.items()}
