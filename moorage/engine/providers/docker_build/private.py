"""Files that hold what must not be seen: in memory where the system offers it, for this user alone, gone afterwards."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

from moorage.engine import values

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this user alone is made in it
_NEW, _NAME, _LOCK = "moorage-new-", "moorage-build-", "lock"
_HUB = "https://index.docker.io/v1/"
"""What the Docker CLI calls its own registry in a configuration."""


@contextlib.contextmanager
def folder() -> Generator[Path]:
    """Give a folder of mode 0700, on tmpfs if there is one, and remove it and all in it at the end.

    What a process that was killed left there goes too.
    """
    place = _MEMORY if os.access(_MEMORY, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    _sweep(place)
    made = Path(tempfile.mkdtemp(prefix=_NEW, dir=place))
    lock = os.open(made / _LOCK, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        # Locked before it has its name: what has that name and no lock is nobody's any more.
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = made.rename(place / made.name.replace(_NEW, _NAME))
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(lock)


def _sweep(place: Path) -> None:
    for left in place.glob(f"{_NAME}*/{_LOCK}"):
        # Another's folder cannot be opened; one that goes at this moment is gone.
        with contextlib.suppress(OSError):
            lock = os.open(left, os.O_WRONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left.parent, ignore_errors=True)
            finally:
                os.close(lock)


def secret_files(under: Path, secrets: Mapping[str, str]) -> dict[str, Path]:
    """Write each secret to a file of mode 0600 and return the paths by name."""
    paths: dict[str, Path] = {}
    for at, name in enumerate(sorted(secrets)):
        paths[name] = under / f"secret-{at}"
        write(paths[name], secrets[name])
    return paths


def write(path: Path, text: str) -> None:
    """Write a new file of mode 0600."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def client_configuration(under: Path, host: Path, registries: Sequence[values.Values]) -> Path:
    """Make a configuration folder of the Docker CLI that adds credentials to those of `host`, and return it."""
    made = under / "config"
    made.mkdir(mode=0o700)
    for part in ("contexts", "cli-plugins", "buildx"):
        if (host / part).is_dir():
            (made / part).symlink_to((host / part).resolve())
    try:
        known: dict[str, Any] = json.loads((host / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = {}
    write(made / "config.json", json.dumps(with_credentials(known, registries)))
    return made


def with_credentials(known: Mapping[str, Any], registries: Sequence[values.Values]) -> dict[str, Any]:
    """Return a CLI configuration in which these registries are logged in; a later one wins over an earlier."""
    auths: dict[str, Any] = dict(known.get("auths") or {})
    helpers: dict[str, str] = dict(known.get("credHelpers") or {})
    for one in registries:
        name = registry_key(one["address"])
        pair = f"{one.get('username') or ''}:{one.get('password') or ''}"
        auths[name] = {"auth": base64.b64encode(pair.encode()).decode()}
        # An empty helper means this file, whatever store the host uses for the rest.
        helpers[name] = ""
    return {**known, "auths": auths, "credHelpers": helpers}


def registry_key(address: str) -> str:
    """Return the name under which the Docker CLI keeps the credentials of a registry."""
    host = address.removeprefix("https://").removeprefix("http://").split("/", 1)[0]
    return _HUB if host in ("docker.io", "index.docker.io", "registry-1.docker.io") else host
