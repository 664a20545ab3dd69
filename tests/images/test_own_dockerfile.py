"""A Dockerfile of the user's own: what contradicts its contract, or cannot be known, is one line with the next step."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from components import images
from components.core.errors import SettingsError
from components.core.naming import Scope
from components.core.project import Project
from components.images import context, staging
from components.images.bases import Local
from components.images.dockerfile import plan
from tests.images import apps

STATED: dict[str, Any] = {
    "source": "own",
    "uid": 10002,
    "ports": {"http": 8080},
    "checks": {"up": {"command": ["curl", "-f", "localhost:8080"]}},
    "writable": [],
    "stop_signal": "SIGINT",
}
GOOD = "FROM base\nCOPY run.sh conf/ /\nEXPOSE 8080\nUSER 10002:10002\n"
SENT = {
    "own/run.sh": "",
    "own/conf/a.conf": "",
    "own/.env": "KEY=1",
    "own/secret.key": "",
    "own/.dockerignore": "out\n",
}
FILES = {**SENT, "own/out/x": "", "own/sub/venv/x": ""}


def load(dockerfile: str, folder: pathlib.Path, profile: str = "dev", **change: Any) -> str:
    """Return the error line of a block, without the place of the Dockerfile; empty: there is none."""
    block = {key: value for key, value in {**STATED, **change}.items() if value is not None}
    project = Project(apps.write(folder, {**FILES, "own/Dockerfile": dockerfile}), folder, Scope("shop", "test"))
    try:
        images.settings("app", {"dockerfile": block}, project, profile)
    except SettingsError as error:
        return str(error).removeprefix("images.app.dockerfile.").removeprefix("dockerfile: own/Dockerfile:")
    return ""


@pytest.mark.parametrize(
    ("dockerfile", "change"),
    [
        (GOOD, {}),
        ("FROM base AS one\nEXPOSE 8080\nUSER 10002\nFROM debian:12 AS two\nFROM one\nCOPY --from=two /x /x\n", {}),
        ("ARG V=12\nFROM debian:${V} AS a\nFROM a\nARG U=10002\nUSER ${U}\nEXPOSE 8080/tcp\n", {"args": {"V": "13"}}),
        ("FROM base\nARG PORT\nUSER $WHO\nEXPOSE $PORT\n", {}),
        (f"{GOOD}HEALTHCHECK --interval=5s CMD curl -f localhost:8080\nSTOPSIGNAL 2\n", {}),
        (f'{GOOD}HEALTHCHECK CMD ["curl", "-f", "localhost:8080"]\nSTOPSIGNAL INT\n', {}),
        (GOOD.replace("base", "base AS image") + "FROM image\nUSER root\nVOLUME /x\n", {"target": "Image"}),
        (f"{GOOD}COPY . /all\nCOPY * /all/\nCOPY ./conf/*.conf conf/../run.sh /x/\n", {}),
        (f"{GOOD}RUN --mount=type=secret,id=token,required=true curl\n", {"secrets": {"token": "stack-token"}}),
        (f"{GOOD}RUN --mount=type=secret,id=other,required=false true\n", {}),
        (f"{GOOD}COPY .env /x\n", {"files": ["**", ".env"]}),
        (f"{GOOD}ADD --checksum=sha256:{'0' * 64} https://x.example/y /y\n", {}),
        (f"{GOOD}COPY <<EOF /x\nUSER root\nEOF\n", {}),
    ],
)
def test_what_agrees_is_taken(dockerfile: str, change: dict[str, Any], tmp_path: pathlib.Path) -> None:
    """Stages, variables, both forms of a command: nothing that holds is refused."""
    assert load(dockerfile, tmp_path, **change) == ""


@pytest.mark.parametrize(
    ("dockerfile", "change", "line"),
    [
        ("FROM base\nEXPOSE 8080\n", {}, "1: this stage, the image, has no USER; add: USER 10002:10002"),
        ("FROM a:1 AS b\nUSER 10002\n\n# x\nFROM base\nEXPOSE 8080\n", {}, "5: this stage, the image, has no USER"),
        (f"{GOOD}USER root\n", {}, "5: USER root: no process may be root; write: USER 10002:10002"),
        (f"{GOOD}USER 0:0\n", {}, "5: USER 0:0: no process may be root; write: USER 10002:10002"),
        (f"{GOOD}USER www-data\n", {}, "5: USER www-data: a name says no number, and what the number is hangs on the"),
        (f"{GOOD}USER 1\n", {}, "5: USER 1: it is not the uid 10002 that the contract states; write: USER 10002:10002"),
        (f"{GOOD}USER 10002:0\n", {}, "5: USER 10002:0: the group of every process is 10002 as well; write: USER"),
        (f"{GOOD}ARG U=5\nUSER $U\n", {}, "6: USER $U: it is not the uid 10002 that the contract states"),
        (f"{GOOD}EXPOSE 9090\n", {}, "5: EXPOSE 9090: port 9090 is not among the contract's ports (http: 8080); state"),
        (f"{GOOD}EXPOSE 53/udp\n", {}, "5: EXPOSE 53/udp: workloads offer TCP ports only; leave udp out"),
        (f"{GOOD}EXPOSE http\n", {}, "5: EXPOSE http: no port; such as: EXPOSE 8080/tcp"),
        (GOOD, {"ports": {"http": 8080, "admin": 81}}, "ports.admin: own/Dockerfile does not expose 81; add to its"),
        (f"{GOOD}HEALTHCHECK CMD wget x\n", {}, "5: HEALTHCHECK checks by 'wget x', and the contract's check up by"),
        (f"{GOOD}HEALTHCHECK NONE\n", {}, "5: HEALTHCHECK switches health checks off, and the contract states up"),
        (
            f"{GOOD}HEALTHCHECK CMD x\n",
            {"checks": {}},
            "5: HEALTHCHECK checks by 'x', and the contract states no check",
        ),
        (f"{GOOD}STOPSIGNAL SIGTERM\n", {}, "5: STOPSIGNAL SIGTERM is not the stop_signal SIGINT that the contract"),
        (f"{GOOD}VOLUME /data\n", {}, "5: VOLUME /data would be written to outside the contract; leave it out, and"),
        (f"{GOOD}ADD https://x.example/y /y\n", {}, "5: ADD https://x.example/y: what is there tomorrow may be some"),
        (f"{GOOD}ADD git@x.example:a.git /y\n", {}, "5: ADD git@x.example:a.git: what is there tomorrow may be some"),
        (f"FROM debian AS b\n{GOOD}", {}, "1: 'debian' has a floating tag; name a release"),
        (f"FROM debian:latest AS b\n{GOOD}", {}, "1: 'debian:latest' has a floating tag"),
        (f"ARG V=latest\nFROM debian:$V AS b\n{GOOD}", {}, "2: 'debian:latest' has a floating tag"),
        (f"ARG V\nFROM debian:$V AS b\n{GOOD}", {}, "2: FROM debian:$V AS b: its variables have no value; give one"),
        (
            f"{GOOD}COPY --from=biuld /x /x\n",
            {},
            "5: 'biuld' has a floating tag; name a release, such as python:3.11-s",
        ),
        (f"{GOOD}RUN --mount=type=bind,from=x:latest true\n", {}, "5: 'x:latest' has a floating tag"),
        (f"{GOOD}COPY gone.txt /x\n", {}, "5: COPY gone.txt: no file of the source is called so"),
        (f"{GOOD}COPY .env /x\n", {}, "5: COPY .env: it is not sent to the builder (an ignore rule, or hidden, or a"),
        (f"{GOOD}COPY secret.key /x\n", {}, "5: COPY secret.key: it is not sent to the builder"),
        (f"{GOOD}COPY out /x\n", {}, "5: COPY out: it is not sent to the builder"),
        (f"{GOOD}RUNN true\n", {}, "5: RUNN is no instruction; did you mean RUN; allowed: ADD, ARG"),
        (f"RUN true\n{GOOD}", {}, "1: RUN stands before the first FROM, where only ARG may"),
        (GOOD, {"target": "biuld"}, "target: own/Dockerfile has no stage 'biuld'"),
        (
            f"FROM base AS build\n{GOOD}",
            {"target": "biuld"},
            "target: own/Dockerfile has no stage 'biuld'; did you mean",
        ),
        (GOOD, {"args": {"VERSION": "1"}}, "args.VERSION: no ARG of own/Dockerfile is called so"),
        (
            f"ARG VERSION\n{GOOD}",
            {"args": {"VERSOIN": "1"}},
            "args.VERSOIN: no ARG of own/Dockerfile is called so; did",
        ),
        (f"ARG A=1\n{GOOD}", {"args": {"A": 1.1}}, "args.A: should be a string, not 1.1"),
        (
            f"ARG PIP_TOKEN\n{GOOD}",
            {"args": {"PIP_TOKEN": "x"}},
            "args.PIP_TOKEN: looks like a secret by its name, and",
        ),
        (
            f"ARG I\n{GOOD}",
            {"args": {"I": "https://me:pw@x.example/"}},
            "args.I: looks like a secret by its value, a URL",
        ),
        (
            f"{GOOD}RUN --mount=type=secret,id=token x\n",
            {},
            "5: RUN mounts the secret 'token', which is not given; state",
        ),
        (
            GOOD,
            {"secrets": {"token": "stack-token"}},
            "secrets.token: no RUN of own/Dockerfile mounts it; write: RUN --m",
        ),
        (f"{GOOD}RUN --mount=type=ssh x\n", {}, "5: RUN --mount=type=ssh: no agent reaches the builder; mount a key"),
        (f'{GOOD}CMD ["x"]\n', {"command": ["y"]}, "command: own/Dockerfile:5 has a CMD of its own; state the command"),
        (f"# escape=`\n{GOOD}", {}, "dockerfile: Dockerfile:1: escape=` is for Windows; leave it out"),
        (GOOD, {"uid": None}, "uid: is required"),
        (GOOD, {"ports": None}, "ports: is required"),
        (GOOD, {"checks": None}, "checks: is required"),
        (GOOD, {"writable": None}, "writable: is required"),
        (GOOD, {"stop_signal": None}, "stop_signal: is required"),
    ],
)
def test_what_does_not_is_one_line(dockerfile: str, change: dict[str, Any], line: str, tmp_path: pathlib.Path) -> None:
    """With the file's line where there is one, and what to write instead."""
    found = load(dockerfile, tmp_path, **change)
    assert found.startswith(line)
    assert "\n" not in found


@pytest.mark.parametrize(
    ("dockerfile", "line"),
    [
        (
            f"FROM python:slim AS b\n{GOOD}",
            "1: 'python:slim' is not pinned, which prod needs: a tag moves; write python:slim@sha256:..., or FROM base",
        ),
        (
            f"# syntax=docker/dockerfile:1\n{GOOD}",
            "dockerfile: Dockerfile:1: syntax=docker/dockerfile:1 names a program",
        ),
    ],
)
def test_prod_takes_nothing_that_moves(dockerfile: str, line: str, tmp_path: pathlib.Path) -> None:
    """What dev takes for its ease, prod refuses."""
    assert load(dockerfile, tmp_path) == ""
    assert load(dockerfile, tmp_path, profile="prod").startswith(line)


def test_only_what_may_enter_is_sent(tmp_path: pathlib.Path) -> None:
    """Hidden files, keys, what `.dockerignore` names: none is in the context, even where everything is copied."""
    root = apps.write(tmp_path, {**FILES, "own/Dockerfile": GOOD, "own/deep/.git/config": "", "own/deep/id_rsa": ""})
    settings = apps.dockerfile(**STATED)
    found = plan.context(settings, root / "own", None, "images.app.dockerfile", "linux/amd64", {})
    assert [entry.path for entry in found.entries] == ["conf/a.conf", "run.sh"]


def test_a_local_base_never_becomes_a_part_of_the_image(tmp_path: pathlib.Path) -> None:
    """`COPY .` copies what the source sends, from a stage without the base's own files."""
    (tmp_path / "base").mkdir()
    base: Local = apps.local(tmp_path / "base")
    root = apps.write(tmp_path, {**FILES, "own/Dockerfile": f"{GOOD}COPY . /all\n"})
    found = plan.context(apps.dockerfile(**STATED), root / "own", base, "images.app.dockerfile", "linux/amd64", {})
    lines = found.dockerfile.splitlines()
    assert "COPY --from=moorage-context . /all" in lines
    start = lines.index("FROM scratch AS moorage-context")
    assert lines[start + 1 : start + 3] == ['COPY ["conf", "/conf"]', 'COPY ["run.sh", "/run.sh"]']


def test_arguments_and_target_change_the_key(tmp_path: pathlib.Path) -> None:
    """Another value, another stage: another build; the stages after the target do not count."""
    text = "ARG V=1\nFROM base AS one\nEXPOSE 8080\nUSER 10002\nFROM one AS two\nRUN true\n"
    root = apps.write(tmp_path, {**FILES, "own/Dockerfile": text})

    def of(**change: Any) -> staging.Context:
        settings = apps.dockerfile(**{**STATED, **change})
        return plan.context(settings, root / "own", None, "path", "linux/amd64", {})

    assert of(args={"V": "2"}).arguments == {"V": "2"}
    assert len({of().key, of(args={"V": "2"}).key, of(args={"V": "3"}).key, of(target="one").key}) == 4
    first = of(target="one")
    apps.write(root, {"own/Dockerfile": text.replace("true", "false")})
    assert of(target="one").key == first.key


def test_a_secret_of_the_build_is_one_of_the_stack(tmp_path: pathlib.Path) -> None:
    """The check that the stack has it names the setting that asks for it."""
    settings = apps.dockerfile(**STATED, secrets={"token": "no-such"})
    with pytest.raises(SettingsError, match=r"^images\.app\.dockerfile\.secrets\.token: 'no-such' is not a secret"):
        images.check_secrets({"app": ("dockerfile", settings)}, {"other"})
    assert context.plan("dockerfile") is plan
