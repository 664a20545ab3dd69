"""A user without rights, with a Podman of its own, in a mount namespace in which this machine knows that user."""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import subprocess
import tarfile
import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final

UID: Final = 64321
SUBORDINATE: Final = 200000
"""First of the 65536 user numbers that the user may give to what runs inside."""
IMAGE: Final = "localhost/units:test"
FILES: Final = ("passwd", "group", "subuid", "subgid")
ENTER: Final = """\
folder=$1; shift
for file in passwd group subuid subgid; do mount --bind "$folder/etc/$file" "/etc/$file" || exit 1; done
cd "$folder/home" && exec setpriv --reuid "$UID_" --regid "$UID_" --clear-groups --reset-env \\
  env HOME="$folder/home" USER=units XDG_RUNTIME_DIR="$folder/run" PATH="$PATH" podman "$@"
"""


@dataclass(frozen=True)
class User:
    """The user; everything of it is below `folder`."""

    folder: pathlib.Path

    def podman(self, *words: str, stdin: bytes = b"") -> str:
        """Run Podman as the user and return what it prints on both streams; a failure is shown."""
        command = ["unshare", "--mount", "/bin/sh", "-c", ENTER, "enter", str(self.folder), *words]
        environment = os.environ | {"UID_": str(UID)}
        done = subprocess.run(
            command, env=environment, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert done.returncode == 0, done.stdout.decode()
        return done.stdout.decode()


@contextlib.contextmanager
def user() -> Generator[User]:
    """Yield the user, with an image of BusyBox; its containers and files are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="units-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        made = User(folder)
        for part in ("home", "run"):
            (folder / part).mkdir(mode=0o700)
            os.chown(folder / part, UID, UID)
        (folder / "etc").mkdir()
        for file, line in zip(FILES, _lines(folder), strict=True):
            before = pathlib.Path("/etc") / file
            text = before.read_text(encoding="utf-8") if before.exists() else ""
            (folder / "etc" / file).write_text(f"{text}{line}\n", encoding="utf-8")
        made.podman("import", "--quiet", "-", IMAGE, stdin=_busybox())
        try:
            yield made
        finally:
            made.podman("system", "reset", "--force")


def _lines(folder: pathlib.Path) -> Sequence[str]:
    numbers = f"units:{SUBORDINATE}:65536"
    return (f"units:x:{UID}:{UID}::{folder}/home:/bin/sh", f"units:x:{UID}:", numbers, numbers)


def _busybox() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.add("/bin/busybox", "bin/busybox")
    return stream.getvalue()
