"""The files that a command leaves: assets with their hashes, an archive of them, what stays of the run before."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.command import package

CONTEXT = protocol.Context("urn:pulumi:dev::p::command:local:Command::job", "command:local:Command", "job")
ARCHIVE = "dac5f0129d43e86e9784bed246b6c9854f2b43935658317c88a03d4d55b83204"
"""What pulumi-command 1.2.1 gives for this archive."""
WRITE = "mkdir -p out/deep; printf one >out/1.txt; printf two >out/deep/2.txt"


def asset(path: str, text: str) -> values.Asset:
    """Return the asset of a file."""
    return values.Asset(hashlib.sha256(text.encode()).hexdigest(), path=path)


def create(directory: Path, **inputs: values.Value) -> values.Values:
    """Create a command there; return its outputs."""
    return package.Command(directory).create(CONTEXT, {"create": WRITE, **inputs})[1]


def test_files_are_named_from_the_commands_folder(tmp_path: Path) -> None:
    """Without `dir` an asset's path is absolute, with it as `dir` has it; keys are relative to the folder."""
    one, two = str(tmp_path / "out/1.txt"), str(tmp_path / "out/deep/2.txt")
    assert create(tmp_path, assetPaths=["out/**"])["assets"] == {
        "out/1.txt": asset(one, "one"),
        "out/deep/2.txt": asset(two, "two"),
    }
    (tmp_path / "in").mkdir()
    assert create(tmp_path, assetPaths=["**", "!**/2.txt"], dir="in")["assets"] == {
        "out/1.txt": asset("in/out/1.txt", "one")
    }


def test_an_archive_holds_the_same_files(tmp_path: Path) -> None:
    """`archivePaths` gives one archive with its hash; without patterns there is neither output."""
    outputs = create(tmp_path, archivePaths=["**2.txt"])
    assert outputs["archive"].hash == ARCHIVE
    assert outputs["archive"].assets == {"out/deep/2.txt": asset(str(tmp_path / "out/deep/2.txt"), "two")}
    assert "assets" not in outputs
    assert {"assets", "archive"}.isdisjoint(create(tmp_path))


def test_what_is_not_collected_again_stays(tmp_path: Path) -> None:
    """As in the real provider, an update without patterns keeps the assets of the run before."""
    outputs = create(tmp_path, assetPaths=["out/*"])
    after = package.Command(tmp_path).update(CONTEXT, "id", {}, outputs, {"create": "true"})
    assert after["assets"] == outputs["assets"]


def test_a_previewed_update_does_not_know_what_is_collected(tmp_path: Path) -> None:
    """What was collected is unknown with the other results."""
    outputs = create(tmp_path, assetPaths=["out/*"])
    preview = protocol.Context("urn", "command:local:Command", "job", preview=True)
    old = {"create": WRITE, "assetPaths": ["out/*"]}
    after = package.Command(tmp_path).update(preview, "id", old, outputs, {**old, "create": "other"})
    assert {key for key, value in after.items() if value is values.UNKNOWN} == {"stdout", "stderr", "assets"}


def test_run_collects_too(tmp_path: Path) -> None:
    """The function returns what the resource does."""
    found = package.Command(tmp_path).invoke("command:local:run", {"command": WRITE, "assetPaths": ["out/1*"]})
    assert found["assets"] == {"out/1.txt": asset(str(tmp_path / "out/1.txt"), "one")}


def test_a_pattern_that_is_none_is_an_error(tmp_path: Path) -> None:
    """One line names the input and the pattern."""
    with pytest.raises(protocol.ProviderError, match=r"^assetPaths: \[a: a bracket is not closed"):
        create(tmp_path, assetPaths=["[a"])
