"""Hashes of assets and archives; those written out are what Pulumi 3.260 records for the same files."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from moorage.engine import values
from moorage.engine.assets import content, entries, hashing, tar
from moorage.engine.values import Archive, Asset
from tests.engine.assets import files

FOLDER = "d3a0c6eebc02a8b366c9f66164ddab92be876395304529cb1ca12a8ca79605ba"
NESTED = Archive(
    assets={
        "z.txt": Asset(text="z"),
        "inner": Archive(assets={"q": Asset(path="site/B.txt"), "../up": Asset(text="up")}),
        "f": Archive(path="site"),
        "t": Archive(path="site.tar"),
        "g": Archive(path="site.tgz"),
        "zip": Archive(path="site.zip"),
        "f/a.txt": Asset(text="second"),
    }
)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files."""
    folder = tmp_path_factory.mktemp("assets")
    files.lay(folder)
    return folder


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Asset(text="hello"), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
        (Asset(text=""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Asset(path="site/index.html"), "11e6d60e8d8b1830e6ebe95ad0d470f546936d07a5109b8b2004e3f81fbdf847"),
        (Archive(path="site"), FOLDER),
        (Archive(path="site.tar"), "aac9d71762fe913e324d24d0866c35c534e2142492484bd36f84bac8ac89a9a3"),
        (Archive(path="site.zip"), "94cf0d9e9c3df2e4d688acaf2be72e78a8fa5a26f2097ff350c7abd79e951f27"),
        (Archive(assets={}), "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"),
        (NESTED, "5de7e6829514fef7be400184247a96c4ea3b86ccf767a32b22fd764345aaf98e"),
        (NESTED.assets and NESTED.assets["inner"], "f1709796fcd71e3a8a8965da4eceff18b7e843a56b931f1ab17b4919b0988875"),
    ],
)
def test_recorded_hashes(laid: Path, given: Asset | Archive, expected: str) -> None:
    """Texts, files, folders with long and foreign names and links, archive files and nested archives hash as there."""
    assert hashing.hashed(given, laid).hash == expected


def test_a_compressed_archive_is_hashed_as_it_is(laid: Path) -> None:
    """Of an archive file the bytes count, not what they hold."""
    found = hashing.hashed(Archive(path="./site.tgz"), laid)
    assert found == Archive(hashlib.sha256((laid / "site.tgz").read_bytes()).hexdigest(), path="./site.tgz")


def test_every_part_is_hashed(laid: Path) -> None:
    """What lies in an archive, a list, a map or a secret gets its hash, too; one that has a hash keeps it."""
    given = {"list": [values.Secret(Asset(text="a")), Asset("known", path="absent")], "archive": NESTED}
    found = hashing.hashed(given, laid)
    assert found["list"] == [
        values.Secret(Asset(hashlib.sha256(b"a").hexdigest(), text="a")),
        Asset("known", path="absent"),
    ]
    assert found["archive"].assets["f"] == Archive(FOLDER, path="site")
    assert found["archive"].assets["f/a.txt"].hash == hashlib.sha256(b"second").hexdigest()


def test_entries_are_in_order(laid: Path) -> None:
    """An archive's files come under their whole names, by the names of its parts; links to folders are left out."""
    found = [(name, file.read()) for name, file in entries.entries(NESTED, laid)]
    names = [name for name, _ in found]
    assert names == [
        *(f"f/{name}" for name, _ in entries.entries(Archive(path="site"), laid)),
        "f/a.txt",
        "g/d/one.txt",
        "g/two.txt",
        "up",
        "inner/q",
        "t/d/one.txt",
        "t/two.txt",
        "z.txt",
        "zip/z/one.txt",
        "zip/two.txt",
    ]
    assert names[:5] == [
        "f/B.txt",
        "f/a/b.txt",
        "f/a.txt",
        f"f/deep/{'d' * 60}/{'e' * 70}/f.txt",
        "f/deep/" + "g" * 120 + ".txt",
    ]
    assert dict(reversed(found))["f/link.txt"] == b"a"
    assert dict(found)["zip/two.txt"] == b"two"


@contextlib.contextmanager
def _served(folder: Path) -> Generator[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_remote_ones_are_fetched(laid: Path) -> None:
    """Assets and archives of a server or a file's URI hash as the files they are."""
    with _served(laid) as url:
        for base in (url, laid.as_uri()):
            assert hashing.hashed(Asset(uri=f"{base}/site/a.txt"), laid).hash == hashlib.sha256(b"a").hexdigest()
            remote, local = Archive(uri=f"{base}/site.zip"), Archive(path="site.zip")
            assert hashing.hashed(remote, laid).hash == hashing.hashed(local, laid).hash
            inner = [(name, file.read()) for name, file in entries.entries(remote, laid)]
            assert inner == [("z/one.txt", b"one"), ("two.txt", b"two")]
        with pytest.raises(content.AssetError, match=rf"^asset {url}/none: 404 File not found$"):
            hashing.hashed(Asset(uri=f"{url}/none"), laid)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Asset(path="absent"), "asset absent: No such file or directory"),
        (Asset(path="site"), "asset site: it is a folder; use an archive"),
        (Asset(uri="ftp://host/x"), "asset ftp://host/x: ftp scheme; allowed: file, http, https"),
        (Archive(path="absent"), "archive absent: No such file or directory"),
        (Archive(path="absent.zip"), "archive absent.zip: No such file or directory"),
        (
            Archive(path="site/a.txt"),
            "archive site/a.txt: neither a folder nor one of .tar, .tgz, .tar.gz, .zip, .jar",
        ),
        (Archive(uri="file:///x"), "archive file:///x: not one of .tar, .tgz, .tar.gz, .zip, .jar"),
        (Archive(assets={"a": "text"}), "archive: member a is neither an asset nor an archive"),
    ],
)
def test_what_cannot_be_read_is_one_line(laid: Path, given: Asset | Archive, message: str) -> None:
    """The line says which and why."""
    with pytest.raises(content.AssetError) as caught:
        hashing.hashed(given, laid)
    assert str(caught.value) == message


def test_a_damaged_archive_is_one_line(tmp_path: Path) -> None:
    """An archive file inside another that is none is named."""
    (tmp_path / "bad.zip").write_bytes(b"PK")
    with pytest.raises(content.AssetError, match=r"^archive bad.zip: File is not a zip file$"):
        hashing.hashed(Archive(assets={"a": Archive(path="bad.zip")}), tmp_path)


def test_a_size_beyond_octal_is_a_record_of_its_own() -> None:
    """Eight gibibytes and more do not fit a header: the PAX record before it tells the size."""
    header = tar.header("big", 8**11)
    assert header[512:].startswith(b"19 size=8589934592\n")
    assert header[-512 + 124 : -512 + 136] == b"00000000000\0"
