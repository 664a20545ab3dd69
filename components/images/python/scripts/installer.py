"""pip in a build stage, for the environment, with what the build's secrets say.

The secret `ca` holds certificates, `index` the URL of the package index. A wheel of pip beside this file is used, else
the interpreter's own pip. What a failure needs is said last, in one line.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import advice
import trust

HERE = pathlib.Path(__file__).parent
VENV = "/opt/venv"


def pip(*arguments: str) -> None:
    """Run pip with the environment's interpreter; its exit code is ours when it fails."""
    with tempfile.TemporaryDirectory() as name:
        beside = pathlib.Path(name)
        said: list[str] = []
        command = [f"{VENV}/bin/python3", str(_runner(beside)), *arguments]
        with subprocess.Popen(  # noqa: S603 - words of our own
            command, env=_environment(beside), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as running:
            for line in running.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                said.append(line)
    if running.returncode:
        sys.stdout.writelines(f"{line}\n" for line in advice.of("".join(said)))
        raise SystemExit(running.returncode)


def _runner(beside: pathlib.Path) -> pathlib.Path:
    wheel = HERE / "pip.whl"
    if wheel.is_file():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(beside)
        return beside / "pip" / "__pip-runner__.py"
    found = importlib.util.find_spec("pip")
    if found is None or found.origin is None:
        raise SystemExit("the base has no pip: take one that has, such as python:3.11-slim-bookworm")
    return pathlib.Path(found.origin).with_name("__pip-runner__.py")


def _environment(beside: pathlib.Path) -> "dict[str, str]":
    environment = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_PROGRESS_BAR": "off",
        "PIP_ROOT_USER_ACTION": "ignore",
        # A wheel, and a program that is compiled, may write the date it was made on.
        "SOURCE_DATE_EPOCH": "315532800",
    }
    bundle = trust.bundle(beside)
    if bundle is not None:
        environment.update(dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), str(bundle)))
    index = trust.SECRETS / "index"
    if index.is_file() and (url := index.read_text(encoding="utf-8").strip()):
        environment["PIP_INDEX_URL"] = url
    return environment
