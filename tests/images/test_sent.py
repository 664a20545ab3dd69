"""What reaches a builder: the folder that it is given is looked through for what must never be in it, for each kind."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from components import images
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.images import context, places, selection
from tests.images import apps

CANARY = "canary-77d2e0b1"
SECRETS = (
    ".env", ".ENV", ".env.production", "conf/.env", "deep/er/still/.env", ".git/config", ".git/objects/ab/cd", ".netrc",
    ".ssh/id_rsa", "id_rsa", "ID_RSA", "keys/id_ed25519.pub", "tls.key", "TLS.KEY", "certs/server.Pem", "store.p12",
    "wallet.JKS", "pass.kdbx", "venv/lib/site.py", ".venv/lib/site.py", "Venv/site.py", "node_modules/left/pad.js",
    "shop/__pycache__/main.cpython-311.pyc", "shop/.cache/token", ".aws/credentials", "putty.ppk",
)  # fmt: skip
IGNORED = ("private/notes.md", "shop/local_settings.py")
CODE = {"main.py": "print()\n", "shop/__init__.py": "", "requirements.txt": "", "Dockerfile": "FROM base\nUSER 7:7\n"}
KINDS: dict[str, dict[str, Any]] = {
    "python": {"command": ["python", "main.py"], "dependencies": "none"},
    "dockerfile": {"uid": 7, "ports": {}, "writable": [], "checks": {}, "stop_signal": "SIGTERM"},
}


@pytest.fixture
def project(tmp_path: pathlib.Path) -> Project:
    """Return a project with an application among secrets, on bases that are pinned."""
    files = {**CODE, **dict.fromkeys((*SECRETS, *IGNORED), CANARY), ".dockerignore": "private\nshop/local_*\n"}
    root = apps.write(tmp_path, {f"app/{path}": text for path, text in files.items()})
    app = root / "app"
    (app / "shop/settings.py").symlink_to("../.env")
    (app / "shop/server.txt").symlink_to("../certs/server.Pem")
    (app / "notes.py").symlink_to("private/notes.md")
    (app / "shop/linked").symlink_to("../private")
    (app / "code").symlink_to("venv")
    pin = {"digest": f"sha256:{'1' * 64}", "platforms": ["linux/amd64"], "date": "2026-01-01"}
    names = ("python:3.11-slim-bookworm", "debian:bookworm-slim")
    pins = {name: {"repository": f"docker.io/library/{name.partition(':')[0]}", **pin} for name in names}
    (root / "images.lock").write_text(json.dumps({"version": 1, "bases": pins}), encoding="utf-8")
    return Project(root, root / "infra", Scope("shop", "test"))


def sent(project: Project, kind: str, **options: Any) -> dict[str, bytes]:
    """Return the files of the folder that a builder is given, by path."""
    word, given = images.settings("app", {kind: {"source": "app", **KINDS[kind], **options}}, project, "dev")
    found = context.of("app", word, given, project, "linux/amd64", project.root / "cache")
    folder = places.put(found, context.place("app", project), waiting=True)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("files", [[], ["**"], ["*", "**/*", "shop", "shop/*"]])
@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_sent(kind: str, files: list[str], project: Project) -> None:
    """Neither the defaults nor the widest globs bring hidden files, keys, environments, what is ignored, or a link."""
    found = sent(project, kind, files=files)
    assert [path for path, content in found.items() if CANARY.encode() in content] == []
    assert {"app/main.py", "main.py"} & set(found)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_staged_before_is_not_sent(kind: str, project: Project) -> None:
    """A secret that somebody puts into the staged folder is gone before the builder looks."""
    sent(project, kind)
    place = context.place("app", project)
    apps.write(place, {".env": CANARY, "app/.env": CANARY, "more/id_rsa": CANARY})
    assert not any(CANARY.encode() in content for content in sent(project, kind).values())


def test_a_path_written_out_is_sent(project: Project) -> None:
    """What its owner names in full enters; a link to it, or what `.dockerignore` names, does not."""
    assert CANARY.encode() in sent(project, "python", files=["main.py", "certs/server.Pem"])["app/certs/server.Pem"]
    assert "app/private/notes.md" not in sent(project, "python", files=["main.py", "private/notes.md"])
    with pytest.raises(SettingsError) as error:
        sent(project, "python", files=["main.py", "shop/server.txt"])
    assert str(error.value) == (
        "images.app.python.files.1: 'shop/server.txt' is a link to certs/server.Pem, "
        "which enters only when its own path is written out"
    )


def test_no_path_through_a_linked_folder(tmp_path: pathlib.Path) -> None:
    """What a folder hides, it hides under another name, too: the path of the file itself has to be written out."""
    (tmp_path / "certs").mkdir()
    (tmp_path / "certs/tls.key").write_text("SECRET")
    (tmp_path / "given").symlink_to("certs")
    with pytest.raises(SettingsError, match=r"^images\.app\.files\.0: 'given/tls\.key' goes through a link"):
        selection.select(tmp_path, ["given/tls.key"], lambda name: True, "images.app")
    found = selection.select(tmp_path, ["certs/tls.key"], lambda name: True, "images.app")
    assert [file.path for file in found] == ["certs/tls.key"]
