"""A version of a service, for tests: says its name over HTTP, echoes over TCP. Runs in the proxy's own image."""

import http.server
import json
import os
import socketserver
import threading
import time

NAME = os.environ["NAME"]


class Http(http.server.BaseHTTPRequestHandler):
    """`/slow` takes three seconds for thirty bytes, `/headers` shows what arrived, all else is the name."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        if self.headers.get("Upgrade") == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.send_header("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            self.end_headers()
            for line in self.rfile:
                self.wfile.write(NAME.encode() + b" " + line)
            return
        slow = self.path == "/slow"
        text = json.dumps(dict(self.headers)) if self.path == "/headers" else "x" * 30 if slow else NAME
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        for char in text if slow else [text]:
            self.wfile.write(char.encode())
            self.wfile.flush()
            time.sleep(0.1 if slow else 0)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Echo(socketserver.StreamRequestHandler):
    """Says its name, then gives back each line."""

    def handle(self) -> None:
        """Answer."""
        self.wfile.write(NAME.encode() + b"\n")
        for line in self.rfile:
            self.wfile.write(line)


class Tcp(socketserver.ThreadingTCPServer):
    """Many connections at once."""

    allow_reuse_address = True
    daemon_threads = True


threading.Thread(target=Tcp(("", 9000), Echo).serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("", 8080), Http).serve_forever()
