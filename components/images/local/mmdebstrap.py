"""mmdebstrap: makes a root file system from Debian packages. Brought by apt where that is allowed."""

from __future__ import annotations

import difflib
import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Callable

from components.core.errors import SettingsError
from components.core.operations import OperationError
from components.images.local import asked, mirrors, root
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

LISTED = (
    f'mkdir "$1/{asked.LISTS}" && for deb in "$1"/var/cache/apt/archives/*.deb; do '
    f'at="$1/{asked.LISTS}/$(dpkg-deb --field "$deb" Package)" && '
    'dpkg-deb --fsys-tarfile "$deb" | tar --list > "$at.files" && '
    'if dpkg-deb --info "$deb" postinst > "$at.script" 2>/dev/null; then :; else rm "$at.script"; fi || exit 1; done',
)
"""The same when the stack file asks for packages: what each one brings, and the script that would set it up."""

INSTALLED = ('cp "$1/usr/bin/busybox" "$1/unpacker" && chroot "$1" dpkg --purge busybox-static',)
"""The same once packages are installed."""

_UNKNOWN = re.compile(r"E: Unable to locate package (\S+)|E: Package '(\S+)' has no installation candidate")

SLIM = ("force-unsafe-io", "path-exclude=/usr/share/man/*", "path-exclude=/usr/share/locale/*")


def ensure(say: Callable[[str], None], *, install: bool) -> None:
    """Install mmdebstrap if it is not there, and `install` allows it.

    Raises:
        OperationError: this user or system may not; the line holds the command.
    """
    missing = lacking()
    if not missing:
        return
    if not install:
        message = f"no registry answers, and {missing[0]} is not here to make the base; run: moorage images lock"
        raise OperationError(message)
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
    argv = [PROGRAM, f"--variant={recipe.variant}", f"--hook-dir={MERGED}", *_include(recipe), "--format=tar"]
    if recipe.variant == "extract":
        argv += [f"--extract-hook={hook}" for hook in (*(LISTED if recipe.run else ()), *UNPACKED)]
    else:
        argv += [*(f"--dpkgopt={option}" for option in SLIM), *(f"--customize-hook={hook}" for hook in INSTALLED)]
    return [*argv, recipe.suite, str(target), *sources]


def resolve(recipe: Recipe) -> dict[str, str]:
    """Return the version of each package that `make` would take now, by name; the lists are asked for, nothing else.

    Raises:
        SettingsError: Debian has no such package.
        OperationError: the last line of what mmdebstrap said.
    """
    argv = [PROGRAM, "--verbose", "--simulate", f"--variant={recipe.variant}", *_include(recipe), recipe.suite]
    said = _packages(recipe, [*argv, os.devnull, *mirrors.of_host(recipe.suite)])
    return dict(sorted(re.findall(r"^Inst (\S+) (?:\[\S+\] )?\((\S+) ", said, re.MULTILINE)))


def _include(recipe: Recipe) -> list[str]:
    options = ('Acquire::Languages "none"', 'APT::Install-Recommends "false"')
    return [f"--include={','.join(recipe.asked)}", *(f"--aptopt={option}" for option in options)]


def make(recipe: Recipe, target: pathlib.Path) -> None:
    """Write the archive `target`, uncompressed.

    Raises:
        SettingsError: Debian has no such package.
        OperationError: the last line of what mmdebstrap said.
    """
    _packages(recipe, command(recipe, target, mirrors.of_host(recipe.suite)))


def _packages(recipe: Recipe, argv: list[str]) -> str:
    done = _run(argv, SOURCE_DATE_EPOCH=str(root.EPOCH))
    said = done.stdout + done.stderr
    if done.returncode and (unknown := _UNKNOWN.search(said)):
        name = unknown[1] or unknown[2]
        # Names alone, of the releases that this machine knows: near enough for a guess.
        known = _run(("apt-cache", "pkgnames", name[:2])).stdout.split() if shutil.which("apt-cache") else []
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]}" if near else ""
        raise SettingsError("packages", f"Debian {recipe.suite} has no package {name}{hint}")
    _good(argv, done)
    return said


def run(argv: tuple[str, ...] | list[str]) -> None:
    """Run a program of the system.

    Raises:
        OperationError: it failed; the last line that it printed.
    """
    _good(argv, _run(argv))


def _run(argv: tuple[str, ...] | list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", **variables}
    # Words of our own and the host's mirrors, no shell; the programs are the system's.
    return subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603 - see above


def _good(argv: tuple[str, ...] | list[str], done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        errors = [line for line in lines if line.startswith("E: ")]
        message = f"{argv[0]}: failed ({done.returncode}): {' '.join((errors or lines)[:1])}"
        raise OperationError(message)
