"""The hash of a build context is the real provider's, byte for byte.

The expected hashes were computed by pulumi-docker-build 0.0.22's own `hashBuildContext` on the same files.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from moorage.engine.providers.docker_build import contexthash

PLAIN = "add4299bc43b2cfefde9e668082925b69a5b97f206783ee0ca7ed14bcd7e733a"


def put(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file of exactly this mode, whatever the umask."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a folder with a context `ctx` in it, and return it."""
    context = tmp_path / "ctx"
    put(context / "Dockerfile", "FROM scratch\nCOPY . /\n")
    put(context / "a.txt", "one\n")
    put(context / "sub" / "run.sh", "#!/bin/sh\n", 0o755)
    put(context / "node_modules" / "x.js", "x\n")
    (context / "sub" / "link").symlink_to("../a.txt")
    return tmp_path


def hashed(place: Path, dockerfile: str = "ctx/Dockerfile", **named: str) -> str:
    """Hash the context `ctx`."""
    return contexthash.compute(place, "ctx", dockerfile, named)


def test_files_links_and_modes(place: Path) -> None:
    """All files count; a link counts by what it points at."""
    assert hashed(place) == PLAIN


def test_an_inline_dockerfile_is_not_part(place: Path) -> None:
    """Without a Dockerfile on disk only the context counts; its text is compared by itself."""
    assert hashed(place, "") == "7eb802505978d82aef493aaaa53acbbdd21b0a49290bcfcb999f00b7a6057779"


def test_an_ignore_file_leaves_out(place: Path) -> None:
    """What `.dockerignore` names does not count; the ignore file itself does."""
    put(place / "ctx" / ".dockerignore", "node_modules\n**/*.md\n!keep.md\n")
    assert hashed(place) == "494da380a440ee924de719e950850e906bce0d05fae81aaba63b71488bf53107"


def test_the_dockerfiles_own_ignore_file_wins(place: Path) -> None:
    """`<Dockerfile>.dockerignore` goes before `.dockerignore`; named contexts count, those elsewhere do not."""
    put(place / "ctx" / ".dockerignore", "node_modules\n**/*.md\n!keep.md\n")
    put(place / "ctx" / "Dockerfile.dockerignore", "sub\n")
    assert hashed(place) == "4c4049c2c931c95987d8b01a99f0964d16af482a8aea84c4ffc0aa6e279a24c6"
    named = hashed(place, b="ctx/sub", a="docker-image://x")
    assert named == "1debf32414883ce946bc8d914b6e99e7726f43b945085fc9ee9258da34aed710"


def test_a_remote_context_has_the_empty_hash(tmp_path: Path) -> None:
    """What BuildKit fetches is not looked at."""
    empty = contexthash.compute(tmp_path, "https://example.org/x.git", "", {})
    assert empty == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_place_times_and_empty_folders_do_not_count(place: Path) -> None:
    """The same files elsewhere, older, beside an empty folder: the same hash."""
    os.utime(place / "ctx" / "a.txt", (0, 0))
    (place / "ctx" / "empty").mkdir()
    (place / "ctx").rename(place / "other")
    (place / "ctx").symlink_to("other")
    assert hashed(place) == PLAIN


@pytest.mark.parametrize("change", ["content", "name", "mode"])
def test_content_name_and_mode_count(place: Path, change: str) -> None:
    """Each of the three changes the hash, as it may change the image."""
    file = place / "ctx" / "a.txt"
    match change:
        case "content":
            put(file, "two\n")
        case "name":
            put(place / "ctx" / "b.txt", "one\n")
            (place / "ctx" / "sub" / "link").unlink()
            (place / "ctx" / "sub" / "link").symlink_to("../b.txt")
            file.unlink()
        case _:
            file.chmod(0o755)
    assert hashed(place) != PLAIN


def test_a_dangling_link_ends_its_folder(place: Path) -> None:
    """The real walk passes over what comes after a link to nowhere in the same folder, and so does this one."""
    (place / "ctx" / "sub" / "aaa").symlink_to("nowhere")
    with_link = hashed(place)
    put(place / "ctx" / "sub" / "zzz", "never seen\n")
    assert hashed(place) == with_link


def test_a_socket_cannot_be_read(place: Path) -> None:
    """A file that is no file is named in one line."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place / "ctx" / "s"))
        with pytest.raises(contexthash.ContextError, match=r"/ctx/s: no such device or address$"):
            hashed(place)


def test_a_bad_pattern_is_named(place: Path) -> None:
    """An ignore file that Docker refuses is refused, with the pattern."""
    put(place / "ctx" / ".dockerignore", "a[\n")
    with pytest.raises(contexthash.ContextError, match=r"^ctx: \.dockerignore: a\[: not a pattern"):
        hashed(place)
