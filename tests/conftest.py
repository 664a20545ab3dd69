"""How tests share a machine: those that use its engine run one after another; in CI none is left out."""

from __future__ import annotations

import os
import pathlib
import tempfile
from collections.abc import Iterator

import pytest

from tests import hosts, podman


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`: the long runs with all their counts, which CI runs with small ones."""
    parser.addoption("--full", action="store_true", help="long runs with their full counts, as `make full` does")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Return whether long runs go through all their counts."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session", params=hosts.NAMES)
def host(request: pytest.FixtureRequest) -> Iterator[hosts.Host]:
    """Return each container engine in turn; Podman is one of the tests' own."""
    if request.param == "docker":
        yield hosts.DOCKER
    else:
        # Podman takes no longer path than 50 characters, and leaves mounts behind when it is killed.
        folder = pathlib.Path(tempfile.mkdtemp(prefix="podman-"))
        try:
            with podman.serve(folder) as served:
                yield served
        finally:
            podman.remove(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one engine together, in their order: they share names, ports and image tags."""
    for item in items:
        if item.get_closest_marker("docker") or item.get_closest_marker("podman"):
            item.add_marker(pytest.mark.xdist_group(_engine(item)))


def _engine(item: pytest.Item) -> str:
    called = getattr(item, "callspec", None)
    given = called.params.get("host") if called is not None else None
    return given or ("podman" if item.get_closest_marker("podman") else "docker")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail in CI when a test was skipped: a part that is missing there is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("CI: a skipped test is a failure", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
