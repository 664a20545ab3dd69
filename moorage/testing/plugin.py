"""The pytest plugin: `pytest_plugins = ["moorage.testing.plugin"]` in a conftest.py brings the fixture `deploy`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

import pytest

from moorage.engine.state import crypto
from moorage.testing import deployment, fake, inline

REAL: Final = frozenset({"random", "tls"})
"""Packages whose resources are values only: their providers need nothing outside the process."""


class Deploy(Protocol):
    """Deploys a program and returns its stack, to be looked at and evolved further."""

    def __call__(
        self,
        program: inline.Body,
        *,
        config: Mapping[str, str] | None = None,
        fakes: Mapping[str, fake.Fake] | None = None,
        real: frozenset[str] = REAL,
        fails: bool = False,
    ) -> deployment.Deployment:
        """Deploy.

        Args:
            program: a function that registers resources.
            config: the stack's configuration, by full key.
            fakes: providers that do more than take any inputs, by package.
            real: packages that are served by the engine's own providers.
            fails: whether the run is to fail.

        Raises:
            deployment.DeploymentError: the run failed, or did not although it was to.
        """
        ...


@pytest.fixture(scope="session")
def moorage_keys() -> crypto.Keys:
    """Return what encrypts secrets in the states of all tests; deriving a key takes 0.3 s."""
    return crypto.Keys("test")


@pytest.fixture
def deploy(tmp_path_factory: pytest.TempPathFactory, moorage_keys: crypto.Keys) -> Deploy:
    """Return what deploys a program by the embedded engine, to providers in memory."""

    def begin(
        program: inline.Body,
        *,
        config: Mapping[str, str] | None = None,
        fakes: Mapping[str, fake.Fake] | None = None,
        real: frozenset[str] = REAL,
        fails: bool = False,
    ) -> deployment.Deployment:
        folder: Path = tmp_path_factory.mktemp("stack")
        stack = deployment.begin(folder, moorage_keys, config or {}, fakes or {}, real)
        stack.update(program, fails=fails)
        return stack

    return begin
