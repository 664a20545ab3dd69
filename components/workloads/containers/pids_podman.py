"""Limits a container's processes through Podman's own API, where neither its client nor Docker's API has a word for it.

Read by `python3 -`; CONTAINER_HOST, CONTAINER and PIDS come through the environment. A limit can be set from a
container's initialization on, which comes before its start.
"""

import http.client
import json
import os
import socket
import sys


class Local(http.client.HTTPConnection):
    """HTTP over a socket of this machine."""

    def connect(self) -> None:
        """Connect to the API."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(os.environ["CONTAINER_HOST"].removeprefix("unix://"))


def ask(action: str, document: object, *fine: int) -> None:
    """Post to the container, and end with one line when the answer is not `fine`."""
    connection = Local("localhost")
    path = f"/v4.0.0/libpod/containers/{os.environ['CONTAINER']}/{action}"
    connection.request("POST", path, json.dumps(document), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status not in fine:
        sys.exit(json.loads(text).get("message", str(answer.status)))


if __name__ == "__main__":
    # 304: it is initialized, or runs.
    ask("init", None, 204, 304)
    ask("update", {"pids": {"limit": int(os.environ["PIDS"])}}, 200, 201, 204)
