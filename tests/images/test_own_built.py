"""A Dockerfile of the user's own, built: arguments, secrets and the stage do what they say, and the base stays out."""

from __future__ import annotations

import hashlib
import pathlib
import subprocess

import pytest

from components.images.dockerfile import plan
from tests.images import apps, building

pytestmark = pytest.mark.docker

CANARY = "canary-7a61c0d9"
DOCKERFILE = """\
ARG WORD=none
FROM base AS image
ARG WORD
RUN --mount=type=secret,id=token,required=true \\
    test "$(sha256sum </run/secrets/token | cut -c1-8)" = "$WORD" && echo "$WORD" >/word
COPY . /all
USER 10002:10002
CMD ["cat", "/word"]
FROM image AS later
RUN false
"""


def test_what_is_stated_is_built(tmp_path: pathlib.Path) -> None:
    """The argument's value, the secret for one step, all that may be sent and nothing of the base, up to the stage."""
    word = hashlib.sha256(CANARY.encode()).hexdigest()[:8]
    source = {"Dockerfile": DOCKERFILE, "conf/a": "", ".env": CANARY, "key.pem": CANARY, ".git/config": CANARY}
    app = apps.write(tmp_path / "app", source)
    settings = apps.dockerfile(args={"WORD": word}, secrets={"token": "of-the-stack"}, target="image")
    base = building.base(settings.base, tmp_path)
    context = plan.context(settings, app, base, "images.app.dockerfile", "linux/amd64", {"title": "app"})
    arguments = [f"--build-arg={name}={value}" for name, value in context.arguments.items()]
    built = building.build(context, tmp_path, {"token": CANARY}, *arguments)
    try:
        assert built.run("cat", "/word").stdout == f"{word}\n"
        assert built.run("find", "/all", "-mindepth", "1").stdout.split() == ["/all/conf", "/all/conf/a"]
        saved = subprocess.run(["docker", "save", built.id], capture_output=True, check=True).stdout
        assert CANARY.encode() not in saved + built.log.encode()
    finally:
        building.docker("rmi", "--force", built.id)
