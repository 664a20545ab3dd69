"""A workload on a Docker API asks for a hardened container and what belongs to it."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from typing import Any

import pulumi
import pulumi_docker as docker
import pytest

from components.core.contract import Check, Image, Probe
from components.core.naming import Scope
from components.core.reach import Containers
from components.core.traits import Traits
from components.workloads import run
from components.workloads.proxy import builtin
from components.workloads.settings import Workload
from tests.unit import recorded

CONTAINER = "docker:index/container:Container"
COMMAND = "command:local:Command"


def image() -> Image:
    """Return an image with one port, one check and one writable directory."""
    return Image(
        name="shop",
        reference=pulumi.Output.from_input("sha256:" + "0" * 64),
        uid=10001,
        ports={"http": 8080},
        probes={"web": Probe(("probe", "8080", "/healthz"), 10, 3, 30, 3)},
        checks={"web": Check.model_validate({"command": ["probe"]})},
        writable=("/tmp",),
        stop_signal="SIGTERM",
    )


class Target:
    """A Docker target without an engine."""

    def __init__(self) -> None:
        self.reach = Containers(docker.Provider("docker"), "docker", "", "127.0.0.1")
        self.traits = Traits()


def stack(**specs: dict[str, Any]) -> recorded.Registered:
    """Run these workloads and return what they registered."""
    workloads = {
        name: Workload.model_validate({"kind": "service", "image": "shop"} | given) for name, given in specs.items()
    }
    return recorded.run(
        lambda: run.run(
            workloads,
            {"shop": image(), builtin.NAME: image()},
            {"password": pulumi.Output.secret("canary")},
            Target(),
            Scope("shop", "test"),
        )
    )


def test_every_safe_default_is_on() -> None:
    """Non-root, read-only, no capability, no new privileges, bounded memory, files and logs, loopback only."""
    web = stack(web={"expose": {"port": "http", "host_port": 8080}}).of(CONTAINER)["web"]
    assert web["user"] == "10001:10001"
    assert web["readOnly"] is True
    assert web["privileged"] is False
    assert web["capabilities"] == {"drops": ["ALL"]}
    assert web["securityOpts"] == ["no-new-privileges:true"]
    assert (web["memory"], web["memorySwap"]) == (256, 256)
    assert web["tmpfs"] == {"/tmp": "rw,noexec,nosuid,nodev,size=64m,mode=0700,uid=10001,gid=10001"}
    assert web["ulimits"] == [{"name": "nofile", "soft": 4096, "hard": 4096}]
    assert web["logOpts"] == {"max-file": "3", "max-size": "10m"}
    assert "ports" not in web
    assert web["healthcheck"]["tests"] == ["CMD", "probe", "8080", "/healthz"]
    assert web["restart"] == "always"


def test_a_version_is_made_and_then_released() -> None:
    """Nothing starts a container but its release, which is told its check, and how long that may take."""
    made = stack(web={"replicas": 2})
    containers = made.of(CONTAINER)
    assert {(one["start"], one["mustRun"]) for one in containers.values()} == {(False, False)}
    assert [label for label in containers["web-2"]["labels"] if label["label"] == "moorage.replica"] == [
        {"label": "moorage.replica", "value": "2"}
    ]
    release = made.of(COMMAND)["web-release"]
    assert release["create"] == release["update"] == "release web"
    assert release["environment"] == {
        "CLIENT": "docker",
        "PROJECT": "shop",
        "STACK": "test",
        "WORKLOAD": "web",
        "NEW": "web-id web-2-id",
        "ALONE": "",
        "RESTART": "always",
        "POLICY": "always",
        "PROXY": "",
        "WAIT": "",
        "CHECK": "probe 8080 /healthz",
        "CHECK_SECONDS": "3",
        "SECONDS_ALLOWED": str(30 + 13 * 3 + 10),
        "SETTLED_SECONDS": "0",
        "LOG_LINES": "20",
    }


def test_a_process_limit_is_set_on_every_container() -> None:
    """Docker's provider has no such property, so a command sets it, again for each new container."""
    limit = stack(web={"limits": {"pids": 99}}).of(COMMAND)["web-pids"]
    assert limit["environment"] == {"CLIENT": "docker", "CONTAINER": "web-id", "PIDS": "99"}
    assert limit["update"] == limit["create"]


def test_a_relaxation_needs_its_name_and_a_reason() -> None:
    """A writable root is asked for by name; nothing else changes."""
    web = stack(web={"relax": {"writable_root": "writes a report beside its code"}}).of(CONTAINER)["web"]
    assert web["readOnly"] is False
    assert web["capabilities"] == {"drops": ["ALL"]}


def test_public_listener_only_with_a_reason() -> None:
    """`public` opens every address; without it the port stays on loopback. It is the edge's, never the workload's."""
    public = {"port": "http", "host_port": 80, "public": "the shop's front door"}
    made = stack(web={"expose": public}, admin={"expose": {"port": "http", "host_port": 81}}).of(CONTAINER)
    published = {name: one["ports"] for name, one in made.items() if "ports" in one}
    assert published == {
        "edge-80": [{"internal": 8080, "external": 80, "ip": "0.0.0.0"}],  # noqa: S104 - what is asserted
        "edge-81": [{"internal": 8080, "external": 81, "ip": "127.0.0.1"}],
    }


def test_a_job_is_run_by_a_command_and_never_restarted() -> None:
    """The container is only defined; the command that runs it is done when it ended well."""
    done = stack(migrate={"kind": "job", "timeout_seconds": 60})
    job = done.of(CONTAINER)["migrate"]
    assert (job["start"], job["mustRun"], job["restart"]) == (False, False, "no")
    assert job["healthcheck"]["tests"] == ["NONE"]
    run_ = done.of(COMMAND)["migrate-run"]
    assert run_["environment"]["SECONDS_ALLOWED"] == "60"
    assert json.loads(run_["environment"]["DOES"]) == ["sha256:" + "0" * 64, [], {}]
    assert run_["create"] == run_["update"] == "job migrate"


def test_secrets_are_files_in_a_volume_of_their_own() -> None:
    """The value reaches a command by its standard input, as a secret; the workload is told the path only."""
    made = stack(web={"secrets": ["password"]})
    filled, web = made.of(COMMAND)["web-secrets-filled"], made.of(CONTAINER)["web"]
    assert web["envs"] == ["PASSWORD_FILE=/run/secrets/password"]
    assert web["volumes"] == [
        {"containerPath": "/run/secrets", "volumeName": filled["environment"]["VOLUME"], "readOnly": True}
    ]
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(filled["stdin"]))) as archive:
        rows = [(one.name, one.mode, one.uid, one.isdir()) for one in archive.getmembers()]
    assert rows == [("run/secrets", 0o500, 10001, True), ("run/secrets/password", 0o400, 10001, False)]
    assert "canary" not in repr((web, filled["environment"], filled["create"]))


def test_files_are_delivered_by_directory() -> None:
    """One volume for a directory and what is below it, another one for the next; a preview compares texts."""
    files = {
        "main": {"path": "/etc/app/main.toml", "content": "a = 1"},
        "more": {"path": "/etc/app/more/b.toml", "content": "b = 1"},
        "site": {"path": "/site/index.html", "base64": "AAA="},
    }
    made = stack(web={"files": files})
    assert [one["containerPath"] for one in made.of(CONTAINER)["web"]["volumes"]] == ["/etc/app", "/site"]
    shown = {name: inputs["files"] for name, inputs in made.of("moorage:workloads:Mounted").items()}
    nothing = "2 bytes, sha256 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    assert shown == {
        "web-files-etc-app": {"main.toml": "a = 1", "more/b.toml": "b = 1"},
        "web-files-site": {"index.html": nothing},
    }


def test_callers_meet_the_proxy_and_nobody_else() -> None:
    """A used workload shares a network with its proxy alone; each caller shares one more, and is told where it is."""
    made = stack(database={}, web={"uses": ["database"]}, other={"egress": "none"})
    containers = made.of(CONTAINER)
    joined = {name: [net["name"] for net in one.get("networksAdvanced", [])] for name, one in containers.items()}
    assert joined == {
        "database": ["shop-test-database", "shop-test-database_outside"],
        "database-proxy": ["shop-test-database"],
        "web": ["shop-test-web.database", "shop-test-web_outside"],
        "other": [],
    }
    assert containers["other"]["networkMode"] == "none"
    (told,) = containers["web"]["hosts"]
    assert told["host"] == "database"
    assert "hosts" not in containers["database"]
    assert made.of(COMMAND)["web.database-join"]["environment"] == {
        "CLIENT": "docker",
        "NETWORK": "shop-test-web.database",
        "PROXY": "database-proxy-id",
        "ALIAS": "database",
        "ADDRESS": told["ip"],
        "MAC": "",
    }


def test_the_release_tells_the_proxy() -> None:
    """What it is to serve comes in on stdin, another proxy is told again, and with a volume callers wait meanwhile."""
    made = stack(database={"volumes": {"data": {"path": "/data"}}}, web={"uses": ["database"]}).of(COMMAND)
    told = made["database-release"]
    document, waiting = json.loads(told["stdin"]), json.loads(told["environment"]["WAIT"])
    assert document["backends"]["http"]["servers"] == ["database-0badcaf"]
    assert document["drain_seconds"] == 30
    assert waiting["backends"]["http"]["servers"] == []
    assert (told["environment"]["PROXY"], told["environment"]["ALONE"]) == ("database-proxy-id", "yes")


def test_kept_volumes_and_fixed_names() -> None:
    """A volume's name outlives versions of its workload."""
    made = stack(database={"volumes": {"data": {"path": "/data", "keep": True}}})
    assert made.of("docker:index/volume:Volume")["data"]["name"] == "shop-test-data"
    assert made.of(CONTAINER)["database"]["volumes"] == [{"containerPath": "/data", "volumeName": "shop-test-data"}]


@pytest.mark.parametrize("kind", ["worker", "job"])
def test_only_a_service_takes_the_image_check(kind: str) -> None:
    """Another command may not listen, so the image's own check is switched off unless one is named."""
    made = stack(one={"kind": kind}, two={"kind": kind, "check": "web"}).of(CONTAINER)
    assert made["one"]["healthcheck"]["tests"] == ["NONE"]
    assert made["two"]["healthcheck"]["tests"] == ["CMD", "probe", "8080", "/healthz"]
