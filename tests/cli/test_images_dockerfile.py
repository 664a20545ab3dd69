"""`moorage images dockerfile`: what the chosen builder is sent."""

from __future__ import annotations

from tests.cli.conftest import Cli

BASE = f"python:3.11-slim-bookworm@sha256:{'1' * 64}"
STACK = f"""\
config:
  moorage:profile: dev
  moorage:target: {{docker: {{builder: {{buildah: {{}}}}}}}}
  moorage:images:
    app: {{python: {{source: app, command: [python, -m, app], dependencies: none, base: "{BASE}"}}}}
"""


def test_buildah_is_sent_what_its_steps_bind(cli: Cli) -> None:
    """Before a step that binds files stands their hash, for Buildah alone."""
    cli.write("Pulumi.dev.yaml", STACK)
    cli.write("app/app.py", "print(1)\n")
    buildah = cli("images", "dockerfile", "app").out.splitlines()
    cli.write("Pulumi.dev.yaml", STACK.replace("builder: {buildah: {}}", ""))
    usual = cli("images", "dockerfile", "app").out.splitlines()
    added = [number for number, line in enumerate(buildah) if line.startswith("ARG MOORAGE_BOUND=")]
    assert added
    assert [line for number, line in enumerate(buildah) if number not in added] == usual
    following = [" ".join(buildah[number + 1 : number + 4]) for number in added]
    assert all("--mount=type=bind" in text for text in following)
