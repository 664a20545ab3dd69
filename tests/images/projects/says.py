"""Says which of the packages that it is asked for are there."""

import importlib.metadata
import sys


def version(name: str) -> str:
    """Return the version of a package, `none` when it is not there."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "none"


sys.stdout.write(" ".join(f"{name}={version(name)}" for name in sys.argv[1:]) + "\n")
