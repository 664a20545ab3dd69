"""What is generated from the settings is committed as generated, and judges stack files as the program does."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import jsonschema
import pytest
import yaml

from tools import commands, engine, parity, reference, schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
STACKS = sorted([*ROOT.glob("Pulumi.*.yaml"), *ROOT.glob("examples/stacks/*.yaml")])


def test_schema_is_current() -> None:
    """`make docs` would change nothing in the schema."""
    assert schema.PATH.read_text(encoding="utf-8") == schema.text()


def test_reference_is_current() -> None:
    """`make docs` would change nothing in the reference."""
    assert reference.PATH.read_text(encoding="utf-8") == reference.text()


def test_commands_are_current() -> None:
    """`make docs` would change nothing in the page of commands."""
    assert commands.PATH.read_text(encoding="utf-8") == commands.text()


def test_the_page_of_the_engine_is_generated() -> None:
    """It is what the installed SDK and the table of what is settled say."""
    assert engine.PATH.read_text(encoding="utf-8") == engine.text()


def test_the_page_of_what_differs_is_current() -> None:
    """It is what the targets say of themselves."""
    assert parity.PATH.read_text(encoding="utf-8") == parity.text()


def test_schema_is_one() -> None:
    """The schema itself is a valid JSON Schema."""
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("path", STACKS, ids=lambda path: path.name)
def test_schema_accepts_our_stacks(path: pathlib.Path) -> None:
    """Every stack file of the repository is valid, and names the schema for editors."""
    text = path.read_text(encoding="utf-8")
    found = jsonschema.Draft202012Validator(schema.schema()).iter_errors(yaml.safe_load(text))
    assert [error.message for error in found] == []
    assert "stack.schema.json" in text.splitlines()[0]


@pytest.mark.parametrize(
    "change",
    [
        {"moorage:target": {"docker": {}, "k3s": {}}},
        {"moorage:target": {"dokcer": {}}},
        {"moorage:profile": "staging"},
        {"moorage:workloads": {"web": {"kind": "service", "image": "shop", "comand": ["x"]}}},
        {"moorage:workloads": {"Web": {"kind": "service", "image": "shop"}}},
    ],
    ids=json.dumps,
)
def test_schema_refuses_mistakes(change: dict[str, Any]) -> None:
    """What the program refuses as a shape, an editor underlines."""
    config: dict[str, Any] = {"moorage:profile": "dev", "moorage:target": {"docker": {}}} | change
    assert not jsonschema.Draft202012Validator(schema.schema()).is_valid({"config": config})
