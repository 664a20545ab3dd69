"""Install Debian packages in a stage, and leave nothing but them.

Usage: packages.py NAME...
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

import settle
import trust

LEFT = (
    "log/apt/*",
    "log/alternatives.log",
    "log/dpkg.log",
    "cache/debconf/*-old",
    "cache/ldconfig/aux-cache",
    "lib/dpkg/*-old",
)
"""What the installation wrote down for itself, with its times, below /var."""


def main(names: list[str]) -> int:
    """Install; the exit code is that of apt-get."""
    start = time.time()
    with tempfile.TemporaryDirectory() as beside:
        bundle = trust.bundle(pathlib.Path(beside))
        apt = ["apt-get", "-qq", *([f"-oAcquire::https::CAInfo={bundle}"] if bundle else [])]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
            code = subprocess.run([*apt, *words], env=environment, stdin=subprocess.DEVNULL, check=False).returncode  # noqa: S603 - validated names, no shell
            if code:
                return code
    for pattern in LEFT:
        for path in pathlib.Path("/var").glob(pattern):
            path.unlink()
    settle.since(start)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
