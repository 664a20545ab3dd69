"""The limits of a workload hold in its running container, as the kernel has them."""

from __future__ import annotations

import pytest

from tests.releases.stage import Stage, serving

pytestmark = pytest.mark.docker

LIMITS = {"memory_mib": 32, "cpus": 0.5, "pids": 50, "open_files": 200, "tmpfs_mib": 8, "log_mib": 2}

CGROUP = "/sys/fs/cgroup"


def test_every_limit_holds(stage: Stage) -> None:
    """Memory without swap, CPU, processes, open files, the size of a writable directory and of the log."""
    stage.up({"web": serving("one", limits=LIMITS)})
    (web,) = stage.containers("web")

    def reads(text: str) -> list[str]:
        return stage.host.execute(web["Id"], "/bin/busybox", "sh", "-c", text).stdout.split()

    def group(first: str, second: str) -> list[str]:
        """Return a control group's file, by its place in version 1, or in version 2."""
        return reads(f"cat {CGROUP}/{first} 2>/dev/null || cat {CGROUP}/{second}")

    assert web["HostConfig"]["PidsLimit"] == 50
    assert group("pids/pids.max", "pids.max") == ["50"]
    assert group("memory/memory.limit_in_bytes", "memory.max") == [str(32 * 2**20)]
    assert group("cpu/cpu.cfs_quota_us", "cpu.max")[0] == "50000"
    assert web["HostConfig"]["MemorySwap"] == web["HostConfig"]["Memory"]
    assert reads("ulimit -n; ulimit -H -n") == ["200", "200"]
    mount = next(line for line in reads("cat /proc/mounts | tr ' ' ';'") if line.split(";")[1] == "/tmp")
    assert {"size=8192k", "noexec", "nosuid", "nodev"} <= set(mount.split(";")[3].split(","))
    assert web["HostConfig"]["LogConfig"]["Config"] == {"max-file": "3", "max-size": "2m"}
