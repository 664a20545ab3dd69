"""The smallest image that does something: BusyBox, loaded into a machine's engine from its own bytes."""

from __future__ import annotations

import io
import pathlib
import subprocess
import tarfile

from tests.machines.machine import Machine

NAME = "busybox:test"


def load(machine: Machine) -> str:
    """Load the image and return its name; its shell is `/bin/sh`, and every applet of BusyBox is one of it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.add(pathlib.Path("/bin/busybox"), "bin/busybox")
        link = tarfile.TarInfo("bin/sh")
        link.type, link.linkname = tarfile.SYMTYPE, "busybox"
        archive.addfile(link)
    command = ["docker", "--host", machine.socket, "import", "-", NAME]
    subprocess.run(command, input=stream.getvalue(), capture_output=True, check=True)
    return NAME
