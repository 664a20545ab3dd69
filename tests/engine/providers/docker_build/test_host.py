"""Where images are built, as the provider's own configuration records it."""

import pytest

from moorage.engine.providers.docker_build import package


@pytest.mark.parametrize(
    ("environment", "given", "recorded"),
    [("", {}, ""), ("unix:///run/other.sock", {}, "unix:///run/other.sock"), ("x", {"host": "tcp://a:1"}, "tcp://a:1")],
)
def test_the_host_is_recorded(
    monkeypatch: pytest.MonkeyPatch, environment: str, given: dict[str, str], recorded: str
) -> None:
    """The real provider records it and replaces its images when it differs, so it must not be missing in our state."""
    monkeypatch.setenv("DOCKER_HOST", environment)
    assert package.DockerBuild().check_config({"version": "0.0.22", **given}).inputs["host"] == recorded
