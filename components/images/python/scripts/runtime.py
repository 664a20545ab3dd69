"""Make the base what images run on: nothing that installs, and the standard library as bytecode.

Usage: runtime.py
"""

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
import time

import bytecode
import settle


def main() -> None:
    """Remove pip and what it brings, then compile."""
    start = time.time()
    if importlib.util.find_spec("pip") is not None:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "uninstall", "--yes"]
        subprocess.run([*pip, "--root-user-action=ignore", "pip", "setuptools", "wheel"], check=True)  # noqa: S603 - words of our own
    library = sysconfig.get_path("stdlib")
    shutil.rmtree(f"{library}/ensurepip", ignore_errors=True)  # holds a wheel of pip
    bytecode.write(library)
    settle.since(start)


if __name__ == "__main__":
    main()
