"""What `doctor` says of builders: found by asking commands, of which these tests put some on PATH."""

from __future__ import annotations

import pathlib

import pytest

from components.core import delivery
from components.core.operations import NotAllowedError
from components.shared import packages
from components.shared.builders import buildah, buildx
from components.targets.docker import findings, remedies

INSPECTED = """\
Name:          far
Driver:        remote
Last Activity: 2026-11-23 12:00:00 +0000 UTC

Nodes:
Name:             far0
Endpoint:         tcp://10.0.0.1:1234
Status:           running
BuildKit version: {version}
Platforms:        linux/amd64*, linux/arm64
Labels:
 org.mobyproject.buildkit.worker.executor: oci
"""


def command(folder: pathlib.Path, name: str, text: str) -> str:
    """Put a command there that prints a text, or fails with it when it begins with `ERROR`; return its path."""
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    stream, code = (">&2", 1) if text.startswith("ERROR") else ("", 0)
    file = folder / name
    file.write_text(f"#!/bin/sh\n/bin/cat '{folder / name}.txt' {stream}\nexit {code}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


def test_buildah(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its version and each ability are a row; a processor that QEMU stands in for is named."""
    command(tmp_path, "buildah", "buildah version 1.28.2 (image-spec 1.1.0-rc2, runtime-spec 1.0.2-dev)\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    rows = {row.subject: row.found for row in buildah.find(tmp_path)}
    assert rows["builder"] == f"Buildah 1.28.2 ({tmp_path}/buildah), as the target says"
    assert list(rows) == ["builder", "build platforms", "build cache", "attestations", "same digest"]
    assert rows["build platforms"].endswith("alone: no QEMU is registered for others")
    (tmp_path / "qemu-aarch64").touch()
    assert buildah.find(tmp_path)[1].found == "one an image: this machine's and, emulated, aarch64"


def test_no_buildah(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row says so, with the command that brings it."""
    command(tmp_path, "apt-get", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    [row] = buildah.find(tmp_path)
    assert (row.state, row.found) == ("missing", "no buildah command on PATH")
    assert row.fix[-1].endswith("apt-get install -y --no-install-recommends buildah")


@pytest.mark.parametrize(
    ("version", "attestations", "digests"),
    [
        ("v0.10.6", "none: BuildKit 0.11 is the first with them", "no: BuildKit 0.13 is the first that can"),
        ("v0.12.5", "SBOM and provenance", "no: BuildKit 0.13 is the first that can"),
        ("v0.31.0", "SBOM and provenance", "yes: times are rewritten"),
    ],
)
def test_a_named_builder(tmp_path: pathlib.Path, version: str, attestations: str, digests: str) -> None:
    """What it can do follows from what buildx says of it: its version, its driver, its platforms."""
    rows = {
        row.subject: row.found
        for row in buildx.named("far", command(tmp_path, "docker", INSPECTED.format(version=version)))
    }
    assert rows["builder"] == f"BuildKit {version}, builder far (remote driver)"
    assert rows["build platforms"] == "linux/amd64, linux/arm64"
    assert (rows["attestations"], rows["same digest"]) == (attestations, digests)


def test_a_builder_that_is_not_there(tmp_path: pathlib.Path) -> None:
    """Buildx's own last line is shown, with the command that makes the builder."""
    [row] = buildx.named("far", command(tmp_path, "docker", 'ERROR: no builder "far" found\n'))
    assert (row.state, row.found) == ("missing", 'buildx has no builder far: ERROR: no builder "far" found')
    assert row.fix == ("docker buildx create --name far --driver docker-container --bootstrap",)


@pytest.mark.parametrize(
    ("status", "word"),
    [([["Backing Filesystem", "extfs"]], "no"), ([["driver-type", "io.containerd.snapshotter.v1"]], "yes")],
)
def test_the_engine_s_own(status: list[list[str]], word: str) -> None:
    """An engine that keeps its images in containerd can do more."""
    rows = {
        row.subject: row.found for row in buildx.engine("20.10.24", {"DriverStatus": status, "Architecture": "x86_64"})
    }
    assert rows["builder"] == "BuildKit of Docker 20.10.24"
    assert rows["same digest"].partition(":")[0].partition(",")[0] == word


@pytest.mark.parametrize("root", [True, False])
def test_buildah_is_brought(monkeypatch: pytest.MonkeyPatch, *, root: bool) -> None:
    """Root on Debian gets it from apt; anyone else gets the commands, and nothing is run."""
    ran: list[str] = []
    monkeypatch.setattr(packages, "able", lambda: root)
    monkeypatch.setattr(packages, "run", lambda argv, **_: ran.append(" ".join(argv)))
    if root:
        buildah.install(ran.append)
        assert ran == ["installing buildah with apt-get", "apt-get update", " ".join((*packages.APT, "buildah"))]
    else:
        with pytest.raises(NotAllowedError, match=r"^builder: there is no buildah command; run: .*install -y"):
            buildah.install(ran.append)
        assert ran == []


def test_a_client_without_the_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A builder with a name is out of its reach; the row says what is missing."""
    client = findings.BuildClient("/usr/bin/docker", "20.10.24", "built in")
    monkeypatch.setattr(findings, "build_client", lambda: client)
    machine = remedies.Machine(root=True, debian=True, systemd=False, installed=True)
    monkeypatch.setattr(remedies, "machine", lambda: machine)
    monkeypatch.setattr(remedies, "apart", lambda: ["docker-cli", "docker-buildx"])
    rows = {row.subject: row for row in findings.find(None, delivery.BuildKit("far"))}
    assert rows["builder"].found == "builder far is reached by the buildx plugin, which /usr/bin/docker lacks"
    assert rows["builder"].fix[0].endswith("docker-cli docker-buildx")
