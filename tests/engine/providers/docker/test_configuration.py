"""The provider's own configuration, and reaching an engine."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from moorage.engine import providers
from moorage.engine.providers.docker import client, configuration, connect, serve
from moorage.engine.providers.protocol import Context, ProviderError


def test_find() -> None:
    """The package is found by its name."""
    assert providers.find("docker").package == "docker"
    assert "docker" in providers.names()


def test_finding_imports_no_client() -> None:
    """Making a provider imports no other package's folder and not docker-py."""
    script = (
        "import sys\nfrom moorage.engine import providers\nproviders.find('docker').configure({})\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'docker' or 'providers.docker_' in name])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"hots": "a"}, "hots", "unknown property; did you mean 'host'?"),
        ({"sshOpts": '["-v"]'}, "sshOpts", "the embedded engine does not honour it: write them to ~/.ssh/config"),
        ({"certMaterial": "a"}, "certMaterial", "certMaterial and keyMaterial belong together"),
        ({"registryAuth": '[{"username": "u"}]'}, "registryAuth[0].address", "is required"),
        ({"registryAuth": "no json"}, "registryAuth", "must be a list, not a string"),
        ({"certMaterial": "a", "keyMaterial": "b", "certPath": "c"}, "certPath", "cannot be set beside certMaterial"),
    ],
)
def test_refusals(given: dict[str, Any], path: str, reason: str) -> None:
    """A configuration that is not acceptable is named with its path and the reason."""
    failures = serve.Docker().check_config(given).failures
    assert [(failure.property, failure.reason) for failure in failures] == [(path, reason)]


def test_inputs_are_recorded_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """No environment variable enters the state; JSON is written as the real provider writes it again."""
    monkeypatch.setenv("DOCKER_HOST", "tcp://elsewhere:2375")
    given = {"version": "5.2.0", "registryAuth": '[{"address":"a","username":"u"}]'}
    assert serve.Docker().check_config(given).inputs == given
    spaced = {**given, "registryAuth": '[{"username": "u", "address": "a"}]'}
    assert serve.Docker().check_config(spaced).inputs == given
    assert serve.Docker().diff_config(given, {**given, "host": "b"}).detailed.keys() == {"host"}


@pytest.mark.parametrize(
    ("given", "environment", "address"),
    [
        ({}, {}, "unix:///var/run/docker.sock"),
        ({}, {"DOCKER_HOST": "tcp://a:1"}, "tcp://a:1"),
        ({"host": "tcp://b:1"}, {"DOCKER_HOST": "tcp://a:1", "DOCKER_CONTEXT": "c"}, "tcp://b:1"),
    ],
)
def test_address(
    given: dict[str, Any], environment: dict[str, str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configured host comes before DOCKER_HOST, and that before the local socket."""
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert connect.address(configuration.read(given)) == address


def test_nobody_answers(tmp_path: Path) -> None:
    """An engine that does not answer is one line, at the first effect and not before."""
    provider = serve.Docker()
    provider.configure({"host": f"unix://{tmp_path}/none.sock"})
    token = "docker:index/volume:Volume"
    with pytest.raises(ProviderError, match=f"^Docker engine unix://{tmp_path}/none.sock does not answer: ") as caught:
        provider.create(Context("urn", token, "v"), {"name": "v"})
    assert "\n" not in str(caught.value)


def test_unknown_context() -> None:
    """A docker context that does not exist is one line."""
    with pytest.raises(ProviderError, match=r"^docker context moorage-none: not found$"):
        connect.address(configuration.Configuration(context="moorage-none"))


def test_unknown_type() -> None:
    """A type that is not there is one line with the nearest that is."""
    with pytest.raises(ProviderError) as caught:
        serve.Docker().check(Context("urn", "docker:index/contaner:Container", "web"), {}, {})
    assert str(caught.value) == (
        "docker:index/contaner:Container: the embedded engine does not have this type; "
        "did you mean 'docker:index/container:Container'?"
    )


def test_one_client_per_thread() -> None:
    """Each thread has its own client, and keeps it."""
    connection = client.Connection(object)
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.extend([connection.engine, connection.engine])) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    assert [seen[0] is seen[1], seen[2] is seen[3], seen[0] is seen[2]] == [True, True, False]


def test_certificates_of_text_are_private_and_go() -> None:
    """Certificates given as text are files that only this user reads, gone when the process ends."""
    script = (
        "from moorage.engine.providers.docker import certificates, configuration\n"
        "given = {'certMaterial': 'c', 'keyMaterial': 'k'}\n"
        "folder = certificates.folder(configuration.read(given))\n"
        "print(folder, oct(folder.stat().st_mode & 0o777), *(oct(p.stat().st_mode & 0o777) for p in folder.iterdir()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    folder, *modes = done.stdout.split()
    assert modes == ["0o700", "0o600", "0o600"]
    assert not Path(folder).exists()
