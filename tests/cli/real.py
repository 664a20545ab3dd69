"""Real containers of a tiny image, with the labels of a stack."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tarfile
from collections.abc import Generator

NAME = "moorage-test-cli:1"


def docker(*arguments: str, stdin: bytes | None = None) -> str:
    """Return what a docker command prints."""
    done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@contextlib.contextmanager
def image() -> Generator[str]:
    """Give the name of an image of one static busybox; it goes at the end."""
    busybox = shutil.which("busybox")
    assert busybox, "needs a statically linked busybox (apt-get install busybox-static)"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.add(busybox, "bin/busybox")
    docker("import", "-", NAME, stdin=buffer.getvalue())
    try:
        yield NAME
    finally:
        docker("rmi", "-f", NAME)


def start(image: str, project: str, workload: str, script: str, *options: str) -> str:
    """Start a container of stack `dev` and return its ID."""
    labels = {"project": project, "stack": "dev", "workload": workload}
    given = [word for key, value in labels.items() for word in ("--label", f"moorage.{key}={value}")]
    return docker("run", "-d", *given, *options, image, "/bin/busybox", "sh", "-c", script)
