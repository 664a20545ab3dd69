"""Every rule holds for this tree, and is red on a copy that breaks it."""

from __future__ import annotations

import pathlib
import shutil

import pytest

from tests.guards import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]

BREAKS: dict[str, tuple[str, str]] = {
    "no_comparison_with_a_kind": ("components/workloads/plan.py", 'def f(k: str) -> bool:\n    return k == "docker"\n'),
    "no_decision_on_the_stack_name": (
        "infra/parity.py",
        'def f() -> bool:\n    return pulumi.get_stack() == "prod"\n',
    ),
    "program_is_straight": ("infra/__main__.py", "if settings:\n    pass\n"),
    "files_are_small": ("components/core/naming.py", "x = 1\n" * 301),
    "suppressions_have_reasons": ("infra/parity.py", "import os  # " + "noqa: F401\n"),
    "publish_comes_last": (
        "components/core/naming.py",
        'class A(Component, token="a:A"):\n    def __init__(self):\n        self.publish()\n        self.x = 1\n',
    ),
    "tokens_are_unique": (
        "components/core/naming.py",
        'class A(Component, token="targets:Docker"):\n    def __init__(self) -> None:\n        self.publish()\n',
    ),
    "no_resource_inside_apply": (
        "components/workloads/containers/workload.py",
        "def f(x):\n    x.apply(lambda v: docker.Container(v))\n",
    ),
    "settings_and_plans_touch_nothing": ("components/workloads/plan.py", "import os\nHOME = os.environ['HOME']\n"),
}


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: rules.Rule) -> None:
    """No finding in this tree."""
    assert list(rule(ROOT)) == []


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_broken_copy_is_red(rule: rules.Rule, tmp_path: pathlib.Path) -> None:
    """The rule finds the one line that was added to break it, and only that rule's file."""
    for folder in ("infra", "components"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    path, addition = BREAKS[rule.__name__]
    with (tmp_path / path).open("a", encoding="utf-8") as file:
        file.write("\n" + addition)
    found = list(rule(tmp_path))
    assert found
    assert any(path in line or "targets/docker" in line for line in found)
