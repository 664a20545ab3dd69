"""Where the container engine is looked for, and why it cannot be reached."""

from __future__ import annotations

import json
import pathlib
import socket

from components.targets.docker import engine


def test_the_address_is_the_variables_or_the_default() -> None:
    """As Pulumi's provider finds it."""
    assert engine.address(environment={}) == engine.Address("unix:///var/run/docker.sock", "default socket")
    assert engine.address(environment={"DOCKER_HOST": "tcp://h:1"}) == engine.Address("tcp://h:1", "DOCKER_HOST")
    assert engine.Address("tcp://h:1", "").socket is None


def test_another_context_is_seen(tmp_path: pathlib.Path) -> None:
    """The docker client would talk to another engine than the provider: only DOCKER_HOST settles it."""
    (tmp_path / "config.json").write_text(json.dumps({"currentContext": "colima"}))
    given = {"DOCKER_CONFIG": str(tmp_path)}
    assert engine.context(given) == "colima"
    assert engine.context({**given, "DOCKER_HOST": "tcp://h:1"}) == ""
    assert engine.context({**given, "DOCKER_CONTEXT": "default"}) == ""
    assert engine.context({"DOCKER_CONFIG": str(tmp_path / "none")}) == ""


def test_each_reason_has_its_words(tmp_path: pathlib.Path) -> None:
    """No socket, nobody behind it, and a server that does not speak."""
    path = tmp_path / "docker.sock"
    where = engine.Address(f"unix://{path}", "test")
    assert engine.unreachable(where).startswith(f"no socket at {path}: ")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert engine.unreachable(where) == f"nothing answers at {path} (connection refused)"
    path.unlink()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert engine.unreachable(where) == ""
