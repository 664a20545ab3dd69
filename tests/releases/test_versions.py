"""A new version serves once it works; one that does not costs nothing."""

from __future__ import annotations

import pytest

from tests.releases import stage as stages
from tests.releases.stage import CRASHES, IDLES, Stage, serving, shell

pytestmark = pytest.mark.docker


def test_a_version_takes_over(stage: Stage) -> None:
    """The new container serves, the old one is gone, and nothing is left to change, also after a refresh."""
    stage.up({"web": serving("one")})
    first = stage.running("web")
    assert (len(first), stage.says("web")) == (1, {"one"})
    stage.up({"web": serving("two")})
    assert stage.says("web") == {"two"}
    assert len(stage.containers("web")) == 1
    assert stage.running("web") != first
    assert stage.changes({"web": serving("two")}) == {}
    stage.deployed.refresh()
    assert stage.changes({"web": serving("two")}) == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (CRASHES, "release web failed: exited with code 3"),
        ("exec /bin/busybox sleep 600", "release web failed: its check did not succeed within 25 s"),
    ],
    ids=["crashes", "never healthy"],
)
def test_a_failed_version_costs_nothing(stage: Stage, text: str, line: str) -> None:
    """However often it is tried: it is stopped, the old one serves, and the next good version leaves one container."""
    stage.up({"web": serving("one")})
    first = stage.running("web")
    for _ in range(2):
        failed = stage.up({"web": serving("two", command=[*stages.BUSYBOX, text])}, fails=True)
        assert line in "\n".join(failed.errors)
        assert (stage.running("web"), stage.says("web")) == (first, {"one"})
    stage.up({"web": serving("three")})
    assert (len(stage.containers("web")), stage.says("web")) == (1, {"three"})
    assert stage.changes({"web": serving("three")}) == {}


def test_the_log_says_why(stage: Stage) -> None:
    """The last lines of a crashed version are in the error, also when it is the first one there is."""
    failed = stage.up({"web": serving("one", command=[*stages.BUSYBOX, CRASHES])}, fails=True)
    assert "no settings" in "\n".join(failed.errors)
    assert stage.running("web") == []


def test_two_different_failures_in_a_row(stage: Stage) -> None:
    """The old version still serves after both, and what failed is deleted by the next good run."""
    stage.up({"web": serving("one")})
    first = stage.running("web")
    stage.up({"web": serving("two", command=[*stages.BUSYBOX, CRASHES])}, fails=True)
    missing = stage.up({"web": serving("three", command=["/bin/nothing"])}, fails=True)
    assert "/bin/nothing" in "\n".join(missing.errors)
    assert stage.running("web") == first
    stage.up({"web": serving("one")})
    assert (len(stage.containers("web")), stage.says("web")) == (1, {"one"})


def test_out_of_memory_is_said(stage: Stage) -> None:
    """A version that needs more memory than it may have is told apart from one that ends."""
    hungry = "echo hungry; exec /bin/busybox dd if=/dev/zero of=/tmp/file bs=1M"
    limits = {"memory_mib": 16}
    failed = stage.up({"web": serving("one", command=[*stages.BUSYBOX, hungry], limits=limits)}, fails=True)
    assert "out of memory" in "\n".join(failed.errors)


def test_replicas_come_and_go(stage: Stage) -> None:
    """Another number replaces none of those that stay; a broken one more costs none of them."""
    stage.up({"web": serving("one", replicas=2)})
    two = stage.running("web")
    assert len(two) == 2
    stage.up({"web": serving("one", replicas=3)})
    assert set(two) < set(stage.running("web"))
    stage.up({"web": serving("one", replicas=1)})
    (left,) = stage.running("web")
    assert left in two
    assert len(stage.containers("web")) == 1
    assert stage.containers("web")[0]["Config"]["Labels"]["moorage.replica"] == "1"


def test_a_worker_without_a_check(stage: Stage) -> None:
    """It counts as up when it stays up; one that ends at once does not, and the one before goes on."""
    stage.up({"worker": shell("worker", IDLES)})
    first = stage.running("worker")
    failed = stage.up({"worker": shell("worker", "exit 0")}, fails=True)
    assert "release worker failed: exited with code 0" in "\n".join(failed.errors)
    assert stage.running("worker") == first


def test_a_volume_has_one_container_at_a_time(stage: Stage) -> None:
    """The old one is stopped before the new one starts; when that one fails, the old one is started again."""
    volumes = {"data": {"path": "/data"}}
    alone = 'mkdir /data/lock && trap "rmdir /data/lock" EXIT && trap "exit 0" TERM && while :; do sleep 0.1; done'
    stage.up({"keeper": shell("worker", alone, volumes=volumes)})
    (first,) = stage.running("keeper")
    failed = stage.up({"keeper": shell("worker", CRASHES, volumes=volumes)}, fails=True)
    assert "release keeper failed: exited with code 3" in "\n".join(failed.errors)
    assert stage.running("keeper") == [first]
    stage.up({"keeper": shell("worker", f"{alone} # again", volumes=volumes)})
    (second,) = stage.running("keeper")
    assert second != first
    assert stage.containers("keeper")[0]["RestartCount"] == 0


def test_another_limit_of_processes_replaces_nothing(stage: Stage) -> None:
    """It is set on the container that runs."""
    stage.up({"web": serving("one")})
    (first,) = stage.running("web")
    stage.up({"web": serving("one", limits={"pids": 99})})
    (one,) = stage.containers("web")
    assert (one["Id"], one["HostConfig"]["PidsLimit"]) == (first, 99)
