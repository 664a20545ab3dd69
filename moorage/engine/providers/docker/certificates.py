"""TLS certificates as files, which is all that the TLS library takes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from moorage.engine.providers.docker.configuration import Configuration


def folder(configuration: Configuration) -> Path | None:
    """Return a folder with cert.pem, key.pem and, to check the engine's own, ca.pem; None when TLS was not asked for.

    Material given as text is written where only this user reads it, and removed when the process ends.
    """
    if not configuration.certificate:
        named = configuration.certificates or os.environ.get("DOCKER_CERT_PATH", "")
        return Path(named) if named else None
    made = Path(tempfile.mkdtemp(prefix="moorage-tls-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    texts = {"cert.pem": configuration.certificate, "key.pem": configuration.key, "ca.pem": configuration.ca}
    for name, text in texts.items():
        if text:
            (made / name).touch(mode=0o600)
            (made / name).write_text(text)
    return made
