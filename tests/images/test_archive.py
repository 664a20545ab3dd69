"""An image in a file is read without unpacking it, within limits, and a damaged one is one line."""

from __future__ import annotations

import gzip
import hashlib
import json
import pathlib

import pytest

from components.images.existing import archive, loading
from tests.images import archives

LAYER = archives.tar({"word": b"hello"})
GOOD = archives.docker([LAYER], ["one:1"])
CONFIG = next(name for name in GOOD if name.endswith(".json") and name != "manifest.json")
LAYERS = next(name for name in GOOD if name.endswith("layer.tar"))


def read(content: bytes, folder: pathlib.Path) -> archive.Archive:
    """Return an archive, written and read."""
    (folder / "image.tar").write_bytes(content)
    return archive.read(folder / "image.tar")


@pytest.mark.parametrize(
    "files",
    [GOOD, archives.layout([LAYER]), archives.layout([LAYER], nested=True)],
    ids=["docker", "layout", "index with an attestation"],
)
def test_every_form_is_the_same_image(files: dict[str, bytes], tmp_path: pathlib.Path) -> None:
    """Its ID is the digest of its configuration, whatever it is packed in."""
    found = read(archives.tar(files), tmp_path)
    assert found.id == f"sha256:{hashlib.sha256(archives.configuration([LAYER])).hexdigest()}"
    assert files[found.config] == archives.configuration([LAYER])
    assert [name in files for name in found.layers] == [True]
    assert found.says.model_dump() == {
        "platform": "linux/amd64",
        "user": "10002:10002",
        "ports": ["53/udp", "8080/tcp"],
        "stop_signal": "SIGINT",
        "health": ["CMD", "busybox", "true"],
        "volumes": ["/data"],
    }


def test_links_between_layers_are_followed(tmp_path: pathlib.Path) -> None:
    """Older versions of `docker save` link layers that are the same."""
    saved = [{"Config": CONFIG, "Layers": ["a/layer.tar", LAYERS]}]
    files = {**GOOD, "manifest.json": json.dumps(saved).encode()}
    found = read(archives.tar(files, {"a/layer.tar": f"../{LAYERS}"}), tmp_path)
    assert found.layers == ("a/layer.tar", LAYERS)


def test_what_is_appended_is_the_last_manifest(tmp_path: pathlib.Path) -> None:
    """Up to its end and with ours behind it, an archive names our tag alone; all else is as it was."""
    content = archives.tar(GOOD)
    found = read(content, tmp_path)
    again = read(content[: found.end] + loading.manifest(found, "ours:1"), tmp_path)
    assert (again.id, again.layers) == (found.id, found.layers)
    assert b"one:1" not in loading.manifest(found, "ours:1")


TWO = json.dumps(json.loads(GOOD["manifest.json"]) * 2).encode()
BOTH = json.loads(archives.layout([LAYER])["index.json"])["manifests"] * 2


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"hello", "is no tar archive that is not compressed"),
        (gzip.compress(archives.tar(GOOD), mtime=0), "is no tar archive that is not compressed; gunzip it first"),
        (archives.tar({}), "holds neither manifest.json (docker save) nor index.json (an OCI layout)"),
        (archives.tar({"../etc/passwd": b""}), "holds '../etc/passwd', a path that leads out of it"),
        (archives.tar({"/etc/passwd": b""}), "holds '/etc/passwd', a path that leads out of it"),
        (archives.tar({**GOOD, "manifest.json": TWO}), "holds 2 images (one:1, one:1); save one of them"),
        (archives.tar({**GOOD, "manifest.json": b"[]"}), "holds 0 images (without names); save one of them"),
        (archives.tar({**GOOD, "manifest.json": b"{}"}), "is damaged: manifest.json is not what the format says"),
        (archives.tar({**GOOD, "manifest.json": b"no"}), "is damaged: manifest.json is not what the format says"),
        (archives.tar({**GOOD, "manifest.json": b" " * 2**23}), "holds manifest.json of 8388608 bytes; no such doc"),
        (archives.tar({**GOOD, CONFIG: b"{}"}), f"is damaged: {CONFIG} is another content than its name says"),
        (archives.tar({key: GOOD[key] for key in GOOD if key != CONFIG}), f"is damaged: {CONFIG} is not in it"),
        (archives.tar({key: GOOD[key] for key in GOOD if key != LAYERS}), f"is damaged: {LAYERS} is not in it"),
        (
            archives.tar({key: GOOD[key] for key in GOOD if key != LAYERS}, {LAYERS: "/etc/passwd"}),
            f"is damaged: {LAYERS} is not in it",
        ),
        (
            archives.tar({"index.json": json.dumps({"manifests": BOTH}).encode()}),
            "holds 2 images (linux/amd64, linux/amd64); save one of them",
        ),
        (
            archives.tar({"index.json": b'{"manifests": [{"digest": "../../etc/passwd"}]}'}),
            "is damaged: index.json is not what the format says",
        ),
    ],
    ids=lambda value: "content" if isinstance(value, bytes) else value,
)
def test_no_image_is_one_line(content: bytes, line: str, tmp_path: pathlib.Path) -> None:
    """What is wrong, and what to do where something can be done."""
    with pytest.raises(archive.ArchiveError) as caught:
        read(content, tmp_path)
    assert str(caught.value).startswith(line)


def test_too_many_files_are_not_counted_to_the_end(tmp_path: pathlib.Path) -> None:
    """An archive of tens of thousands of names is no image."""
    files = dict.fromkeys((str(number) for number in range(archive.MEMBERS + 1)), b"")
    with pytest.raises(archive.ArchiveError, match="holds more than 10000 files"):
        read(archives.tar(files), tmp_path)


def test_a_file_that_is_not_there(tmp_path: pathlib.Path) -> None:
    """The system's own words, in one line."""
    with pytest.raises(archive.ArchiveError, match=r"^no such file or directory$"):
        archive.read(tmp_path / "gone.tar")
