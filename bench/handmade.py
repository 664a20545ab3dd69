"""What the Dockerfile tuned by hand needs: the same base as an image of the local store, and one of it with pip."""

from __future__ import annotations

import gzip
import io
import os
import pathlib
import subprocess
import tarfile
import zipfile

import certifi

from bench import plain
from components.images import bases, certificates

docker = plain.docker

BASE, TOOLS = "moorage-bench-base", "moorage-bench-tools"


class Handmade:
    """The images that the peer starts from; those that are made here are called after the benchmark."""

    def __init__(self, base: bases.Base, folder: pathlib.Path) -> None:
        self.base, self.tools, self.authorities = base, folder / "tools.tar", folder / "all.pem"
        extra = certificates.of_host(os.environ)
        self.authorities.write_text(pathlib.Path(certifi.where()).read_text(encoding="utf-8") + extra, encoding="utf-8")
        if isinstance(base, bases.Registry):
            pinned = f"{base.repository}@{base.digest}"
            self.images, self.own = {"BASE": pinned, "TOOLS": pinned}, tuple[str, ...]()
        else:
            self.images, self.own = {"BASE": BASE, "TOOLS": TOOLS}, (BASE, TOOLS)
            _with_pip(base, self.tools)
            _imported(self.tools, TOOLS)

    def bring(self) -> None:
        """Get the base: pulled, or its archive imported, which is what unpacking it is to ours."""
        if isinstance(self.base, bases.Registry):
            docker("pull", "--quiet", self.images["BASE"])
        else:
            _imported(self.base.root.path, BASE)


def _imported(archive: pathlib.Path, name: str) -> None:
    change = f"ENV PATH={bases.PATH} LANG=C.UTF-8"
    subprocess.run(["docker", "import", "--change", change, str(archive), name], capture_output=True, check=True)


def _with_pip(base: bases.Local, target: pathlib.Path) -> None:
    """Write the base's archive with its pip, where the interpreter finds it."""
    if base.pip is None:
        raise RuntimeError(f"{base.name} was made without pip")
    with gzip.open(base.root.path) as packed, target.open("wb") as out:
        out.write(packed.read())
    with tarfile.open(target, "a") as archive, zipfile.ZipFile(base.pip.path) as wheel:
        for name in wheel.namelist():
            entry = tarfile.TarInfo(f"usr/lib/python3/dist-packages/{name}")
            entry.size, entry.mode = wheel.getinfo(name).file_size, 0o644
            archive.addfile(entry, io.BytesIO(wheel.read(name)))
