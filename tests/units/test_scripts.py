"""The scripts that install units, beside a systemd and a Podman that only write down what they are told.

This machine runs no systemd. What is held here is the order of the calls, which file is there at each, and what is left
behind.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
from dataclasses import dataclass
from typing import Final

import pytest

from components.workloads.containers import script

FAKE: Final = """\
#!/bin/sh
file=$XDG_CONFIG_HOME/containers/systemd/web.container
[ -f "$file" ] && version=" [$(cat "$file")]"
echo "${0##*/} $*$version" >>"$CALLS"
case "$*" in
"secret create"*) cat >"$XDG_CONFIG_HOME/stored" ;;
*is-active*) exit "${ACTIVE:-0}" ;;
*restart*) [ "$(cat "$file")" = good ] ;;
*"start job.service") exit "${JOB:-0}" ;;
*--value*) echo exit-code ;;
*exists*) exit "${THERE:-0}" ;;
esac
"""
PACKAGE: Final = "components.workloads.units"


@dataclass(frozen=True)
class Session:
    """A user's session that writes down every call."""

    folder: pathlib.Path

    @property
    def units(self) -> dict[str, str]:
        """Return what is in the folder of the units."""
        return {path.name: path.read_text(encoding="utf-8") for path in (self.folder / "containers/systemd").iterdir()}

    def write(self, name: str, text: str) -> None:
        """Put a file among the units."""
        (self.folder / "containers/systemd").mkdir(parents=True, exist_ok=True)
        (self.folder / "containers/systemd" / name).write_text(text, encoding="utf-8")

    def run(self, file: str, words: str, text: str = "", **variables: str) -> tuple[int, str, list[str]]:
        """Run a script; return its exit code, its errors and the calls."""
        calls = self.folder / "calls"
        calls.write_text("", encoding="utf-8")
        environment = {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "XDG_CONFIG_HOME": str(self.folder),
            "CALLS": str(calls),
            "UNIT": "web",
            "LOG_LINES": "20",
            **variables,
        }
        command = ["/bin/sh", "-c", script.text(file, PACKAGE), words]
        done = subprocess.run(command, env=environment, input=text, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr, calls.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def session(tmp_path: pathlib.Path) -> Session:
    """Return a session without units."""
    (tmp_path / "bin").mkdir()
    for name in ("systemctl", "podman", "journalctl"):
        path = tmp_path / "bin" / name
        path.write_text(FAKE, encoding="utf-8")
        path.chmod(0o755)
    return Session(tmp_path)


def test_a_new_unit_is_pulled_written_and_started(session: Session) -> None:
    """The image comes first, so that a failed pull stops nothing."""
    code, error, calls = session.run("serve.sh", "serve web", "good", IMAGE="r.example/a@sha256:0", THERE="1")
    assert (code, error) == (0, "")
    assert calls == [
        "podman image exists r.example/a@sha256:0",
        "podman pull --quiet --tls-verify=true r.example/a@sha256:0",
        "systemctl --user daemon-reload [good]",
        "systemctl --user restart web.service [good]",
    ]
    assert session.units == {"web.container": "good"}


def test_a_registry_without_tls_is_the_named_one_alone(session: Session) -> None:
    """Another registry is spoken to with TLS, whatever is said of the target's."""
    for image, tls in (("127.0.0.1:5000/a@sha256:0", "false"), ("127.0.0.1:50000/a@sha256:0", "true")):
        calls = session.run("job.sh", "job job", IMAGE=image, PLAIN="127.0.0.1:5000", THERE="1", UNIT="job")[2]
        assert f"podman pull --quiet --tls-verify={tls} {image}" in calls


@pytest.mark.parametrize("left", [None, "good"])
def test_a_version_that_does_not_get_ready_gives_way_to_the_one_before(session: Session, left: str | None) -> None:
    """The old file is back and started; also where an earlier run was killed and the file is a broken one."""
    session.write("web.container", "good" if left is None else "broken before")
    if left is not None:
        session.write(".web.before", left)
    code, error, calls = session.run("serve.sh", "serve web", "broken", IMAGE="a")
    assert (code, error) == (1, "serve web: it did not get ready\n")
    assert [call.partition("--since")[0].strip() for call in calls if "is-active" not in call][1:] == [
        "systemctl --user daemon-reload [broken]",
        "systemctl --user restart web.service [broken]",
        "systemctl --user stop web.service [broken]",
        "journalctl --user --unit web.service",
        "systemctl --user daemon-reload [good]",
        "systemctl --user start web.service [good]",
    ]
    assert session.units == {"web.container": "good"}


def test_a_first_version_that_does_not_get_ready_leaves_nothing(session: Session) -> None:
    """There is nothing to go back to: no unit is left that the machine would start."""
    assert session.run("serve.sh", "serve web", "broken", IMAGE="a")[0] == 1
    assert session.units == {}


def test_the_same_unit_again_restarts_nothing(session: Session) -> None:
    """A run for another reason than the text finds the service up and leaves it alone."""
    session.write("web.container", "good")
    assert session.run("serve.sh", "serve web", "good", IMAGE="a") == (
        0,
        "",
        ["systemctl --user --quiet is-active web.service [good]"],
    )
    assert session.units == {"web.container": "good"}


def test_a_job_that_fails_says_why(session: Session) -> None:
    """Its last log lines and its result are the error, and the run is one that failed."""
    code, error, calls = session.run("job.sh", "job job", UNIT="job", IMAGE="a", JOB="1")
    assert (code, error) == (1, "job job ended with exit-code (code exit-code)\n")
    assert any(call.startswith("journalctl --user --unit job.service --since @") for call in calls)


@pytest.mark.parametrize(("keep", "removed"), [("", True), ("yes", False)])
def test_a_volume_goes_unless_it_is_kept(session: Session, keep: str, removed: bool) -> None:
    """Removing a volume's unit removes its data, unless the stack keeps it."""
    session.write("web-data.volume", "text")
    variables = {"FILE": "web-data.volume", "SERVICE": "web-data-volume.service", "THING": "volume", "KEEP": keep}
    code, _, calls = session.run("file.sh", "remove volume", NAME="web-data", **variables)
    assert (code, session.units, "podman volume rm web-data" in calls) == (0, {}, removed)


def test_a_secret_comes_by_standard_input(session: Session) -> None:
    """Its value is in no argument, and it is decoded."""
    calls = session.run("secret.sh", "secret", "YSBjYW5hcnk=", NAME="stored")[2]
    assert calls == ["podman secret create --replace stored -"]
    assert (session.folder / "stored").read_bytes() == b"a canary"
