"""Local root file systems: recipes, mirrors, and what of the packages is kept."""

from __future__ import annotations

import io
import pathlib
import tarfile

import pytest

from components.images.local import contents, mirrors, mmdebstrap, recipes, root

RUNTIME = recipes.Recipe("runtime", "bookworm", "extract", ("python3",))

DEB822 = """\
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates bookworm-backports
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

# security
Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
"""
LINES = """\
# deb http://off.example/debian bookworm main
deb [arch=amd64 signed-by=/x.gpg] http://mirror.example/debian bookworm main contrib # ours
deb-src http://mirror.example/debian bookworm main
deb http://other.example/tool stable main
deb http://mirror.example/debian trixie main
"""


@pytest.mark.parametrize(
    ("name", "suite"),
    [
        ("python:3.11-slim-bookworm", "bookworm"),
        ("python:3.11-slim", "bookworm"),
        ("python:3.13-slim-trixie", "trixie"),
        ("debian:bookworm-slim", "bookworm"),
        ("debian:12-slim", "bookworm"),
        ("debian:trixie", "trixie"),
        ("python:3.12-slim-bookworm", None),
        ("python:3.11-slim-trixie", None),
        ("python:3.11-alpine", None),
        ("python:3.11", None),
        ("debian:sid", None),
        ("ubuntu:24.04", None),
    ],
)
def test_recipes(name: str, suite: str | None) -> None:
    """A name has a recipe only where Debian's release carries that very Python."""
    found = recipes.find(name)
    assert (found.suite if found else None) == suite


def test_every_choice_has_a_recipe() -> None:
    """What an error offers can be made."""
    assert all(recipes.find(name) for name in recipes.choices())


def test_mirrors_are_the_hosts() -> None:
    """Only the suite, its updates and its security fixes, from both forms of sources."""
    assert mirrors.stanzas(DEB822, "bookworm") == [
        "deb http://mirror.example/debian bookworm main",
        "deb http://mirror.example/debian bookworm-updates main",
        "deb http://mirror.example/debian-security bookworm-security main",
    ]
    assert mirrors.lines(LINES, "bookworm") == ["deb http://mirror.example/debian bookworm main"]
    assert mirrors.stanzas(DEB822, "trixie") == []


def test_files_of_the_host_are_found(tmp_path: pathlib.Path) -> None:
    """All files that apt reads are read, each source once."""
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(LINES, encoding="utf-8")
    (tmp_path / "sources.list.d" / "debian.sources").write_text(DEB822, encoding="utf-8")
    (tmp_path / "sources.list.d" / "old.list.save").write_text("deb http://x bookworm main", encoding="utf-8")
    assert len(mirrors.of_host("bookworm", tmp_path)) == 3


def test_command_names_suite_packages_and_mirrors() -> None:
    """The command holds the recipe; a host without sources of the suite leaves them to mmdebstrap."""
    recipe = recipes.find("python:3.11-slim-bookworm")
    assert recipe is not None
    argv = mmdebstrap.command(recipe, pathlib.Path("/t.tar"), ["deb http://m bookworm main"])
    assert argv[0] == "mmdebstrap"
    assert argv[-3:] == ["bookworm", "/t.tar", "deb http://m bookworm main"]
    assert "--variant=extract" in argv
    assert mmdebstrap.command(recipe, pathlib.Path("/t.tar"), [])[-2:] == ["bookworm", "/t.tar"]


def archive(path: pathlib.Path, mtime: int, *, backwards: bool) -> pathlib.Path:
    """Write what mmdebstrap might: some files kept, some not."""
    files = {
        "./usr/bin/python3.11": b"elf",
        "./usr/share/doc/python3/changelog": b"long",
        "./usr/share/doc/python3/copyright": b"licence",
        "./usr/share/base-passwd/passwd.master": b"root:*:0:0:root:/root:/bin/sh\n",
        "./usr/share/base-passwd/group.master": b"root:*:0:\n",
        "./usr/share/libc-bin/nsswitch.conf": b"hosts: files dns\n",
        "./usr/share/ca-certificates/mozilla/B.crt": b"B\n",
        "./usr/share/ca-certificates/mozilla/A.crt": b"A\n",
        "./usr/share/python-wheels/pip-23.0.1-py3-none-any.whl": b"wheel",
        "./usr/lib/python3.11/os.py": b"",
        "./usr/lib/python3.11/__pycache__/os.cpython-311.pyc": b"",
        "./var/lib/dpkg/status.d/libc6": b"Package: libc6\nVersion: 2.36-9\n",
        "./var/log/apt/history.log": b"now",
        "./etc/machine-id": b"1234",
        "./dev/null": b"",
        "./unpacker": b"busybox",
    }
    with tarfile.open(path, "w") as out:
        for name in sorted(files, reverse=backwards):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.uname = len(files[name]), mtime, "somebody"
            out.addfile(entry, io.BytesIO(files[name]))
    return path


def test_two_makings_give_the_same_bytes(tmp_path: pathlib.Path) -> None:
    """Order, times and owners' names of the source leave no trace."""
    for number, backwards in ((1, False), (2, True)):
        source = archive(tmp_path / f"{number}.tar", 1_700_000_000 + number, backwards=backwards)
        root.keep(source, tmp_path / f"{number}.tar.gz", RUNTIME)
    assert (tmp_path / "1.tar.gz").read_bytes() == (tmp_path / "2.tar.gz").read_bytes()


def test_what_is_kept(tmp_path: pathlib.Path) -> None:
    """Documentation, caches, logs, bytecode, devices and build tools go; accounts and certificates come."""
    parts = root.keep(archive(tmp_path / "t.tar", 1, backwards=False), tmp_path / "t.tar.gz", RUNTIME)
    assert (parts.packages, parts.unpacker, parts.pip) == ({"libc6": "2.36-9"}, b"busybox", b"wheel")
    with tarfile.open(tmp_path / "t.tar.gz") as kept:
        names = kept.getnames()
        bundle = kept.extractfile("etc/ssl/certs/ca-certificates.crt")
        assert bundle is not None
        assert bundle.read() == b"A\nB\n"
        assert {entry.mtime for entry in kept.getmembers()} == {root.EPOCH}
    assert names == [
        "etc/group",
        "etc/nsswitch.conf",
        "etc/passwd",
        "etc/ssl/certs/ca-certificates.crt",
        "usr/bin/python3.11",
        "usr/lib/python3.11/os.py",
        "usr/share/base-passwd/group.master",
        "usr/share/base-passwd/passwd.master",
        "usr/share/ca-certificates/mozilla/A.crt",
        "usr/share/ca-certificates/mozilla/B.crt",
        "usr/share/doc/python3/copyright",
        "usr/share/libc-bin/nsswitch.conf",
        "var/lib/dpkg/status.d/libc6",
    ]


def test_a_debian_base_keeps_its_package_manager() -> None:
    """apt, dpkg and their sources stay, and no service starts while packages are installed."""
    kept = ("usr/bin/dpkg", "usr/bin/apt-get", "etc/apt/sources.list", "var/lib/dpkg/status", "usr/bin/perl")
    assert all(contents.stays("debian", name) for name in kept)
    assert contents.made("debian", {})["usr/sbin/policy-rc.d"].mode == 0o755
