"""mmdebstrap: makes a root file system from Debian packages. Brought by apt where that is allowed."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable

from components.core.operations import OperationError
from components.images.local import mirrors, root
from components.images.local.recipes import Recipe
from components.shared import superuser

PROGRAM = "mmdebstrap"
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
USERS = ("newuidmap", "uidmap")
"""The program, and its package, by which others than root get the user ids that packages need."""

MERGED = "/usr/share/mmdebstrap/hooks/merged-usr"

UNPACKED = (
    # What was unpacked, recorded where scanners look for it: dpkg itself was never asked.
    'mkdir -p "$1/var/lib/dpkg/status.d" && for deb in "$1"/var/cache/apt/archives/*.deb; do '
    'dpkg-deb --field "$deb" > "$1/var/lib/dpkg/status.d/$(dpkg-deb --field "$deb" Package)" || exit 1; done',
    # What goes with the root file system but is no part of it.
    'mv "$1/usr/bin/busybox" "$1/unpacker"',
    'cd "$1/var/lib/dpkg/status.d" && rm busybox-static python3-pip-whl',
    'PATH="$PATH:/usr/sbin:/sbin" ldconfig -r "$1"',
)
"""Shell commands run once packages are unpacked; `$1` is the new root."""

INSTALLED = ('cp "$1/usr/bin/busybox" "$1/unpacker" && chroot "$1" dpkg --purge busybox-static',)
"""The same once packages are installed."""

SLIM = ("force-unsafe-io", "path-exclude=/usr/share/man/*", "path-exclude=/usr/share/locale/*")


def ensure(say: Callable[[str], None]) -> None:
    """Install mmdebstrap if it is not there.

    Raises:
        OperationError: this user or system may not; the line holds the command.
    """
    missing = lacking()
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = f"no registry answers, and {missing[0]} is not here to make the base; run: {' && '.join(remedy())}"
        raise OperationError(message)
    say(f"installing {' and '.join(missing)} (with apt-get)")
    run(("apt-get", "update"))
    run((*INSTALL, *missing))


def lacking() -> list[str]:
    """Return the packages that this user needs and that are not there."""
    packages = {PROGRAM: PROGRAM} if os.geteuid() == 0 else {PROGRAM: PROGRAM, USERS[0]: USERS[1]}
    return [package for program, package in packages.items() if shutil.which(program) is None]


def remedy() -> tuple[str, ...]:
    """Return the commands that install what is lacking, as this user has to type them."""
    return superuser.here("apt-get update"), superuser.here(" ".join((*INSTALL, *lacking())))


def command(recipe: Recipe, target: pathlib.Path, sources: list[str]) -> list[str]:
    """Return the command that writes the archive `target`."""
    argv = [
        PROGRAM,
        "--quiet",
        f"--variant={recipe.variant}",
        f"--hook-dir={MERGED}",
        f"--include={','.join(recipe.packages)}",
    ]
    argv += ["--format=tar", '--aptopt=Acquire::Languages "none"', '--aptopt=APT::Install-Recommends "false"']
    if recipe.variant == "extract":
        argv += [f"--extract-hook={hook}" for hook in UNPACKED]
    else:
        argv += [*(f"--dpkgopt={option}" for option in SLIM), *(f"--customize-hook={hook}" for hook in INSTALLED)]
    return [*argv, recipe.suite, str(target), *sources]


def make(recipe: Recipe, target: pathlib.Path) -> None:
    """Write the archive `target`, uncompressed.

    Raises:
        OperationError: the last line of what mmdebstrap said.
    """
    run(command(recipe, target, mirrors.of_host(recipe.suite)), SOURCE_DATE_EPOCH=str(root.EPOCH))


def run(argv: tuple[str, ...] | list[str], **variables: str) -> None:
    """Run a program of the system.

    Raises:
        OperationError: it failed; the last line that it printed.
    """
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", **variables}
    # Words of our own and the host's mirrors, no shell; the programs are the system's.
    done = subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603 - see above
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = f"{argv[0]}: failed ({done.returncode}): {' '.join(last)}"
        raise OperationError(message)
