"""Run pip in a build stage with what the build's secrets say: certificates in `ca`, the index's URL in `index`.

Usage: install.py ARGUMENTS OF PIP. A wheel of pip beside this file is used, else the interpreter's own pip.
"""

import os
import pathlib
import runpy
import ssl
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent
SECRETS = pathlib.Path("/run/secrets")


def trust(beside: pathlib.Path) -> None:
    """Let pip, and what it starts, trust the base's certificates and those of the secret."""
    extra = SECRETS / "ca"
    if not extra.is_file():
        return
    usual = pathlib.Path(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt")
    bundle = beside / "ca.pem"
    bundle.write_bytes((usual.read_bytes() if usual.is_file() else b"") + b"\n" + extra.read_bytes())
    for name in ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        os.environ[name] = str(bundle)


def main() -> None:
    """Set up and run; pip's exit code is ours."""
    with tempfile.TemporaryDirectory() as name:
        beside = pathlib.Path(name)
        trust(beside)
        index = SECRETS / "index"
        if index.is_file() and (url := index.read_text(encoding="utf-8").strip()):
            os.environ["PIP_INDEX_URL"] = url
        wheel = HERE / "pip.whl"
        if wheel.is_file():
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(beside / "pip")
            sys.path.insert(0, str(beside / "pip"))
        sys.argv[0] = "pip"
        runpy.run_module("pip", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
