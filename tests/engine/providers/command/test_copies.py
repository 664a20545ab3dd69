"""Files and folders copied to a host: what lands where, what is copied again, what is said when it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol
from moorage.engine.providers.command import package
from tests.engine.providers.command import sshd

TO, FILE = "command:remote:CopyToRemote", "command:remote:CopyFile"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sshd.Server]:
    """Return a server; its files are this machine's."""
    with sshd.serve(tmp_path_factory.mktemp("sshd") / "one") as one:
        yield one


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return the program's folder: a file, a folder with a folder in it, and where the copies go."""
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "file.txt").write_text("file")
    (tmp_path / "tree" / "top").write_text("top")
    (tmp_path / "tree" / "deep" / "leaf").write_text("leaf")
    (tmp_path / "there").mkdir()
    return tmp_path


def context(type: str, *, preview: bool = False) -> protocol.Context:
    """Return the context of a call."""
    return protocol.Context("urn", type, "copy", preview=preview)


def copy(root: Path, type: str, **inputs: Any) -> tuple[str, values.Values]:
    """Create the resource with checked inputs."""
    provider = package.Command(root)
    checked = provider.check(context(type), {}, inputs)
    assert checked.failures == []
    return provider.create(context(type), marks.strip(checked.inputs))


def landed(root: Path) -> dict[str, str]:
    """Return path -> text of the files that are there."""
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("given", "remote", "files"),
    [
        (values.Asset(path="file.txt"), "there", {"file.txt": "file"}),
        (values.Asset(path="file.txt"), "there/new/name", {"new/name": "file"}),
        (values.Asset(text="text"), "there/new/name", {"new/name": "text"}),
        (values.Archive(path="tree"), "there", {"tree/top": "top", "tree/deep/leaf": "leaf"}),
        (values.Archive(path="tree/"), "there", {"top": "top", "deep/leaf": "leaf"}),
        (values.Archive(path="tree"), "there/new", {"new/tree/top": "top", "new/tree/deep/leaf": "leaf"}),
        (values.Archive(path="file.txt"), "there", {"file.txt": "file"}),
        (values.Asset(uri="file://{}/file.txt"), "there", {"file.txt": "file"}),
        (
            values.Archive(
                assets={
                    "a/b": values.Asset(text="text"),
                    "c": values.Archive(path="tree"),
                    "d": values.Archive(assets={"e": values.Asset(path="file.txt")}),
                }
            ),
            "there/new",
            {"new/a/b": "text", "new/c/top": "top", "new/c/deep/leaf": "leaf", "new/d/e": "file"},
        ),
    ],
)
def test_a_source_lands_where_the_real_provider_puts_it(
    server: sshd.Server, source: Path, given: values.Value, remote: str, files: dict[str, str]
) -> None:
    """By the real provider's table: folder or file here, folder, file or nothing there."""
    if isinstance(given, values.Asset) and given.uri:
        given = values.Asset(uri=given.uri.format(source))
    key, outputs = copy(source, TO, connection=server.connection(), source=given, remotePath=str(source / remote))
    assert landed(source / "there") == files
    assert (len(key), outputs["source"]) == (8, given)


def test_a_file_that_is_there_is_overwritten(server: sshd.Server, source: Path) -> None:
    """By CopyToRemote and by CopyFile."""
    target = source / "there" / "name"
    target.write_text("something longer than the file")
    remote: dict[str, Any] = {"connection": server.connection(), "remotePath": str(target)}
    copy(source, TO, source=values.Asset(text="short"), **remote)
    assert target.read_text() == "short"
    copy(source, FILE, localPath="file.txt", **remote)
    assert target.read_text() == "file"


@pytest.mark.parametrize(
    ("given", "remote", "text"),
    [
        (values.Archive(path="tree"), "file.txt", "copy to {}/file.txt: is there and no folder"),
        (values.Asset(text="x"), "there", "copy to {}/there: is a folder; a text needs the path of a file"),
        (values.Asset(path="none"), "there", "copy to {}/none: no such file or directory"),
        (values.Archive(assets={"a": values.Asset(text="x")}), "file.txt", "copy to {}/file.txt: is there and no "),
    ],
)
def test_what_cannot_be_copied_is_named(
    server: sshd.Server, source: Path, given: values.Value, remote: str, text: str
) -> None:
    """One line with the path and the reason."""
    with pytest.raises(protocol.ProviderError) as error:
        copy(source, TO, connection=server.connection(), source=given, remotePath=str(source / remote))
    assert str(error.value).startswith(text.format(source))


def test_only_another_content_or_place_is_copied_again(server: sshd.Server, source: Path) -> None:
    """Triggers alone copy nothing, as in the real provider; another content, path or host does."""
    target = source / "there" / "name"
    provider = package.Command(source)
    old: dict[str, Any] = {
        "connection": {**server.connection(), "dialErrorLimit": 0, "perDialTimeout": 5},
        "source": values.Asset(hash="1", text="one"),
        "remotePath": str(target),
    }
    provider.update(context(TO), "id", old, old, {**old, "triggers": [1]})
    assert not target.exists()
    provider.update(context(TO, preview=True), "id", old, old, {**old, "source": values.Asset(hash="2", text="two")})
    assert not target.exists()
    provider.update(context(TO), "id", old, old, {**old, "source": values.Asset(hash="2", text="two")})
    assert target.read_text() == "two"
    before = {**old, "connection": {**old["connection"], "host": "elsewhere"}}
    provider.update(context(TO), "id", before, before, old)
    assert target.read_text() == "one"


CONNECTION = {"host": "h", "user": "root"}


@pytest.mark.parametrize(
    ("type", "old", "new", "kinds"),
    [
        (TO, {}, {"remotePath": "/y"}, {"remotePath": "update"}),
        (TO, {}, {"source": values.Asset(hash="2", path="a")}, {"source": "update"}),
        (TO, {}, {"source": values.Asset(hash="1", path="moved")}, {}),
        (TO, {}, {"source": values.Archive(hash="1", path="a")}, {"source": "update"}),
        (TO, {}, {"connection": {**CONNECTION, "password": "p"}}, {"connection": "update"}),
        (TO, {}, {"triggers": [1]}, {"triggers": "add-replace"}),
        (TO, {"triggers": [1]}, {"triggers": [2]}, {"triggers[0]": "update"}),
        (FILE, {}, {"localPath": "b"}, {"localPath": "update-replace"}),
        (FILE, {}, {"connection": {"host": "g", "user": "root"}}, {"connection": "update-replace"}),
        (FILE, {}, {"triggers": [1]}, {"triggers": "add-replace"}),
    ],
)
def test_diff(type: str, old: values.Values, new: values.Values, kinds: dict[str, str]) -> None:
    """Recorded from pulumi-command 1.2.1; which part of a connection changed is not told, as it is secret."""
    given = {TO: {"source": values.Asset(hash="1", path="a")}, FILE: {"localPath": "a"}}[type]
    base = {"connection": CONNECTION, "remotePath": "/x", **given, **old}
    diff = package.Command().diff(context(type), "id", base, base, {**base, **new})
    assert {path: change.kind for path, change in diff.detailed.items()} == kinds
