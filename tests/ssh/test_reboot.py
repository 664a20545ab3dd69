"""A stack on another machine is back after a reboot and after crashes, as it was, and is reached as it was."""

from __future__ import annotations

import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.e2e.checkout import Checkout, get
from tests.machines import machine
from tests.ssh import conftest

pytestmark = pytest.mark.xdist_group("machine")

HEALTHY = """\
until [ "$(docker ps --quiet --filter health=healthy | wc -l)" -ge "$0" ]; do sleep 0.5; done
"""


CHECKED = "while docker ps --quiet --filter health=starting | grep -q .; do sleep 0.5; done"


@pytest.fixture(scope="module")
def hello(harbour: machine.Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Return a checkout whose stack, a web server, is up on the machine."""
    folder: pathlib.Path = tmp_path_factory.mktemp("hello")
    made = conftest.stack(folder / "a", harbour.host, "examples/stacks/docker.yaml")
    made.environment |= harbour.environment
    made.run("up", "--yes")
    yield made
    made.run("destroy", "--yes", "--remove", code=None)


def page(hello: Checkout, on: machine.Machine) -> int:
    """Return the status of the stack's page, reached as the stack says, within a minute."""
    told = hello.json("outputs")["web"]
    end = time.monotonic() + 60
    while True:
        try:
            with conftest.forwarded(told["tunnel"], on):
                return get(told["url"])[0]
        except OSError:  # an edge that is not back yet
            assert time.monotonic() < end
            time.sleep(0.5)


def healthy(on: machine.Machine) -> list[str]:
    """Return the containers that are healthy once no check is open."""
    on.run("timeout", "90", "sh", "-c", CHECKED)
    return on.docker("ps", "--quiet", "--filter", "health=healthy").split()


def test_a_person_reaches_it_as_it_says(hello: Checkout, harbour: machine.Machine) -> None:
    """With the printed command running, the printed URL answers; a second `up` changes nothing."""
    assert hello.json("outputs") == {
        "web": {
            "url": f"http://127.0.0.1:{hello.port}",
            "tunnel": f"ssh -N -L {hello.port}:127.0.0.1:{hello.port} root@{harbour.address}",
        }
    }
    assert page(hello, harbour) == 200
    hello.run("up", "--yes", "--expect-no-changes")


def test_a_command_inside_has_its_input_and_exit_code(hello: Checkout) -> None:
    """As on this machine."""
    words = ["exec", "--stack", "dev", "--engine", "embedded", "web", "--"]
    inside = "print(input()[::-1]); raise SystemExit(3)"
    done = subprocess.run(
        [sys.executable, "-m", "moorage", *words, "python", "-c", inside],
        cwd=hello.root,
        env=hello.environment | {"PYTHONPATH": str(hello.root)},
        input="drawer\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "reward\n"), done.stderr


@pytest.mark.parametrize("how", ["reboot", "killed engine", "killed containers"])
def test_everything_is_back(hello: Checkout, harbour: machine.Machine, how: str) -> None:
    """The same containers are healthy again, the page answers as before, and `up` finds nothing to change."""
    ids = sorted(harbour.docker("ps", "--quiet").split())
    well = healthy(harbour)
    assert well
    match how:
        case "reboot":
            harbour.reboot()
        case "killed engine":
            harbour.restart_engine(signal.SIGKILL)
        case _:
            harbour.kill_containers()
    harbour.run("timeout", "90", "sh", "-c", HEALTHY, str(len(well)))
    assert sorted(harbour.docker("ps", "--quiet").split()) == ids
    assert page(hello, harbour) == 200
    hello.run("up", "--yes", "--expect-no-changes")
