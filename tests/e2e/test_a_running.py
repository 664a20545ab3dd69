"""The dev stack as it runs: it answers, changes nothing twice, and is hardened."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import time
from typing import Any

import pytest

from tests.e2e import shopping
from tests.e2e.checkout import Checkout, get

pytestmark = pytest.mark.docker


def inspected(checkout: Checkout) -> list[dict[str, Any]]:
    """Return the engine's account of every running container of the stack."""
    return [one for one in checkout.host.inspect(*checkout.containers()) if one["State"]["Running"]]


def processes(groups: pathlib.Path) -> int:
    """Return how many processes the control group of a process may hold."""
    for line in groups.read_text(encoding="ascii").splitlines():
        _, controllers, path = line.split(":", 2)
        limit = pathlib.Path(f"/sys/fs/cgroup/{controllers}{path}/pids.max")
        if controllers in ("pids", "") and limit.is_file():
            return int(limit.read_text(encoding="ascii"))
    raise AssertionError(groups)


def test_url_answers(dev: Checkout) -> None:
    """The printed URL is that of the one exposed workload, and a person gets a page there."""
    outputs = dev.json("outputs")
    assert outputs == dev.json("stack", "output") == {"web": {"url": dev.url}}
    status, page = get(outputs["web"]["url"])
    assert status == 200
    assert "<html" in page
    assert get(outputs["web"]["url"] + "/healthz")[0] == 200
    assert "# TYPE" in get(outputs["web"]["url"] + "/metrics")[1]


def test_second_up_changes_nothing(dev: Checkout) -> None:
    """No change after an `up`, nor after a `refresh`."""
    before = dev.containers()
    assert dev.changes() == {}
    dev.run("up", "--yes", "--expect-no-changes")
    dev.run("refresh", "--yes", "--expect-no-changes")
    assert dev.changes() == {}
    assert dev.containers() == before


def test_another_path_sees_no_change(dev: Checkout, tmp_path: pathlib.Path) -> None:
    """The same state, previewed from a checkout at another path, shows no change: no path is in it."""
    other = Checkout.at(tmp_path / "elsewhere", dev.host, dev.root)
    other.environment = dev.environment | {"PULUMI_BACKEND_URL": f"file://{dev.root}"}
    assert other.changes() == {}
    state = (dev.root / f".pulumi/stacks/{dev.project}/dev.json").read_text(encoding="utf-8")
    assert str(dev.root) not in state


def test_every_process_is_hardened(dev: Checkout) -> None:
    """UID not 0, no capability, no new privileges, read-only root, memory and process limits: as the kernel has it."""
    running = inspected(dev)
    labels: list[dict[str, str]] = [one["Config"]["Labels"] for one in running]
    assert sorted(one.get("moorage.workload") or one["moorage.proxy"] for one in labels) == [
        "database",
        "database-proxy",
        f"edge-{dev.port}",
        "web",
        "web-proxy",
        "worker",
    ]
    for one in running:
        name, pid, host = one["Name"], one["State"]["Pid"], one["HostConfig"]
        status = dict(
            line.split(":\t", 1)
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
            if ":\t" in line
        )
        assert "0" not in status["Uid"].split(), name
        assert "0" not in status["Gid"].split(), name
        assert {status[key] for key in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}, name
        assert status["NoNewPrivs"] == "1", name
        assert status["Seccomp"] == "2", name
        assert host["ReadonlyRootfs"] is True, name
        assert host["Memory"] > 0, name
        assert host["MemorySwap"] == host["Memory"], name
        most = 64 if "moorage.proxy" in one["Config"]["Labels"] else 256
        assert processes(pathlib.Path(f"/proc/{pid}/cgroup")) == most, name
        if dev.host.name == "docker":  # Podman tells neither of these
            assert host["PidsLimit"] == most, name
            assert host["LogConfig"]["Config"]["max-file"] == "3", name


def test_nothing_listens_beyond_loopback(dev: Checkout) -> None:
    """Docker publishes one port, on 127.0.0.1."""
    published = [
        (port, binding["HostIp"], binding["HostPort"])
        for one in inspected(dev)
        for port, bindings in one["NetworkSettings"]["Ports"].items()
        for binding in bindings or []
    ]
    assert published == [("8080/tcp", "127.0.0.1", str(dev.port))]


def test_canary_is_nowhere_in_clear(dev: Checkout) -> None:
    """The database's password is in no inspect output, environment, state, history, log or layer."""
    web = next(one for one in inspected(dev) if one["Config"]["Labels"].get("moorage.workload") == "web")
    canary = dev.host.execute(web["Id"], "cat", "/run/secrets/database-password").stdout.strip()
    assert len(canary) == 32
    ids = dev.containers()
    assert canary not in dev.host.says("inspect", *ids)
    for container in ids:
        assert canary not in dev.host.logs(container)
    for path in (dev.root / ".pulumi").rglob("*"):
        assert not path.is_file() or canary.encode() not in path.read_bytes(), path
    for image in {one["Image"] for one in inspected(dev)}:
        assert canary not in dev.host.says("history", "--no-trunc", image)
        command = [dev.host.name, "save", image]
        layers = subprocess.run(command, env=dev.host.variables, capture_output=True, check=True).stdout
        assert canary.encode() not in layers


def test_order_reaches_the_worker(dev: Checkout) -> None:
    """Page, database, queue and worker work together under all the hardening."""
    path, page = shopping.Customer(dev.url).order()
    assert "shipped" in page.lower()
    assert path.rsplit("/", 1)[1] in dev.run("logs", "worker", "--tail", "50").stdout


def test_status_names_what_runs(dev: Checkout) -> None:
    """Every workload with its health, the job with its end."""

    def rows() -> dict[str, tuple[str, str]]:
        return {row["workload"]: (row["state"], row["health"]) for row in dev.json("status")}

    while "starting" in {health for _, health in rows().values()}:  # the engine's own first check comes an interval in
        time.sleep(0.5)
    assert rows() == {
        "database": ("running", "healthy"),
        "migrate": ("exited (0)", ""),
        "web": ("running", "healthy"),
        "worker": ("running", "healthy"),
    }


def test_checkout_stays_clean(dev: Checkout) -> None:
    """What runs writes only what git ignores: a repository of the same files sees no other."""
    subprocess.run(["git", "init", "-q", "."], cwd=dev.root, check=True)
    try:
        subprocess.run(["git", "add", "--", *dev.files], cwd=dev.root, check=True, capture_output=True)
        listed = subprocess.run(
            ["git", "status", "--porcelain"], cwd=dev.root, capture_output=True, text=True, check=True
        )
    finally:
        shutil.rmtree(dev.root / ".git")
    assert [line for line in listed.stdout.splitlines() if not line.startswith("A ")] == []
