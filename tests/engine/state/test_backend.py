"""The backend is decided as the CLI decides it, and lists what both engines keep there."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine.project import project
from moorage.engine.state import backend, checkpoint, crypto
from tests.engine.state import conftest


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file://./state", "state"),
        ("file://state", "state"),
        ("file://.", "."),
        ("file://./.pulumi-state?create_dir=true&no_tmp_dir=true", ".pulumi-state"),
        ("file://a%20b", "a b"),
    ],
)
def test_relative_urls_start_at_the_project(tmp_path: Path, url: str, folder: str) -> None:
    """`backend.url` does not depend on the working directory, and opening it writes nothing."""
    toy = conftest.write(tmp_path, f"name: toy\nruntime: python\nbackend: {{url: '{url}'}}\n")
    assert backend.open(toy, {}).folder == (tmp_path / folder).resolve()
    assert [path.name for path in tmp_path.iterdir()] == ["Pulumi.yaml"]


def test_variable_comes_first(toy: project.Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PULUMI_BACKEND_URL wins; a relative one starts at the working directory, `~` at home."""
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for url, folder in (("file://./s", "sub/s"), (f"file://{tmp_path}/abs", "abs"), ("file://~/s", "home/s")):
        assert backend.open(toy, {"PULUMI_BACKEND_URL": url}).folder == tmp_path / folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no backend: set `backend.url: file://./<folder>` in Pulumi.yaml, or PULUMI_BACKEND_URL"),
        (
            "backend: {url: 's3://bucket'}",
            "Pulumi.yaml: backend.url: 's3://bucket' needs the pulumi CLI; allowed here: file://",
        ),
    ],
)
def test_other_backends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    """No backend, or one that only the CLI reaches, is one line."""
    monkeypatch.chdir(tmp_path)
    toy = conftest.write(tmp_path, f"name: toy\nruntime: python\n{text}\n")
    with pytest.raises(backend.BackendError) as caught:
        backend.open(toy, {})
    assert str(caught.value) == message


def test_older_layout(toy: project.Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """State from before stacks belonged to projects is not touched; the CLI's upgrade is named."""
    monkeypatch.chdir(toy.root)
    stacks = toy.root / "state" / ".pulumi" / "stacks"
    stacks.mkdir(parents=True)
    (stacks / "dev.json").write_text("{}")
    with pytest.raises(backend.BackendError) as caught:
        backend.open(toy, {})
    assert str(caught.value) == "state/.pulumi: layout version 0 is not supported; run: pulumi state upgrade"


def test_stacks(toy: project.Project, keys: crypto.Keys) -> None:
    """Stacks are listed by name, of this project or of all; copies and notes beside them are none."""
    place = backend.open(toy, {})
    assert place.stacks() == []
    for name in ("prod", "dev", "organization/other/test"):
        place.stack(name, keys).save(checkpoint.Snapshot())
    place.stack("dev", keys).save(checkpoint.Snapshot())
    (place.folder / ".pulumi" / "stacks" / "toy" / "dev.json.attrs").write_text("{}")
    assert [summary.name for summary in place.stacks()] == ["dev", "prod"]
    assert [(each.project, each.name, each.resource_count) for each in place.stacks(every_project=True)] == [
        ("other", "test", 0),
        ("toy", "dev", 0),
        ("toy", "prod", 0),
    ]


def test_stack_names(toy: project.Project, keys: crypto.Keys) -> None:
    """A name may be given in full; what the CLI would refuse is refused."""
    place = backend.open(toy, {})
    assert place.stack("organization/toy/dev", keys).path == place.stack("dev", keys).path
    assert place.stack("organization/dev", keys).full_name == "organization/toy/dev"
    for name in ("", ".", "..", "a b", "../x", "acme/dev", "a/b/c/d", "x" * 101):
        with pytest.raises(backend.BackendError, match="is no stack name: up to 100 letters, digits"):
            place.stack(name, keys)
