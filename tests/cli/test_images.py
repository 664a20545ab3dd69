"""`moorage images` on what was deployed: scanned by a program on PATH, cleared up in a real engine."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from tests.cli import real
from tests.cli.conftest import Cli

PROJECT = "toy"
ID = f"sha256:{'5' * 64}"
THEIRS = f"docker.io/library/redis@sha256:{'6' * 64}"
STACK = """
config:
  moorage:profile: dev
  moorage:target: {docker: {}}
  moorage:images: {app: {}, other: {}, theirs: {}, unfinished: {}}
"""
TRIVY = {
    "SchemaVersion": 2,
    "Results": [
        {"Target": "debian", "Vulnerabilities": [{"Severity": "HIGH"}, {"Severity": "LOW"}, {"Severity": "UNKNOWN"}]},
        {"Target": "nothing found"},
        {"Target": "nothing found either", "Vulnerabilities": None},
    ],
}
GRYPE = {"matches": [{"vulnerability": {"severity": "Critical"}}, {"vulnerability": {"severity": "Negligible"}}]}


def urn(kind: str, name: str) -> str:
    """Return the URN of a resource of the stack."""
    return f"urn:pulumi:dev::{PROJECT}::{kind}::{name}"


def deployed(cli: Cli, listed: str) -> None:
    """Record a stack whose image `app` has deployed what `listed` says."""
    component, provider = urn("moorage:images:Python", "app"), urn("pulumi:providers:command", "default")
    theirs = "moorage:images:Existing"
    command = "moorage:images:Python$command:local:Command"
    rows: list[dict[str, Any]] = [
        {"urn": urn("pulumi:pulumi:Stack", f"{PROJECT}-dev"), "custom": False, "type": "pulumi:pulumi:Stack"},
        {"urn": provider, "custom": True, "id": "7", "type": "pulumi:providers:command"},
        {"urn": component, "custom": False, "type": "moorage:images:Python"},
        {
            "urn": urn(theirs, "theirs"), "custom": False, "type": theirs, "modified": "2026-01-03T00:00:00Z",
            "inputs": {"built": {"key": "c" * 12}}, "outputs": {"reference": THEIRS},
        },
        {"urn": urn(theirs, "unfinished"), "custom": False, "type": theirs},
        {
            "urn": urn(command, "app-kept"), "custom": True, "id": "app-kept1", "type": "command:local:Command",
            "parent": component, "provider": f"{provider}::7", "outputs": {"stdout": listed, "stderr": ""},
        },
    ]  # fmt: skip
    manifest = {"time": "2026-01-01T00:00:00Z", "magic": "", "version": ""}
    cli.write("Pulumi.dev.yaml", STACK)
    document = {"version": 3, "deployment": {"manifest": manifest, "resources": rows}}
    file = cli.write("state.json", json.dumps(document))
    cli("stack", "init", "dev")
    cli("stack", "import", "--file", str(file))


@pytest.fixture
def scanner(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Return a folder in front of PATH for programs of the test's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def install(folder: pathlib.Path, name: str, report: dict[str, Any], code: int = 0) -> None:
    """Make a scanner that prints its words as a table, and `report` when JSON is wanted."""
    (folder / "report").write_text(json.dumps(report), encoding="utf-8")
    script = f'#!/bin/sh\ncase "$*" in *json*) cat {folder}/report ;; *) echo "table of $*" ;; esac\n'
    (folder / name).write_text(f"{script}[ {code} = 0 ] || echo 'no database' >&2\nexit {code}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_a_scanner_shows_its_own_table(cli: Cli, scanner: pathlib.Path) -> None:
    """It is shown what was deployed last, by its ID."""
    deployed(cli, f"{'a' * 12} {ID} 2026-01-02T00:00:00Z\n{'b' * 12} sha256:0 2026-01-01T00:00:00Z")
    install(scanner, "trivy", TRIVY)
    assert cli("images", "scan", "app").out == f"table of image --quiet {ID}\n"
    (scanner / "trivy").unlink()
    install(scanner, "grype", GRYPE)
    assert cli("images", "scan", "app").out == f"table of --quiet docker:{ID}\n"


def test_an_image_of_somebody_elses_is_scanned_too(cli: Cli, scanner: pathlib.Path) -> None:
    """It is what its component says that workloads run; one that was not finished was not deployed."""
    deployed(cli, f"{'a' * 12} {ID} 2026-01-02T00:00:00Z")
    install(scanner, "trivy", TRIVY)
    assert cli("images", "scan", "theirs").out == f"table of image --quiet {THEIRS}\n"
    line = "error: image unfinished was not built and deployed by stack dev; moorage up does\n"
    assert cli("images", "scan", "unfinished", code=1).err == line


@pytest.mark.parametrize(
    ("name", "report", "limit", "bad"),
    [
        ("trivy", TRIVY, "critical", 0),
        ("trivy", TRIVY, "high", 1),
        ("trivy", TRIVY, "low", 2),
        ("grype", GRYPE, "critical", 1),
        ("grype", {"matches": []}, "low", 0),
    ],
)
def test_the_exit_code_follows_the_severity(
    name: str, report: dict[str, Any], limit: str, bad: int, cli: Cli, scanner: pathlib.Path
) -> None:
    """1 when a finding is as bad as asked, or worse; the line counts them. Unknown severities do not count."""
    deployed(cli, f"{'a' * 12} {ID} 2026-01-02T00:00:00Z")
    install(scanner, name, report)
    done = cli("images", "scan", "app", "--fail-on", limit, code=1 if bad else 0)
    assert done.err == (f"image app: {bad} findings are {limit} or worse\n" if bad else "")


def test_the_report_is_json(cli: Cli, scanner: pathlib.Path) -> None:
    """The scanner's document as it is, beside what was scanned and the counts."""
    deployed(cli, f"{'a' * 12} {ID} 2026-01-02T00:00:00Z")
    install(scanner, "trivy", TRIVY)
    assert json.loads(cli("images", "scan", "app", "--json").out) == {
        "image": "app",
        "reference": ID,
        "scanner": "trivy",
        "counts": {"low": 1, "medium": 0, "high": 1, "critical": 0},
        "report": TRIVY,
    }


def test_what_cannot_be_scanned_is_one_line(cli: Cli, scanner: pathlib.Path) -> None:
    """No scanner, no such image, one that was never deployed, a scanner that fails or prints something else."""
    deployed(cli, f"{'a' * 12} {ID} 2026-01-02T00:00:00Z")
    assert cli("images", "scan", "app", code=1).err == "error: no scanner is installed; put trivy or grype on PATH\n"
    line = "error: images: 'ap' is not an image of stack dev; did you mean app; "
    line += "allowed: app, other, theirs, unfinished\n"
    assert cli("images", "scan", "ap", code=2).err == line
    line = "error: image other was not built and deployed by stack dev; moorage up does\n"
    assert cli("images", "scan", "other", code=1).err == line
    install(scanner, "trivy", TRIVY, code=3)
    assert cli("images", "scan", "app", code=1).err == f"error: {scanner}/trivy: failed (3): no database\n"
    install(scanner, "trivy", {"error": "x"})
    assert cli("images", "scan", "app", "--json", code=1).err == (
        "error: trivy: its report cannot be read: it is no report of trivy's ('SchemaVersion')\n"
    )


def test_an_image_in_which_a_scanner_sees_nothing_is_good(cli: Cli, scanner: pathlib.Path) -> None:
    """Trivy leaves the results out of its report where it finds no packages."""
    deployed(cli, f"{'a' * 12} {ID} 2026-01-02T00:00:00Z")
    install(scanner, "trivy", {"SchemaVersion": 2, "ArtifactName": ID})
    counts = json.loads(cli("images", "scan", "app", "--json", "--fail-on", "low").out)["counts"]
    assert counts == {"low": 0, "medium": 0, "high": 0, "critical": 0}


@pytest.mark.docker
def test_prune_removes_nothing_where_it_cannot_tell_what_is_kept(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that only the Pulumi CLI reaches lists what stays for a rollback: without it nothing goes."""
    cli.write("Pulumi.dev.yaml", STACK)
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://bucket")
    line = "error: PULUMI_BACKEND_URL: 's3://bucket' needs the pulumi CLI; allowed here: file://\n"
    for words in ((), ("--all",), ("--json",)):
        assert cli("images", "prune", "--stack", "dev", "--yes", *words, code=2).err == line


@pytest.mark.docker
def test_prune_removes_what_nobody_needs(cli: Cli) -> None:
    """What the state lists stays, with --all what is deployed; so do used ones and other people's, always."""
    repository = f"{PROJECT}-dev-app"
    labels = {
        "moorage.project": PROJECT, "moorage.stack": "dev", "org.opencontainers.image.title": "app"
    }  # fmt: skip
    with real.image() as base:
        changes = [word for key, value in labels.items() for word in ("--label", f"{key}={value}")]
        for number in range(5):
            container = real.docker("run", "-d", *changes, base, "/bin/busybox", "true")
            real.docker("wait", container)
            real.docker("commit", "-c", f"LABEL number={number}", container, f"{repository}:{number:012x}")
            real.docker("rm", container)
        real.docker("tag", f"{repository}:{0:012x}", f"{repository}:mine")
        real.docker("tag", f"{repository}:{1:012x}", f"{PROJECT}-theirs:{1:012x}")
        used = real.docker("create", f"{repository}:{2:012x}", "/none")
        try:
            ids = [real.docker("image", "inspect", "--format", "{{.Id}}", f"{repository}:{n:012x}") for n in range(5)]
            deployed(cli, "\n".join(f"{n:012x} {ids[n]} 2026-01-01T00:00:00Z" for n in (4, 3)))
            assert cli("images", "prune", code=2).err.startswith("error: --yes must be passed in to remove images")
            gone = json.loads(cli("images", "prune", "--json", "--yes").out)
            assert [one["name"] for one in gone] == [f"{repository}:{n:012x}" for n in (0, 1)]
            names = [f"{repository}:{n:012x}" for n in (2, 3, 4)] + [f"{repository}:mine", f"{PROJECT}-theirs:{1:012x}"]
            assert tagged() == names
            cli("images", "prune", "--all", "--yes")
            assert tagged() == [name for name in names if name != f"{repository}:{3:012x}"]
            assert cli("images", "prune", "--all", "--yes").out == "nothing to remove\n"
        finally:
            real.docker("rm", used)
            real.docker("rmi", *tagged())


def tagged() -> list[str]:
    """Return the names of the project's images, sorted."""
    listed = real.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").split()
    return sorted(name for name in listed if name.startswith(f"{PROJECT}-"))
