"""Run Checkov from an environment of its own: it needs a hundred packages that nothing else here should meet.

Usage: python tools/checkov.py ARGUMENTS. The environment is made once, from `checkov.txt`, in the user's cache.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import venv

LOCKED = pathlib.Path(__file__).with_suffix(".txt")

BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
"""Debian's; pip before 24.2 looks at a list of its own unless it is told."""

CHOICES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def program() -> pathlib.Path:
    """Return Checkov's path; make its environment, named by its lock and interpreter, if it is not there."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    cache = pathlib.Path(given) if pathlib.PurePath(given).is_absolute() else pathlib.Path.home() / ".cache"
    key = hashlib.sha256(LOCKED.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = cache / "moorage" / f"checkov-{key}"
    if not (folder / "complete").exists():
        _make(folder)
    return folder / "bin" / "checkov"


def _make(folder: pathlib.Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted run left
    venv.create(folder, with_pip=True)
    pip = str(folder / "bin" / "pip")
    install = [pip, "install", "--quiet", "--require-hashes", "--requirement", str(LOCKED)]
    with tempfile.TemporaryDirectory() as beside:
        subprocess.run(install, check=True, cwd=beside, env=_trusting(pip))  # noqa: S603 - words of our own
    (folder / "complete").touch()


def _trusting(pip: str) -> dict[str, str]:
    """Return the environment in which pip trusts the system's authorities, as `tools/environment.sh` has it."""
    said = subprocess.run([pip, "config", "get", "global.cert"], capture_output=True, check=False)  # noqa: S603 - words of our own
    chosen = said.returncode == 0 or any(os.environ.get(name) for name in CHOICES)
    bundle = os.environ.get("SSL_CERT_FILE") or BUNDLE
    return dict(os.environ) if chosen or not pathlib.Path(bundle).is_file() else os.environ | {"PIP_CERT": bundle}


if __name__ == "__main__":
    command = [str(program()), *sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - the caller's own arguments
