"""Every tool is a good citizen. Tools are found by listing folders, so a new one is tested by being there."""

from __future__ import annotations

import ast
import importlib
import pathlib
import subprocess
import sys

import pytest
import yaml

from components.core import kinds, validation
from components.core.component import Component
from tools import descriptions

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATEGORIES = ("targets", "images", "addons")
TOOLS = [(category, name) for category in CATEGORIES for name in kinds.names(category)]
SDKS = ("pulumi_docker", "pulumi_docker_build", "pulumi_command", "pulumi_random", "docker", "pulumi_kubernetes")

each = pytest.mark.parametrize(("category", "name"), TOOLS, ids=["/".join(tool) for tool in TOOLS])


def folder(category: str, name: str) -> pathlib.Path:
    """Return the folder of a tool."""
    return ROOT / "components" / category / name.replace("-", "_")


def test_tools_are_found() -> None:
    """The listing finds the tools that the reference stacks use."""
    assert {("targets", "docker"), ("images", "python"), ("images", "dockerfile")} <= set(TOOLS)


@each
def test_folder_is_complete(category: str, name: str) -> None:
    """A tool has settings, a component, an example and a page; a plan and operations only when needed."""
    found = {path.name for path in folder(category, name).iterdir() if path.suffix}
    assert {"__init__.py", "settings.py", "component.py", "example.yaml", "README.md"} <= found


@each
def test_importing_costs_no_sdk(category: str, name: str) -> None:
    """The package and its settings load without any provider SDK."""
    package = f"components.{category}.{name.replace('-', '_')}"
    code = f"import sys, {package}.settings; print(*(set(sys.modules) & set({SDKS!r})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@each
def test_example_is_valid(category: str, name: str) -> None:
    """`example.yaml` is the smallest valid block of exactly this kind."""
    block = yaml.safe_load((folder(category, name) / "example.yaml").read_text(encoding="utf-8"))
    word, body = kinds.only(block, category)
    assert word == name
    kind = kinds.find(category, name, category)
    assert isinstance(validation.parse(kind.settings, body, name), kind.settings)


@each
def test_settings_are_closed_and_frozen(category: str, name: str) -> None:
    """No unknown key gets in, and nothing changes later."""
    config = kinds.find(category, name, category).settings.model_config
    assert (config.get("extra"), config.get("frozen"), config.get("strict")) == ("forbid", True, True)


@each
def test_class_is_a_component_with_its_own_token(category: str, name: str) -> None:
    """The class that the kind names exists and carries an explicit token of its category."""
    kind = kinds.find(category, name, category)
    found = kinds.load(kind, name)
    assert issubclass(found, Component)
    assert found.token == f"moorage:{category}:{found.__name__}"


@each
def test_only_the_component_imports_an_sdk(category: str, name: str) -> None:
    """Every other file of the tool stays free of provider SDKs."""
    for path in folder(category, name).glob("*.py"):
        modules = {
            name.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        sdks = {module for module in modules if module.startswith("pulumi_")}
        assert not sdks or path.name == "component.py", f"{path}: {sdks}"


@each
def test_every_option_is_documented(category: str, name: str) -> None:
    """The page names every option, and every option has a sentence."""
    kind = kinds.find(category, name, category)
    page = (folder(category, name) / "README.md").read_text(encoding="utf-8")
    sentences = descriptions.of(kind.settings)
    for key in kind.settings.model_fields:
        assert sentences.get(key), f"{key} has no docstring"
        assert f"`{key}`" in page, f"{key} is not on the page"


@each
def test_operations_load(category: str, name: str) -> None:
    """The module of operations, if the kind names one, is there and has `check`."""
    kind = kinds.find(category, name, category)
    if kind.operations:
        assert callable(importlib.import_module(kind.operations).check)
