"""A Podman of the tests' own: store, networks and socket in a folder, so that this machine's own is left alone."""

from __future__ import annotations

import contextlib
import os
import pathlib
import resource
import shutil
import subprocess
import time
from collections.abc import Generator

from tests.hosts import Host

SECONDS = 30
"""How long the service may take to answer; on two cores it took half a second."""

PROCESSES = 32768
"""Podman 4.3 without CAP_SYS_RESOURCE hands containers less than it has itself; this much it does."""

SETTINGS = """\
[containers]
default_ulimits = ["nofile={files}:{files}", "nproc={processes}:{processes}"]

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
exit_command_delay = 5
lock_type = "file"

[network]
network_backend = "netavark"
network_config_dir = "{folder}/networks"
"""
"""What a machine without systemd, inside another one, needs; all else as Debian has it."""


@contextlib.contextmanager
def serve(folder: pathlib.Path) -> Generator[Host]:
    """Yield a Podman whose everything is below `folder`; nothing of it is left afterwards."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    processes = min(resource.getrlimit(resource.RLIMIT_NPROC)[1], PROCESSES)
    settings = folder / "containers.conf"
    settings.write_text(SETTINGS.format(files=files, processes=processes, folder=folder), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONTAINER")}
    environment["CONTAINERS_CONF"] = str(settings)
    podman = ["podman", "--root", f"{folder}/root", "--runroot", f"{folder}/run", "--tmpdir", f"{folder}/tmp"]
    socket = folder / "podman.sock"
    log = folder / "podman.log"
    with log.open("ab") as stream:
        service = subprocess.Popen(
            [*podman, "system", "service", "--time=0", f"unix://{socket}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
    try:
        _firewall("-I")
        _wait(service, socket, log)
        yield Host("podman", {"CONTAINER_HOST": f"unix://{socket}"}, {"podman": {"host": f"unix://{socket}"}})
    finally:
        _firewall("-D")
        service.terminate()
        service.wait()
        for words in (
            ["rm", "--all", "--force", "--time=0"],
            ["network", "prune", "--force"],
            ["system", "reset", "-f"],
        ):
            subprocess.run([*podman, *words], env=environment, capture_output=True, check=False)


def remove(folder: pathlib.Path) -> None:
    """Remove a folder in which a Podman was, and what is still mounted in it."""
    mounted = [line.split()[1] for line in pathlib.Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    for place in sorted((one for one in mounted if one.startswith(f"{folder}/")), reverse=True):
        subprocess.run(["umount", "--lazy", place], capture_output=True, check=False)
    shutil.rmtree(folder)


def _firewall(action: str) -> None:
    """Let what stays within a network through: beside Docker, whose rules drop it (see the how-to of Podman)."""
    rule = ["FORWARD", "-m", "physdev", "--physdev-is-bridged", "-m", "comment", "--comment", f"tests {os.getpid()}"]
    subprocess.run(["iptables", "-w", action, *rule, "-j", "ACCEPT"], capture_output=True, check=True)


def _wait(service: subprocess.Popen[bytes], socket: pathlib.Path, log: pathlib.Path) -> None:
    end = time.monotonic() + SECONDS
    while not socket.exists():
        assert service.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.05)
