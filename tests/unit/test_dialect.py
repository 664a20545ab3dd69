"""A container's arguments, written for Docker, as Podman is told them."""

from __future__ import annotations

import pulumi_docker as docker

from components.workloads.containers import dialect


def args(*, read_only: bool = True) -> docker.ContainerArgs:
    """Return arguments with all that Podman is told differently."""
    return docker.ContainerArgs(
        image="sha256:1",
        read_only=read_only,
        tmpfs={"/tmp": "rw,noexec,nosuid,nodev,size=64m,mode=0700,uid=10001,gid=10001"},
        ulimits=[docker.ContainerUlimitArgs(name="nofile", soft=4096, hard=4096)],
        restart="always",
    )


def test_docker_gets_them_as_they_are() -> None:
    """Nothing is added, nothing is changed."""
    given = args()
    assert dialect.spoken(given, "docker") is given
    assert given.tmpfs == args().tmpfs


def test_a_tmpfs_belongs_to_the_user() -> None:
    """Podman refuses an owner by number and has a word for the container's own user."""
    assert dialect.spoken(args(read_only=False), "podman").tmpfs == {
        "/tmp": "rw,noexec,nosuid,nodev,size=64m,mode=0700,U"
    }


def test_a_read_only_container_stays_read_only() -> None:
    """What Podman would make writable without being asked is closed, unless the image says that it writes there."""
    told = dialect.spoken(args(), "podman").tmpfs
    assert told == {
        "/run": dialect.CLOSED,
        "/tmp": "rw,noexec,nosuid,nodev,size=64m,mode=0700,U",
        "/var/tmp": dialect.CLOSED,
    }
    assert dialect.CLOSED.startswith("ro,")


def test_limits_are_stated() -> None:
    """Both limits that Podman would otherwise ask the kernel for at their highest are numbers."""
    stated = dialect.spoken(args(), "podman").ulimits
    assert isinstance(stated, list)
    assert [(one.name, one.hard) for one in stated if isinstance(one, docker.ContainerUlimitArgs)] == [
        ("nofile", 4096),
        ("nproc", dialect.PROCESSES),
    ]


def test_a_reboot_starts_it_again() -> None:
    """podman-restart.service starts what is to run always; a job is left alone."""
    assert dialect.spoken(args(), "podman").restart == "always"
    assert dialect.spoken(docker.ContainerArgs(image="sha256:1", restart="no"), "podman").restart == "no"
