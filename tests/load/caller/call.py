"""Call an address 50 times a second, and say every second how it went.

Usage: call.py URL. Five threads call ten times a second each: three with a new connection every time, two that keep
theirs. Each line is JSON: {"sent", "failed", "longest" (seconds), "versions": {first word of the answer: how often},
"errors": the first few}, all since the start.
"""

import collections
import http.client
import json
import sys
import threading
import time
import urllib.parse

RATE = 10
TIMEOUT = 15


class Tally:
    """What happened so far."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.sent = self.failed = 0
        self.longest = 0.0
        self.versions: collections.Counter[str] = collections.Counter()
        self.errors: list[str] = []

    def add(self, seconds: float, version: str | None, error: str = "") -> None:
        """Count one call."""
        with self.lock:
            self.sent += 1
            self.longest = max(self.longest, seconds)
            if version is None:
                self.failed += 1
                self.errors = [*self.errors, f"{time.strftime('%H:%M:%S')} {error}"][:10]
            else:
                self.versions[version] += 1

    def line(self) -> str:
        """Return it as JSON."""
        with self.lock:
            facts = {"sent": self.sent, "failed": self.failed, "longest": round(self.longest, 3)}
            return json.dumps(facts | {"versions": dict(self.versions), "errors": self.errors})


def call(address: urllib.parse.SplitResult, tally: Tally, *, keep: bool) -> None:
    """Call for good."""
    connection = None
    due = time.monotonic()
    while True:
        due = max(due + 1 / RATE, time.monotonic() - 1)
        time.sleep(max(0, due - time.monotonic()))
        began = time.monotonic()
        try:
            if connection is None:
                connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT)
            connection.request("GET", "/")
            answer = connection.getresponse()
            body = answer.read().decode()
            version = body.split()[0] if answer.status == 200 else None
            tally.add(time.monotonic() - began, version, f"status {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            tally.add(time.monotonic() - began, None, f"{type(error).__name__}: {error}" + (" (kept)" if keep else ""))
            connection = None
            continue
        if not keep:
            connection.close()
            connection = None


def main() -> None:
    """Start the threads and report."""
    address = urllib.parse.urlsplit(sys.argv[1])
    tally = Tally()
    for number in range(5):
        threading.Thread(target=call, args=(address, tally), kwargs={"keep": number > 2}, daemon=True).start()
    while True:
        time.sleep(1)
        print(tally.line(), flush=True)


if __name__ == "__main__":
    main()
