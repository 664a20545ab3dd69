"""The dev stack on another machine: built, run, updated and removed there, and back after its machine was rebooted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.e2e import shopping
from tests.e2e.checkout import Checkout
from tests.machines import machine
from tests.ssh import conftest, test_reboot

pytestmark = pytest.mark.xdist_group("machine")


@pytest.fixture(scope="module")
def shop(harbour: machine.Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Return a checkout whose dev stack is up on the machine; its database's volume is kept."""
    made = conftest.stack(tmp_path_factory.mktemp("shop") / "a", harbour.host)
    made.edit("Pulumi.dev.yaml", "path: /var/lib/postgresql/data}", "path: /var/lib/postgresql/data, keep: true}")
    made.edit("Pulumi.dev.yaml", "{generate: 32}", "{env: SHOP_PASSWORD}")
    made.environment |= harbour.environment | {"SHOP_PASSWORD": "a-word-of-this-test"}
    made.run("up", "--yes")
    yield made
    made.run("destroy", "--yes", "--remove", code=None)


def tunnel(shop: Checkout) -> str:
    """Return the command that the stack exports for a person."""
    return str(shop.json("outputs")["web"]["tunnel"])


def test_a_person_reaches_it_as_it_says(shop: Checkout, harbour: machine.Machine) -> None:
    """With the printed command running, the printed URL is the shop; without it, nothing listens here."""
    assert re.fullmatch(rf"ssh -N -L {shop.port}:127.0.0.1:{shop.port} root@{harbour.address}", tunnel(shop))
    with conftest.forwarded(tunnel(shop), harbour):
        _, page = shopping.Customer(shop.url).order()
    assert "shipped" in page.lower()


def test_a_second_up_changes_nothing(shop: Checkout) -> None:
    """What was made over there is found there again."""
    shop.run("up", "--yes", "--expect-no-changes")


def test_operations_reach_it(shop: Checkout) -> None:
    """Status, logs and a command inside with its input and exit code, as on this machine."""
    rows = {row["workload"]: row["health"] for row in shop.json("status")}
    assert (rows["web"], rows["database"], rows["worker"]) == ("healthy", "healthy", "healthy")
    assert '"level": "INFO"' in shop.run("logs", "web").stdout
    inside = "import os; print(open(os.environ['DATABASE_PASSWORD_FILE']).read() + input()); raise SystemExit(3)"
    words = ["exec", "--stack", "dev", "--engine", "embedded", "web", "--", "python", "-c", inside]
    done = subprocess.run(
        [sys.executable, "-m", "moorage", *words],
        cwd=shop.root,
        env=shop.environment | {"PYTHONPATH": str(shop.root)},
        input="!\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "a-word-of-this-test!\n"), done.stderr


def test_an_update_replaces_what_changed(shop: Checkout, harbour: machine.Machine) -> None:
    """A changed variable is in the new container over there, whose predecessor is gone."""
    before = harbour.docker("ps", "--quiet", "--filter", "label=moorage.workload=worker").split()
    shop.edit("Pulumi.dev.yaml", "      check: worker\n", "      check: worker\n      environment: {WORD: changed}\n")
    shop.run("up", "--yes")
    after = harbour.docker("ps", "--quiet", "--all", "--filter", "label=moorage.workload=worker").split()
    assert len(before) == len(after) == 1
    assert before != after
    assert "WORD=changed" in json.loads(harbour.docker("inspect", *after))[0]["Config"]["Env"]


def test_everything_is_back_after_a_reboot(shop: Checkout, harbour: machine.Machine) -> None:
    """Power cut: every container is healthy again, with its secrets, files and data, and the shop takes orders."""
    with conftest.forwarded(tunnel(shop), harbour):
        path, _ = shopping.Customer(shop.url).order()
    ids = sorted(harbour.docker("ps", "--quiet").split())
    well = test_reboot.healthy(harbour)
    assert len(well) == 3
    harbour.reboot()
    harbour.run("timeout", "120", "sh", "-c", test_reboot.HEALTHY, str(len(well)))
    assert sorted(harbour.docker("ps", "--quiet").split()) == ids
    assert test_reboot.page(shop, harbour) == 200
    with conftest.forwarded(tunnel(shop), harbour):
        customer = shopping.Customer(shop.url)
        assert "shipped" in customer.page(path)[1].lower()
        assert "shipped" in customer.order()[1].lower()
    shop.run("up", "--yes", "--expect-no-changes")


def test_a_kept_volume_is_taken_up_again(shop: Checkout, harbour: machine.Machine) -> None:
    """Destroyed and brought up again, the database has the orders of before; destroyed, its volume alone is left."""
    with conftest.forwarded(tunnel(shop), harbour):
        path, _ = shopping.Customer(shop.url).order()
    done = shop.run("destroy", "--yes")
    assert "volume moorage-ssh-dev-data" in done.stdout + done.stderr
    assert harbour.docker("ps", "--all", "--quiet") == ""
    assert harbour.docker("network", "ls", "--quiet", "--filter", "type=custom") == ""
    assert harbour.docker("volume", "ls", "--quiet").split() == ["moorage-ssh-dev-data"]
    shop.run("up", "--yes")
    with conftest.forwarded(tunnel(shop), harbour):
        assert "shipped" in shopping.Customer(shop.url).page(path)[1].lower()
