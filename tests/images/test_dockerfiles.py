"""The generated Dockerfiles, word for word, and what hadolint and Checkov say of them."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import pytest

from components.core.naming import Scope
from components.images import instructions, labels, reasons, staging
from components.images.dockerfile import plan as dockerfile_plan
from components.images.dockerfile import render
from components.images.dockerfile import stages as read_stages
from components.images.dockerfile.settings import DockerfileSettings
from components.images.python import plan, sources, stages
from tests.images import apps

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = pathlib.Path(__file__).parent / "golden"
PEER = ROOT / "bench/peer/Dockerfile"
HADOLINT = pathlib.Path(sys.executable).with_name("hadolint")
SCOPE = Scope("shop", "test")
WEB = {
    "ports": {"http": 8080, "metrics": 9090},
    "checks": {"web": {"http": {"port": "http", "path": "/healthz"}}, "own": {"command": ["true"]}},
}
PLAIN = sources.Dependencies("requirements.txt", requirement="requirements.txt")
HASHED = sources.Dependencies("requirements.txt", requirement="requirements.txt", hashed=True)
PROJECTS = sources.Dependencies(
    "uv.lock", requirement="requirements.txt", hashed=True, complete=True, projects=("packages/library", ".")
)
PACKAGES = {"packages": {"run": ["libpq5"], "build": ["gcc", "libpq-dev"]}}
OWN = """\
# syntax=docker/dockerfile:1
ARG VERSION=1
# stands on the recorded base
FROM base
COPY run.sh /usr/local/bin/run.sh
FROM base AS image
COPY --chown=0:0 . /src/
USER 10002:10002
HEALTHCHECK CMD ["true"]
# not needed by the image
FROM image AS later
USER 0
"""


def generated(folder: pathlib.Path) -> dict[str, str]:
    """Return the text of every variant by name."""
    local = apps.local(folder)
    own = apps.dockerfile(command=["run.sh", 'a "quoted" $word'])
    return {
        **{name: str(file) for name, file in pythons(folder).items()},
        "own-local": _own(own, local, labels.of("app", own.base, local, SCOPE)),
        "own-registry": _own(own, apps.REGISTRY, {"title": "app"}),
    }


def pythons(folder: pathlib.Path) -> dict[str, instructions.Dockerfile]:
    """Return every variant of kind `python` by name."""
    local = apps.local(folder)
    bare = apps.python(checks={"own": {"command": ["true"]}}, ca_bundle="none")
    signal = apps.python(**WEB, index="index-url", uid=12345, stop_signal="SIGQUIT", command=["a b", '"$HOME"'])
    return {
        "registry-hashes": _python(apps.python(**WEB), apps.REGISTRY, HASHED),
        "registry-no-hashes": _python(signal, apps.REGISTRY, PLAIN),
        "registry-packages": _python(apps.python(**WEB, **PACKAGES), apps.REGISTRY, HASHED),
        "registry-projects": _python(apps.python(**WEB, index="index-url"), apps.REGISTRY, PROJECTS),
        "local-hashes": _python(apps.python(**WEB), local, HASHED),
        "local-no-dependencies": _python(bare, local, sources.Dependencies()),
        "local-volumes": _python(apps.python(**WEB, volumes=["/data/b", "/a"]), local, HASHED),
        "local-packages": _python(apps.python(**WEB, **PACKAGES), local, HASHED),
    }


def _own(settings: DockerfileSettings, base: plan.bases.Base, said: dict[str, str]) -> str:
    read = read_stages.read(OWN, "app/Dockerfile", "image", settings.args)
    assert read is not None
    return render.dockerfile(OWN, read, base, ["run.sh", "etc/[a].conf"], said, settings.command)


def _python(
    settings: plan.PythonSettings, base: plan.bases.Base, found: sources.Dependencies
) -> instructions.Dockerfile:
    return stages.dockerfile(settings, base, labels.of("app", settings.base, base, SCOPE), found)


VARIANTS = (
    "registry-hashes",
    "registry-no-hashes",
    "registry-packages",
    "registry-projects",
    "local-hashes",
    "local-no-dependencies",
    "local-packages",
    "local-volumes",
    "own-local",
    "own-registry",
)


def test_variants_are_all_there(tmp_path: pathlib.Path) -> None:
    """Each variant has a golden file, and each golden file a variant."""
    assert set(generated(tmp_path)) == set(VARIANTS) == {path.stem for path in GOLDEN.glob("*.Dockerfile")}


@pytest.mark.parametrize("name", VARIANTS)
def test_text_is_the_agreed_one(name: str, tmp_path: pathlib.Path) -> None:
    """The text of each variant is the committed one."""
    assert generated(tmp_path)[name] == (GOLDEN / f"{name}.Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*sorted(GOLDEN.glob("*.Dockerfile")), PEER], ids=lambda path: path.stem)
def test_hadolint_finds_nothing(path: pathlib.Path) -> None:
    """Hadolint is silent, without one rule switched off."""
    done = subprocess.run([HADOLINT, "--no-color", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "hadolint" not in path.read_text(encoding="utf-8")


def test_checkov_finds_nothing(tmp_path: pathlib.Path) -> None:
    """Checkov passes every generated file and skips no rule; that it looked at all is shown by a bad one."""
    for path in GOLDEN.glob("*.Dockerfile"):
        folder = tmp_path / path.stem
        folder.mkdir()
        (folder / "Dockerfile").write_bytes(path.read_bytes())
    bad = tmp_path / "bad" / "Dockerfile"
    bad.parent.mkdir()
    bad.write_text("FROM debian:latest\n", encoding="utf-8")
    script = ROOT / "tools" / "checkov.py"
    arguments = ["-d", tmp_path, "--framework", "dockerfile", "--skip-download", "--quiet", "--compact", "-o", "json"]
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    failed = {(one["repo_file_path"].split("/")[-2], one["check_id"]) for one in report["results"]["failed_checks"]}
    assert {folder for folder, _ in failed} == {"bad"}
    assert report["summary"]["skipped"] == 0
    assert report["summary"]["passed"] > 100


def test_a_registrys_port_is_no_tag() -> None:
    """The first line names registry, repository, tag and digest, each once."""
    digest = f"sha256:{'1' * 64}"
    for name in ("localhost:5000/team/python:3.11-slim", f"localhost:5000/team/python:3.11-slim@{digest}"):
        base = plan.bases.Registry(name, "localhost:5000/team/python", digest)
        assert instructions.text(plan.bases.stage(base)[0]) == (
            f"FROM localhost:5000/team/python:3.11-slim@{digest} AS base"
        )


@pytest.mark.parametrize("name", [name for name in VARIANTS if not name.startswith("own")])
def test_every_line_says_why(name: str, tmp_path: pathlib.Path) -> None:
    """Each instruction of a generated file has a clause of its own; none is taken for the user's."""
    file = pythons(tmp_path)[name]
    text = str(file)
    found = reasons.of(staging.Context(text, [], reasons=file.reasons))
    assert "\n".join(line for line, _ in found) == "\n".join(
        line for line in text.splitlines() if line and not line.startswith("#")
    )
    assert [line for line, why in found if not why or why == reasons.OWN] == []


def test_lines_of_a_users_own_file_are_said_to_be(tmp_path: pathlib.Path) -> None:
    """What moorage puts around them has its reasons."""
    app = apps.write(tmp_path / "app", {"Dockerfile": "FROM base\nCOPY a \\\n  /a\nUSER 10002:10002\n", "a": ""})
    settings = apps.dockerfile(command=["run.sh"])
    found = reasons.of(dockerfile_plan.context(settings, app, apps.REGISTRY, "app", "linux/amd64", {"title": "app"}))
    own = ["FROM base", "COPY a \\\n  /a", "USER 10002:10002"]
    assert [line for line, why in found if why == reasons.OWN] == own
    assert [line.split()[0] for line, why in found if why != reasons.OWN] == ["FROM", "LABEL", "CMD"]
