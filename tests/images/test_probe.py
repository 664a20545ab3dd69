"""The program that an HTTP check runs inside an image."""

from __future__ import annotations

import ast
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from components.images.python import plan

PROBE = plan.SCRIPTS / "probe.py"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    def do_GET(self) -> None:
        """Answer one request."""
        self.send_response(int(self.path.rpartition("/")[2]))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Return the port of a server that runs during the test."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def probe(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the probe as an image does."""
    words = [str(word) for word in arguments]
    return subprocess.run([sys.executable, "-I", "-S", PROBE, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("status", "code"), [(200, 0), (204, 0), (302, 0), (404, 1), (500, 1), (503, 1)])
def test_status_decides(status: int, code: int, port: int) -> None:
    """2xx and 3xx are healthy, all else is not."""
    assert probe(port, f"/health/{status}", 3).returncode == code


def test_no_server_is_one_line(port: int) -> None:
    """Nothing that listens: exit 1 and why, without a traceback."""
    del port
    done = probe(1, "/", 1)
    assert done.returncode == 1
    assert done.stderr.startswith("no answer: ")
    assert done.stderr.count("\n") == 1


def test_scripts_run_on_old_interpreters() -> None:
    """What runs inside images uses no syntax newer than Python 3.8."""
    for script in plan.SCRIPTS.glob("*.py"):
        ast.parse(script.read_text(encoding="utf-8"), feature_version=(3, 8))
