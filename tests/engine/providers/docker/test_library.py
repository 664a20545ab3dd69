"""docker-py is imported when it is first needed, and several steps may need it at once."""

import subprocess
import sys

PROGRAM = """
import threading
from concurrent import futures
from moorage.engine.providers.docker import client

names = ["docker", "docker.errors", "docker.tls", "docker.context", "docker.types", "docker.utils"]
together = threading.Barrier(len(names))

def first(name):
    together.wait()
    client.library(name)

with futures.ThreadPoolExecutor(len(names)) as pool:
    for done in [pool.submit(first, name) for name in names]:
        done.result()
"""


def test_steps_may_need_it_at_the_same_time() -> None:
    """Its modules import each other in a circle, which Python lets threads see half made; here none does."""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
