"""A base that is really made: twice from the same packages, at another hour and with another mask, the same bytes."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
import tarfile

from components.images import bases, lock
from components.images.local import make, recipes

WANTED = bases.Wanted("python:3.11-slim-bookworm", ("libblas3", "openssl"))

AGAIN = """
import pathlib, sys
from tests.images import test_made
print(test_made.made(pathlib.Path(sys.argv[1])).model_dump_json())
"""


def made(cache: pathlib.Path) -> lock.Made:
    """Make the base into a cache of its own."""
    recipe = recipes.find(WANTED.name, WANTED.run)
    assert recipe is not None
    return make.make(WANTED, recipe, "linux/amd64", make.Workshop(cache, lambda _line: None, install=True))


def test_two_makings_are_one(tmp_path: pathlib.Path) -> None:
    """The hash of the root is the same 25 hours later under mask 077; it holds the packages that were asked for."""
    assert shutil.which("faketime"), "needs faketime (apt-get install faketime)"
    first = made(tmp_path / "first")
    argv = ["faketime", "-f", "+25h", sys.executable, "-c", AGAIN, str(tmp_path / "second")]
    root = pathlib.Path(__file__).parents[2]
    done = subprocess.run(argv, cwd=root, umask=0o077, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    second = lock.Made.model_validate_json(done.stdout)
    assert second.date > first.date
    assert second.model_copy(update={"date": first.date}) == first
    assert {"libblas3", "openssl", "python3", "libstdc++6"} <= set(first.packages)
    with tarfile.open(tmp_path / "first" / f"{first.root.sha256}.tar.gz") as archive:
        names = set(archive.getnames())
        shared = archive.getmember("usr/lib/x86_64-linux-gnu/libblas.so.3")
    assert shared.linkname == "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3"
    assert {"usr/bin/openssl", "usr/bin/python3"} < names
    assert not {name for name in names if name.startswith(("unpack", "var/log/", "usr/bin/dpkg"))}
