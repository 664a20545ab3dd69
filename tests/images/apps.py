"""Small applications and bases for the tests of image kinds."""

from __future__ import annotations

import pathlib
from typing import Any

from components.core import validation
from components.core.naming import Scope
from components.images import bases
from components.images.dockerfile.settings import DockerfileSettings
from components.images.python.settings import PythonSettings

SCOPE = Scope("shop", "dev")
REGISTRY = bases.Registry("python:3.11-slim-bookworm", "docker.io/library/python", f"sha256:{'1' * 64}")

SERVER = """\
import http.server

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

http.server.HTTPServer(("", 8080), Handler).serve_forever()
"""

HASHED = f"six==1.17.0 \\\n    --hash=sha256:{'a' * 64}\n"


def local(folder: pathlib.Path, name: str = "python:3.11-slim-bookworm") -> bases.Local:
    """Return a local base whose files are in `folder`."""
    stored: list[bases.Stored] = []
    for digit, suffix in (("2", ".tar.gz"), ("3", ".busybox"), ("4", ".whl")):
        file = folder / f"{digit * 64}{suffix}"
        file.write_bytes(digit.encode())
        stored.append(bases.Stored(digit * 64, 1, file))
    return bases.Local(name, stored[0], stored[1], stored[2])


def write(folder: pathlib.Path, files: dict[str, str]) -> pathlib.Path:
    """Write files by path below `folder`, and return it."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def python(**options: Any) -> PythonSettings:
    """Return settings of kind `python`."""
    block = {"source": "app", "command": ["python", "-m", "app"], **options}
    return validation.parse(PythonSettings, block, "images.app.python")


def dockerfile(**options: Any) -> DockerfileSettings:
    """Return settings of kind `dockerfile`."""
    stated = {"uid": 10002, "ports": {}, "checks": {}, "writable": [], "stop_signal": "SIGTERM"}
    block = {"source": "app", **stated, **options}
    return validation.parse(DockerfileSettings, block, "images.app.dockerfile")
