"""Answer a health check: exit 0 when `GET path` on a local port gives a 2xx or 3xx status.

Usage: probe.py PORT PATH SECONDS. Runs inside images; imports nothing but sockets, so that it starts fast.
"""

import socket
import sys


def healthy(port: int, path: str, seconds: float) -> bool:
    """Send one request and look at the status line."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: probe\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.sendall(request.encode("ascii"))
        answer = connection.makefile("rb").readline(200).split()
    return len(answer) >= 2 and answer[0].startswith(b"HTTP/") and answer[1][:1] in (b"2", b"3")


if __name__ == "__main__":
    try:
        good = healthy(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
    except OSError as error:
        sys.exit(f"no answer: {error}")
    sys.exit(None if good else "not healthy")
