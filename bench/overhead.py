"""200 workloads through the components, and the same resources in a bare program.

`python -m bench.overhead ours|bare|same [COUNT]` prints the CPU seconds of the registrations, or compares what the two
programs register.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_docker as docker
from pulumi.runtime import mocks
from pulumi_command import local

from components.core.contract import Check, Image, Probe
from components.core.naming import Scope
from components.core.reach import Containers
from components.core.traits import Traits
from components.workloads import run, topology
from components.workloads.containers import script
from components.workloads.settings import Workload

IMAGE = "sha256:" + "0" * 64


class Recorder(mocks.Mocks):
    """Answers every registration with its inputs."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, str]] = []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        """Record and echo."""
        self.seen.append((args.typ, args.name, repr(sorted(args.inputs.items(), key=repr))))
        return f"{args.name}-id", args.inputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        """Answer a function call with nothing; none is made."""
        del args
        return {}, None


class Target:
    """A Docker target without an engine."""

    def __init__(self) -> None:
        self.traits = Traits()
        self.reach = Containers(docker.Provider("docker"), "docker", "", "127.0.0.1")


def specs(count: int) -> dict[str, Workload]:
    """Return `count` services that nobody calls."""
    block = {"kind": "service", "image": "shop", "environment": {"A": "1"}}
    return {f"web{i}": Workload.model_validate(block) for i in range(count)}


def ours(count: int) -> None:
    """Register `count` services through the components."""
    image = Image(
        name="shop",
        reference=pulumi.Output.from_input(IMAGE),
        uid=10001,
        ports={"http": 8080},
        probes={"web": Probe(("probe", "8080", "/"), 10, 3, 30, 3)},
        checks={"web": Check.model_validate({"command": ["probe", "8080", "/"]})},
        writable=("/tmp",),
        stop_signal="SIGTERM",
    )
    run.run(specs(count), {"shop": image}, {}, Target(), Scope("shop", "test"))


class Bare(pulumi.ComponentResource):
    """The row of state that a workload has, and nothing else."""


def bare(count: int) -> None:
    """Register the same resources, written out."""
    provider = docker.Provider("docker")
    given = topology.of(specs(count), Scope("shop", "test"), Traits().subnets).outside
    for i in range(count):
        name = f"web{i}"
        labels = {"moorage.project": "shop", "moorage.stack": "test", "moorage.workload": name}
        parent = Bare("moorage:workloads:Container", name, None, pulumi.ResourceOptions(provider=provider))
        network = docker.Network(
            f"{name}-outside",
            name=given[name].name,
            driver="bridge",
            internal=False,
            ipv6=False,
            ipam_configs=[docker.NetworkIpamConfigArgs(subnet=given[name].subnet, gateway=given[name].gateway)],
            labels=[docker.NetworkLabelArgs(label=key, value=value) for key, value in labels.items()],
            opts=pulumi.ResourceOptions(parent=parent),
        )
        container = docker.Container(
            name,
            image=pulumi.Output.from_input(IMAGE),
            user="10001:10001",
            read_only=True,
            privileged=False,
            capabilities=docker.ContainerCapabilitiesArgs(drops=["ALL"]),
            security_opts=["no-new-privileges:true"],
            ipc_mode="private",
            init=True,
            tmpfs={"/tmp": "rw,noexec,nosuid,nodev,size=64m,mode=0700,uid=10001,gid=10001"},
            memory=256,
            memory_swap=256,
            cpu_period=100_000,
            cpu_quota=100_000,
            ulimits=[docker.ContainerUlimitArgs(name="nofile", soft=4096, hard=4096)],
            log_driver="json-file",
            log_opts={"max-file": "3", "max-size": "10m"},
            restart="always",
            stop_signal="SIGTERM",
            stop_timeout=30,
            destroy_grace_seconds=30,
            envs=["A=1"],
            healthcheck=docker.ContainerHealthcheckArgs(
                tests=["CMD", "probe", "8080", "/"], interval="10s", timeout="3s", start_period="30s", retries=3
            ),
            hostname=name,
            labels=[
                docker.ContainerLabelArgs(label=key, value=value)
                for key, value in {**labels, "moorage.replica": "1"}.items()
            ],
            networks_advanced=[docker.ContainerNetworksAdvancedArgs(name=network.name)],
            volumes=[],
            start=False,
            must_run=False,
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=False, depends_on=[]),
        )
        limited = local.Command(
            f"{name}-pids",
            create="limit processes",
            update="limit processes",
            interpreter=["/bin/sh", "-c", script.text("pids.sh")],
            environment={"CLIENT": "docker", "CONTAINER": container.id, "PIDS": "256"},
            triggers=[],
            logging=local.Logging.STDERR,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        local.Command(
            f"{name}-release",
            create=f"release {name}",
            update=f"release {name}",
            interpreter=["/bin/sh", "-c", script.text("version.sh release.sh")],
            environment={
                "CLIENT": "docker",
                "PROJECT": "shop",
                "STACK": "test",
                "WORKLOAD": name,
                "CHECK": "probe 8080 /",
                "CHECK_SECONDS": "3",
                "SECONDS_ALLOWED": "79",
                "SETTLED_SECONDS": "0",
                "NEW": container.id,
                "ALONE": "",
                "RESTART": "always",
                "LOG_LINES": "20",
                "PROXY": "",
                "WAIT": "",
            },
            triggers=[],
            logging=local.Logging.STDERR,
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[limited]),
        )
        parent.register_outputs({"url": None})


def registered(program: Callable[[int], None], count: int) -> tuple[float, list[tuple[str, str, str]]]:
    """Return the CPU seconds of the registrations and what was registered, sorted."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    recorder = Recorder()
    mocks.set_mocks(recorder, project="shop", stack="test", preview=False)
    start = time.process_time()

    @pulumi.runtime.test
    def whole() -> None:
        program(count)

    whole()
    return time.process_time() - start, sorted(recorder.seen)


def main() -> None:
    """Print what the command line asks for."""
    mode, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    if mode == "same":
        print("same" if registered(ours, count)[1] == registered(bare, count)[1] else "different")
    else:
        print(registered(ours if mode == "ours" else bare, count)[0])


if __name__ == "__main__":
    main()
