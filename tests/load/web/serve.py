"""A web service that says which version answers, and can be built broken: it crashes, or never gets healthy."""

import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from version import MODE, VERSION


class Answer(BaseHTTPRequestHandler):
    """`/` says the version and a setting, `/healthz` whether all is well."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer after 5 ms of work."""
        healthy = self.path != "/healthz" or MODE == "good"
        time.sleep(0.005)
        body = f"{VERSION} {os.environ.get('GREETING', '')}\n".encode()
        self.send_response(200 if healthy else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that answers what it has begun before it ends."""

    daemon_threads = False
    block_on_close = False
    request_queue_size = 64


def main() -> None:
    """Serve until SIGTERM, or crash half a second after the start."""
    if MODE == "crash":
        time.sleep(0.5)
        sys.exit(f"version {VERSION} cannot go on: no such table: orders")
    server = Server(("0.0.0.0", 8080), Answer)  # noqa: S104 - inside a container
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.05)
    os._exit(0)


if __name__ == "__main__":
    main()
