"""Which provider serves a package: the engine's own, an installed plugin, none."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine import providers
from moorage.engine.providers import protocol, random, simulated
from moorage.engine.providers.plugin import package, places


def _plugin(home: Path, name: str, version: str) -> Path:
    binary = home / "plugins" / f"resource-{name}-v{version}" / f"pulumi-resource-{name}"
    binary.parent.mkdir(parents=True)
    binary.touch(mode=0o755)
    return binary


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home of the CLI, and no plugin on PATH."""
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", "2.10.0"),
        ("2.9.0", "2.10.0"),
        ("v2.10.0", "2.10.0"),
        ("2.11.0-alpha.1", None),
        ("1.0.0", "2.10.0"),
    ],
)
def test_the_newest_that_is_not_too_old(home: Path, wanted: str, found: str | None) -> None:
    """Of the installed versions the newest is taken, a release before its own pre-release, if it is new enough."""
    for version in ("2.9.0", "2.10.0", "2.10.0-beta.1"):
        _plugin(home, "some-thing", version)
    _plugin(home, "some", "9.9.9")
    place = places.find("some-thing", wanted)
    assert (place and place.version) == found


def test_one_that_is_half_installed_is_none(home: Path) -> None:
    """An installation that the CLI did not finish, and a folder without a binary, are passed over."""
    _plugin(home, "a", "1.0.0")
    (home / "plugins" / "resource-a-v1.0.0.partial").touch()
    (home / "plugins" / "resource-b-v1.0.0").mkdir()
    assert places.installed() == []


def test_the_path_comes_first(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin on PATH is taken whatever is installed, as the CLI does."""
    _plugin(home, "a", "1.0.0")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "pulumi-resource-a").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert places.find("a", "7.0.0") == places.Place("a", folder / "pulumi-resource-a")


def test_who_serves_a_package(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours where we have one, an installed plugin where not or where the user names it."""
    _plugin(home, "random", "4.0.0")
    _plugin(home, "aws", "6.0.0")
    assert type(providers.find("random")) is type(random.provider())
    assert isinstance(providers.find("aws"), package.Plugin)
    assert isinstance(providers.find_or_simulate("aws"), package.Plugin)
    assert type(providers.find_or_simulate("gcp")) is type(simulated.provider("gcp"))
    monkeypatch.setenv(providers.PLUGINS, "docker, random")
    assert isinstance(providers.find("random"), package.Plugin)


def test_none_is_one_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the package, what there is, and what the user has asked for."""
    known = ", ".join(providers.names())
    with pytest.raises(protocol.ProviderError) as caught:
        providers.find("aws")
    assert str(caught.value) == (
        f"package aws: the embedded engine has {known}; no plugin is installed; install the Pulumi CLI for others"
    )
    _plugin(home, "gcp", "1.0.0")
    monkeypatch.setenv(providers.PLUGINS, "random")
    with pytest.raises(protocol.ProviderError) as caught:
        providers.find("random")
    assert str(caught.value) == (
        "package random: MOORAGE_PLUGINS names it, and its plugin pulumi-resource-random is nowhere; "
        "installed plugins: gcp"
    )
