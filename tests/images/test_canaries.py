"""What a build may read but never keep: the index's password, keys beside the code, is nowhere after a deployment."""

from __future__ import annotations

import base64
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml

from tests.e2e import checkout
from tests.images import apps, building, index

pytestmark = pytest.mark.docker

PASSWORD, KEPT = "canary-index-61c0e2", "canary-file-88d1f4"
STACK = {
    "moorage:profile": "dev",
    "moorage:target": {"docker": {}},
    "moorage:secrets": {"packages": {"env": "PACKAGES"}},
    "moorage:images": {
        "app": {
            "python": {
                "source": "app",
                "command": ["python", "-c", "import greeting, time; print(greeting.WORD, flush=True)"],
                "index": "packages",
                "ca_bundle": "app/company.pem",
            }
        },
        "own": {
            "dockerfile": {
                "source": "own",
                "uid": 10002,
                "secrets": {"token": "packages"},
                "ports": {},
                "checks": {},
                "writable": [],
                "stop_signal": "SIGTERM",
            }
        },
    },
    "moorage:workloads": {"once": {"kind": "job", "image": "app"}, "after": {"kind": "job", "image": "own"}},
}
OWN = """\
FROM base
RUN --mount=type=secret,id=token test -s /run/secrets/token && wc -c /run/secrets/token > /length
USER 10002:10002
CMD ["cat", "/length"]
"""
ASIDE = (".env", ".git/config", "company.key", "deep/.env", "deep/id_rsa", ".aws/credentials")


@dataclass(frozen=True)
class Deployed:
    """A project whose stack is up, and all that was printed on the way."""

    root: pathlib.Path
    authority: str
    printed: str


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Deploy an application whose one package comes from a private index; secrets lie beside its code."""
    folder = tmp_path_factory.mktemp("canaries")
    keys = tmp_path_factory.mktemp("keys")
    served = index.serve(building.gateway(), PASSWORD, keys)
    project = checkout.Checkout.at(folder / "project")
    project.edit("Pulumi.yaml", "name: moorage\n", "name: moorage-canaries\n")
    project.stack, project.environment["PACKAGES"] = "canaries", served.url
    files = {"main.py": "", "deep/main.py": "", "requirements.txt": served.requirement, "company.pem": served.authority}
    apps.write(project.root / "app", {**files, **dict.fromkeys(ASIDE, KEPT)})
    apps.write(project.root / "own", {"Dockerfile": OWN, **dict.fromkeys(ASIDE, KEPT)})
    document = yaml.safe_dump({"config": STACK})
    (project.root / "Pulumi.canaries.yaml").write_text(document, encoding="utf-8")
    try:
        up = ("up", "--yes", "--diff", "--event-log", "events.json")
        printed = [project.run(*words) for words in (up, ("preview", "--diff", "--json"))]
        said = "".join(done.stdout + done.stderr for done in printed)
        yield Deployed(project.root, served.authority, said)
    finally:
        project.run("destroy", "--yes", "--remove", code=None)
        served.close()


def forms(word: str) -> list[bytes]:
    """Return a word as it could be written: in clear, or in base64 at each of three offsets."""
    whole = [base64.b64encode(b"x" * shift + word.encode())[4:-4] for shift in range(3)]
    return [word.encode(), *whole]


@pytest.mark.parametrize(("name", "holds"), [("app", b"greeting.py"), ("own", b"/run/secrets/token")])
def test_no_layer_holds_one(deployed: Deployed, name: str, holds: bytes, tmp_path: pathlib.Path) -> None:
    """Every file of every layer as `docker save` writes them, uncompressed, the history and the configuration."""
    image = building.docker("images", "--quiet", f"moorage-canaries-canaries-{name}").stdout.split()[0]
    building.docker("save", "--output", str(tmp_path / "image.tar"), image)
    saved = (tmp_path / "image.tar").read_bytes()
    assert holds in saved
    said = building.docker("history", "--no-trunc", image).stdout
    said += building.docker("inspect", image).stdout
    texts = saved + said.encode()
    assert [form for word in (PASSWORD, KEPT) for form in forms(word) if form in texts] == []
    assert deployed.authority.splitlines()[2].encode() not in saved


def test_no_file_of_the_project_holds_one(deployed: Deployed) -> None:
    """State, history, backups, event logs and what was staged for the builder."""
    places = [deployed.root / ".moorage", deployed.root / ".pulumi"]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    files.append(deployed.root / "events.json")
    names = {path.relative_to(deployed.root).parts[:2] for path in files}
    assert {(".moorage", "build"), (".pulumi", "stacks"), (".pulumi", "history")} <= names
    clear = [path for path in files for word in (PASSWORD, KEPT) for form in forms(word) if form in path.read_bytes()]
    assert clear == []


def test_nothing_printed_holds_one(deployed: Deployed) -> None:
    """The display of `up` and of a preview in JSON, build log included."""
    assert "moorage-canaries" in deployed.printed
    assert [word for word in (PASSWORD, KEPT) if word in deployed.printed] == []


def test_only_code_is_sent_to_the_builder(deployed: Deployed) -> None:
    """Of the application's folder, the two modules; no key, no certificate, nothing hidden."""
    staged = deployed.root / ".moorage" / "build" / "canaries" / "app" / "app"
    assert sorted(p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file()) == [
        "deep/main.py",
        "main.py",
    ]
