"""Errors are one line: path, problem, nearest match, what is allowed."""

from __future__ import annotations

import pytest

from components.core import kinds, validation
from components.core.errors import SettingsError
from components.workloads.settings import Workload

SERVICE = {"kind": "service", "image": "shop"}


def message(block: object) -> str:
    """Return the line with which a workload block is refused."""
    with pytest.raises(SettingsError) as caught:
        validation.parse(Workload, block, "workloads.web")
    return str(caught.value)


def test_unknown_key_names_the_nearest_one() -> None:
    """A typo in a key is answered with the key that was meant, then with all of them."""
    assert message({**SERVICE, "comand": ["x"]}).startswith(
        "workloads.web.comand: unknown key; did you mean command; allowed: after, check, command,"
    )


def test_unknown_nested_key_lists_the_keys_of_its_own_block() -> None:
    """The allowed keys are those of the block that holds the typo."""
    assert message({**SERVICE, "limits": {"memory": 5}}) == (
        "workloads.web.limits.memory: unknown key; did you mean memory_mib; "
        "allowed: cpus, log_mib, memory_mib, open_files, pids, tmpfs_mib"
    )


def test_unknown_key_of_a_named_entry() -> None:
    """The entry's name is part of the path, not a key of the model."""
    assert message({**SERVICE, "volumes": {"data": {"path": "/data", "kep": True}}}) == (
        "workloads.web.volumes.data.kep: unknown key; did you mean keep; allowed: keep, path"
    )


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ({"kind": "service"}, "workloads.web.image: is required"),
        (
            {**SERVICE, "kind": "servise"},
            "'servise' is not a choice; did you mean service; allowed: cron, job, service, worker",
        ),
        ({**SERVICE, "uses": "database"}, "workloads.web.uses: should be a list, not 'database'"),
        ({**SERVICE, "replicas": "2"}, "workloads.web.replicas: should be a integer, not '2'"),
        ({**SERVICE, "environment": {"A": 1}}, "workloads.web.environment.A: should be a string, not 1"),
        ({**SERVICE, "limits": {"pids": 1}}, "workloads.web.limits.pids: should be greater than or equal to 8, not 1"),
        (
            {**SERVICE, "volumes": {"Data": {"path": "/d"}}},
            "workloads.web.volumes.Data: a name is lower-case letters, digits and hyphens",
        ),
        ({"kind": "job", "image": "shop", "restart": "always"}, "a job has no restart: it is for services and workers"),
        ({"kind": "worker", "image": "shop", "timeout_seconds": 9}, "a worker has no timeout_seconds: it is for jobs"),
        ({"kind": "job", "image": "shop", "replicas": 2}, "a job runs once: replicas is for services and workers"),
        ("text", "workloads.web: should be a dictionary"),
    ],
)
def test_findings_read_as_one_line(block: object, line: str) -> None:
    """Every kind of mistake becomes one line that says where, what and what instead."""
    text = message(block)
    assert line in text
    assert "\n" not in text


def test_absent_body_is_all_defaults() -> None:
    """`docker:` with nothing behind it means the same as `docker: {}`."""
    kind = kinds.find("targets", "docker", "target")
    assert validation.parse(kind.settings, None, "target.docker") == kind.settings()


def test_unknown_kind_names_the_known_ones() -> None:
    """A kind that does not exist is answered from the folders that do."""
    with pytest.raises(SettingsError, match=r"^target\.dokcer: unknown target; did you mean docker; allowed: .*docker"):
        kinds.find("targets", "dokcer", "target")


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ({}, "target: exactly one kind is needed, found none"),
        ({"docker": {}, "k3s": {}}, "target: exactly one kind is needed, found docker, k3s"),
        ("docker", "target: should be a mapping with exactly one key, the kind"),
    ],
)
def test_a_block_has_exactly_one_kind(block: object, line: str) -> None:
    """Two targets, none, or a bare word are refused in one line."""
    with pytest.raises(SettingsError) as caught:
        kinds.only(block, "target")
    assert str(caught.value) == line
