"""The smallest service: answers every request with one line, needs nothing but Python."""

import http.server


class Hello(http.server.BaseHTTPRequestHandler):
    """Answers; what was asked is logged on stderr."""

    def do_GET(self) -> None:
        """Answer one request."""
        body = b"Hello, harbour!\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("", 8080), Hello).serve_forever()
