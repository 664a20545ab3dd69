"""Certificates of a build step: the base's own, and those of the secret `ca`."""

import pathlib
import ssl

SECRETS = pathlib.Path("/run/secrets")


def bundle(beside: pathlib.Path) -> "pathlib.Path | None":
    """Write both to a file in `beside` and return it; None when the secret is not there."""
    extra = SECRETS / "ca"
    if not extra.is_file():
        return None
    usual = pathlib.Path(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt")
    made = beside / "ca.pem"
    made.write_bytes((usual.read_bytes() if usual.is_file() else b"") + b"\n" + extra.read_bytes())
    return made
