"""Changes to the running dev stack, and its end. Runs last: the stack is gone afterwards."""

from __future__ import annotations

import pytest

from tests.e2e.checkout import Checkout, get

pytestmark = pytest.mark.docker

MIGRATE = "command: [python, -m, shop.migrate]"
LOST = MIGRATE + '\n      environment: { DATABASE_NAME: nowhere, DATABASE_WAIT: "2" }'


def finished(checkout: Checkout, workload: str) -> str:
    """Return when a job's newest container ended."""
    ended: str = checkout.host.inspect(checkout.containers(workload)[0])[0]["State"]["FinishedAt"]
    return ended


def test_a_failing_job_fails_up_and_runs_again(dev: Checkout) -> None:
    """Its last log lines are in the error; it is not recorded as done; a good one runs once."""
    first = finished(dev, "migrate")
    dev.edit("Pulumi.dev.yaml", MIGRATE, LOST)
    failed = dev.run("up", "--yes", code=None)
    assert failed.returncode == 1
    assert "job migrate exited with code 1" in failed.stdout + failed.stderr
    assert "migration failed" in failed.stdout + failed.stderr
    again = finished(dev, "migrate")
    assert again > first
    assert dev.run("up", "--yes", code=None).returncode == 1
    assert finished(dev, "migrate") > again
    assert get(dev.url + "/healthz")[0] == 200
    dev.edit("Pulumi.dev.yaml", LOST, MIGRATE)
    dev.run("up", "--yes")
    good = finished(dev, "migrate")
    dev.run("up", "--yes", "--expect-no-changes")
    assert finished(dev, "migrate") == good


def test_a_changed_page_reaches_the_browser(dev: Checkout) -> None:
    """A change of one source file replaces what runs it, and only that."""
    database = dev.containers("database")
    dev.edit("examples/shop/shop/templates/layout.html", "</body>", "<!-- second edition --></body>")
    dev.run("up", "--yes")
    assert "second edition" in get(dev.url + "/")[1]
    assert dev.containers("database") == database
    assert dev.changes() == {}
    # what it replaced stays for a rollback
    assert len([tag for tag in dev.tags() if "-shop:" in tag]) == 2


def test_destroy_leaves_nothing(dev: Checkout) -> None:
    """No container, network, volume, image tag or state is left, and what stays is named."""
    done = dev.run("destroy", "--yes", "--remove")
    assert dev.everything() == []
    assert not list((dev.root / ".pulumi/stacks").rglob("dev.json"))
    for what in ("container engine", "base", "build cache"):
        assert what in (done.stdout + done.stderr).lower()
