"""Bad inputs: one line each with the path, what is wrong and what is allowed; exit code 2, and nothing touched."""

from __future__ import annotations

import copy
import pathlib
import sys
from typing import Any

import pytest
import yaml

from moorage.cli import main
from tests import hosts, small

WEB: dict[str, Any] = {
    "kind": "service",
    "image": "app",
    "check": "ready",
    "expose": {"port": "http", "host_port": 18999},
}

TABLE = pathlib.Path(__file__).with_name("settings.yaml")
ROWS: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> small.Small:
    """Return a project that is good."""
    workloads = {"web": WEB, "back": {"kind": "worker", "image": "app"}}
    return small.make(tmp_path_factory.mktemp("bad") / "project", "badinput", hosts.DOCKER, workloads)


def put(stack: dict[str, Any], path: str, value: Any) -> None:
    """Set what is at a dotted path."""
    *way, last = path.split(".")
    for key in way:
        stack = stack[key]
    stack[last] = value


@pytest.mark.parametrize("row", ROWS, ids=[row["says"][:90] for row in ROWS])
def test_a_bad_input_is_one_line(
    project: small.Small,
    row: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """And not even the state is made."""
    good, project.stack = project.stack, copy.deepcopy(project.stack)
    for name, text in project.surroundings.items():
        monkeypatch.setenv(name, text)
    monkeypatch.delenv("MOORAGE_NOT_SET", raising=False)
    put(project.stack, row["put"], row["value"])
    try:
        project.write()
        code = main.main(["-C", str(project.root), "up", "--yes"])
    finally:
        project.stack = good
    sys.stdout.flush()
    assert (code, capfd.readouterr()) == (2, ("", f"error: {row['says']}\n"))
    assert not list(pathlib.Path(project.root).glob(".pulumi"))
