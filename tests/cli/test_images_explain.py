"""`moorage images explain`: why each line of a Dockerfile is there."""

from __future__ import annotations

import json

from tests.cli.conftest import Cli

BASE = f"python:3.11-slim-bookworm@sha256:{'1' * 64}"
STACK = f"""\
config:
  moorage:profile: dev
  moorage:target: {{docker: {{}}}}
  moorage:images:
    app: {{python: {{source: app, command: [python, -m, app], dependencies: none, base: "{BASE}"}}}}
"""


def test_each_line_is_followed_by_its_reason(cli: Cli) -> None:
    """The lines are those of `images dockerfile`; `--json` has the same pairs."""
    cli.write("Pulumi.dev.yaml", STACK)
    cli.write("app/app.py", "print(1)\n")
    said = cli("images", "explain", "app").out.splitlines()
    rows = json.loads(cli("images", "explain", "app", "--json").out)
    assert said[:2] == [f"FROM docker.io/library/{BASE} AS base", f"    # {rows[0]['why']}"]
    shown = [line for line in cli("images", "dockerfile", "app").out.splitlines() if line and line[0] != "#"]
    assert "\n".join(row["instruction"] for row in rows).splitlines() == shown
    assert [row["instruction"] for row in rows if "CIS 4.1" in row["why"]] == ["USER 10001:10001"]


def test_an_unknown_image_is_one_line(cli: Cli) -> None:
    """The nearest one is named."""
    cli.write("Pulumi.dev.yaml", STACK)
    cli.write("app/app.py", "print(1)\n")
    assert cli("images", "explain", "ap", code=2).err == (
        "error: images: 'ap' is not an image of stack dev; did you mean app; allowed: app\n"
    )
