"""Packages that a stack file asks for: what of them comes into a runtime, and who is told when there is none."""

from __future__ import annotations

import dataclasses
import io
import pathlib
import tarfile

import pytest

from components.core.errors import SettingsError
from components.images import bases, instructions
from components.images.local import asked, mmdebstrap, recipes, records, root
from tests.images import apps

STATUS = b"""\
Package: python3
Version: 3.11.2
Depends: libc6 (>= 2.36), python3.11 | python3.10, awk

Package: python3.11
Version: 3.11.2
Pre-Depends: openssl:any

Package: libc6
Version: 2.36

Package: openssl
Version: 3.0
Depends: libc6

Package: mawk
Version: 1.3
Provides: awk (= 1.0)

Package: gawk
Version: 5.2
Provides: awk

Package: libfast0
Version: 0.3
Depends: libshared1

Package: libshared1
Version: 1.0
"""
SCRIPT = b"""\
#!/bin/sh
# update-alternatives --install /commented x /out 999
update-alternatives --install /usr/lib/libblas.so.3 \\
    libblas.so.3-x86_64-linux-gnu /usr/lib/fast/libblas.so.3 100 \\
    --slave /usr/lib/libcblas.so.3 libcblas.so.3 /usr/lib/fast/libcblas.so.3
update-alternatives --install "$LINK" name /nowhere 500
update-alternatives --remove name /nowhere
"""


def test_what_a_package_needs_is_followed() -> None:
    """Of alternatives the first that is there counts, a virtual name stands for who provides it."""
    known = records.read([STATUS])
    assert records.reached(known, ["python3"]) >= {"python3", "python3.11", "libc6", "openssl"}
    assert "libfast0" not in records.reached(known, ["python3"])
    assert known["libc6"].version == "2.36"


def test_what_comes_because_of_it() -> None:
    """A package that was asked for, and what nothing else needs; not what the recipe has anyway."""
    known = records.read([STATUS])
    assert asked.packages(known, ["python3", "gawk"], ["libfast0"]) == {"libfast0", "libshared1"}
    assert "openssl" in asked.packages(known, ["python3", "gawk"], ["openssl"])


def test_links_are_those_of_the_highest_priority() -> None:
    """Links and slaves as the script would make them; lines with variables, comments and removals make none."""
    slow = SCRIPT.replace(b"/fast/", b"/slow/").replace(b" 100 ", b" 10 ")
    texts = {"unpacked/libfast0.script": SCRIPT, "unpacked/libslow0.script": slow}
    assert asked.links(texts, {"libfast0", "libslow0"}) == {
        "usr/lib/libblas.so.3": "/usr/lib/fast/libblas.so.3",
        "usr/lib/libcblas.so.3": "/usr/lib/fast/libcblas.so.3",
    }
    assert asked.links(texts, {"another"}) == {}


def archive(path: pathlib.Path) -> pathlib.Path:
    """Write a new root with what is asked for, a part that a runtime never keeps, and a file of two names."""
    files = {
        "./usr/bin/openssl": b"elf",
        "./usr/bin/dpkg": b"elf",
        "./usr/share/doc/openssl/changelog": b"long",
        "./usr/share/base-passwd/passwd.master": b"root",
        "./usr/share/base-passwd/group.master": b"root",
        "./usr/share/libc-bin/nsswitch.conf": b"hosts",
        "./usr/lib/z": b"two names",
        "./var/lib/dpkg/status.d/all": STATUS,
        "./unpacked/openssl.files": b"./\n./usr/\n./usr/bin/openssl\n./lib/x\n./usr/share/doc/openssl/changelog\n",
        "./unpacked/libfast0.script": SCRIPT,
        "./unpacker": b"busybox",
    }
    with tarfile.open(path, "w") as out:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            out.addfile(entry, io.BytesIO(content))
        again = tarfile.TarInfo("./usr/lib/a")
        again.type, again.linkname = tarfile.LNKTYPE, "./usr/lib/z"
        out.addfile(again)
    return path


@pytest.mark.parametrize(("run", "there"), [(("openssl", "libfast0"), True), ((), False)])
def test_a_runtime_keeps_what_was_asked_for(run: tuple[str, ...], there: bool, tmp_path: pathlib.Path) -> None:
    """A program that is left out otherwise stays, with links; documentation and lists go; names of a file stay one."""
    recipe = recipes.Recipe("runtime", "bookworm", "extract", ("python3", "gawk"), run)
    root.keep(archive(tmp_path / "t.tar"), tmp_path / "t.tar.gz", recipe)
    with tarfile.open(tmp_path / "t.tar.gz") as kept:
        names = kept.getnames()
        shared = kept.extractfile("usr/lib/z")
        assert shared is not None
        assert shared.read() == b"two names"
        assert kept.getmember("usr/lib/a").isreg()
    assert ("usr/bin/openssl" in names, "usr/lib/libblas.so.3" in names) == (there, there)
    assert not {"usr/bin/dpkg", "usr/share/doc/openssl/changelog", "unpacker"} & set(names)
    assert not any(name.startswith("unpacked") for name in names)


def test_the_merged_folders_are_one() -> None:
    """A package may still bring /lib/x: the root has it as usr/lib/x; /usr/lib stays what it is."""
    texts = {"unpacked/one.files": b"./lib/x\n./usr/lib/y\n./sbin/z\n./srv/bin/q\n"}
    assert asked.files(texts, {"one"}) == {"usr/lib/x", "usr/lib/y", "usr/sbin/z", "srv/bin/q"}


def test_the_command_asks_for_the_packages() -> None:
    """A toolchain holds Python's headers, what the image runs with and what it is built with."""
    recipe = recipes.toolchain("python:3.11-slim-bookworm", ("libpq5",), ("gcc",))
    assert recipe is not None
    argv = mmdebstrap.command(recipe, pathlib.Path("/t.tar"), [])
    assert "--include=ca-certificates,python3-dev,usr-is-merged,busybox-static,libpq5,gcc" in argv
    assert "--variant=minbase" in argv
    assert recipes.toolchain("python:3.12-slim", (), ("gcc",)) is None


def test_an_unknown_package_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """What apt says is told with the release and the nearest name."""

    def run(argv: list[str], **variables: str) -> object:
        del variables
        if argv[0] == "apt-cache":
            return mmdebstrap.subprocess.CompletedProcess(argv, 0, "libpq5\nlibpcre3\n", "")
        return mmdebstrap.subprocess.CompletedProcess(
            argv, 25, "", "I: x\nE: Unable to locate package libpq55\nE: no\n"
        )

    monkeypatch.setattr(mmdebstrap, "_run", run)
    monkeypatch.setattr(mmdebstrap.shutil, "which", lambda name: name)
    recipe = recipes.find("python:3.11-slim", ("libpq55",))
    assert recipe is not None
    with pytest.raises(SettingsError) as error:
        mmdebstrap.make(recipe, tmp_path / "t.tar")
    assert str(error.value) == "packages: Debian bookworm has no package libpq55; did you mean libpq5"


def test_the_key_holds_the_packages() -> None:
    """The order in which packages are written, or writing one twice, asks for nothing else."""
    one = bases.Wanted("python:3.11-slim", ("b", "a"), ("gcc", "gcc"))
    assert one.key == "python:3.11-slim run:a,b build:gcc"
    assert bases.Wanted("python:3.11-slim").key == "python:3.11-slim"


def test_a_toolchain_is_a_stage_of_its_own(tmp_path: pathlib.Path) -> None:
    """It is unpacked beside the base and sent with it; without one, building starts from the base."""
    plain = apps.local(tmp_path)
    tools = bases.Stored("5" * 64, 1, tmp_path / "tools")
    with_tools = dataclasses.replace(plain, toolchain=tools)
    assert [entry.path for entry in bases.files(with_tools)] == [
        ".moorage/base-222222222222.tar.gz",
        ".moorage/base-555555555555.tar.gz",
        ".moorage/busybox",
    ]
    assert [instructions.text(one) for one in bases.toolchain(plain, "build")] == ["FROM base AS build"]
    started = bases.toolchain(with_tools, "build")
    assert instructions.text(started[0]) == "FROM scratch AS build"
    assert "base-555555555555.tar.gz" in instructions.text(started[1])
