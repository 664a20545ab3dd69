"""Real builds: small applications on this machine's bases, looked at from outside."""

from __future__ import annotations

import json
import pathlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from components.images.dockerfile import plan as dockerfile_plan
from components.images.python import plan
from tests.images import apps, building, index

pytestmark = pytest.mark.docker

NAME = "python:3.11-slim-bookworm"
CANARY = "canary-5b1f0c77"
CHECK = {"web": {"http": {"port": "http", "path": "/healthz"}, "interval_seconds": 1, "start_seconds": 1}}


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[index.Index]:
    """Return an index that builds reach at the bridge's address."""
    served = index.serve(building.gateway(), CANARY, tmp_path_factory.mktemp("index"))
    yield served
    served.close()


def build(folder: pathlib.Path, private: index.Index, extra: str = "") -> building.Built:
    """Build the small web application, whose one dependency comes from the private index."""
    app = apps.write(folder / "app", {"main.py": apps.SERVER + extra, "requirements.txt": private.requirement})
    settings = apps.python(command=["python", "main.py"], ports={"http": 8080}, checks=CHECK, index="index")
    context = plan.context(settings, app, building.base(NAME, folder), "app", "linux/amd64", {"title": "app"})
    return building.build(context, folder, {"ca": private.authority, "index": private.url})


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, private: index.Index) -> Iterator[building.Built]:
    """Return the built web application."""
    built = build(tmp_path_factory.mktemp("web"), private)
    yield built
    building.docker("rmi", "--force", built.id)


def health(container: str) -> dict[str, Any]:
    """Return what the engine knows of a container's health."""
    found: dict[str, Any] = json.loads(building.docker("inspect", container).stdout)[0]["State"]["Health"]
    return found


def test_it_runs_as_nobody(web: building.Built) -> None:
    """User and group are the contract's numbers, in the configuration and in the process."""
    assert web.config["Config"]["User"] == "10001:10001"
    assert web.run("python", "-c", "import os; print(os.getuid(), os.getgid())").stdout == "10001 10001\n"


def test_nothing_in_it_installs(web: building.Built) -> None:
    """No pip and no compiler, neither as a module nor as a program."""
    assert web.run("python", "-m", "pip", check=False).stderr.endswith("No module named pip\n")
    code = "import pathlib; print(*(p for n in ('pip', 'pip3', 'gcc', 'cc', 'apt-get') for p in W(n)))"
    walk = "W = lambda n: [p for d in ('/usr', '/opt', '/app') for p in pathlib.Path(d).rglob(n) if p.is_file()];"
    found = web.run("python", "-c", f"import pathlib; {walk} {code}").stdout.split()
    assert [path for path in found if not path.startswith("/usr/bin/apt")] == []


def test_dependencies_come_from_the_private_index(web: building.Built) -> None:
    """The package is there, compiled, and its bytecode is not checked against its source."""
    code = "import greeting, pathlib; print(greeting.WORD, pathlib.Path(greeting.__cached__).read_bytes()[4])"
    assert web.run("python", "-c", code).stdout == "hello 1\n"


def test_the_application_is_compiled(web: building.Built) -> None:
    """Bytecode of application and library is in the image, so that a read-only container starts fast."""
    code = (
        "import pathlib; print(*(any(pathlib.Path(d).rglob('*.pyc')) for d in ('/app', '/usr/lib', '/usr/local/lib')))"
    )
    app, system, own = web.run("python", "-c", code).stdout.split()
    assert app == "True"
    assert "True" in (system, own)


def test_the_health_check_passes(web: building.Built) -> None:
    """The image's own check finds the server healthy, in a container as hard as a workload's."""
    hardened = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
    container = building.docker("run", "--detach", *hardened, web.id).stdout.strip()
    try:
        state = health(container)
        for _ in range(60):
            if state["Status"] != "starting":
                break
            time.sleep(0.5)
            state = health(container)
        assert state["Status"] == "healthy", state
    finally:
        building.docker("rm", "--force", container)


def test_no_secret_is_left(web: building.Built, tmp_path: pathlib.Path) -> None:
    """The index's password is in no layer, history, configuration or line of the build's output."""
    building.docker("save", "--output", str(tmp_path / "image.tar"), web.id)
    texts = [web.log, json.dumps(web.config), building.docker("history", "--no-trunc", web.id).stdout]
    assert not any(CANARY in text for text in texts)
    saved = (tmp_path / "image.tar").read_bytes()
    assert b"greeting.py" in saved
    assert CANARY.encode() not in saved
    assert b"an authority of the tests" not in saved


def test_a_changed_line_keeps_the_dependencies(
    web: building.Built, private: index.Index, tmp_path: pathlib.Path
) -> None:
    """Only the layers of the application differ after its code did."""
    changed = build(tmp_path, private, extra="# another line\n")
    before, after = web.config["RootFS"]["Layers"], changed.config["RootFS"]["Layers"]
    building.docker("rmi", "--force", changed.id)
    same = [one for one, other in zip(before, after, strict=True) if one == other]
    assert len(before) - len(same) == 1


def test_apt_works_on_a_debian_base(tmp_path: pathlib.Path) -> None:
    """A Dockerfile on the recorded Debian base installs packages, and nothing of the base's archive stays."""
    lines = [
        "FROM base",
        "RUN apt-get update && apt-get install -y --no-install-recommends netbase && rm -rf /var/lib/apt/lists/*",
        "COPY word /word",
        "USER 10002:10002",
    ]
    app = apps.write(tmp_path / "app", {"Dockerfile": "\n".join(lines), "word": "hello\n", ".env": CANARY})
    settings = apps.dockerfile(command=["cat", "/word"])
    base = building.base(settings.base, tmp_path)
    built = building.build(
        dockerfile_plan.context(settings, app, base, "app", "linux/amd64", {"title": "app"}), tmp_path
    )
    assert built.run("cat", "/word", "/etc/protocols").stdout.startswith("hello\n# Internet")
    assert built.run("ls", "-A", "/mnt").stdout == ""
    building.docker("rmi", "--force", built.id)
