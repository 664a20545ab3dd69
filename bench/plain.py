"""The same stack with plain docker commands: what a careful person would type, in the same order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HARD = [
    *("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--init"),
    *("--cpus", "1", "--pids-limit", "256", "--ulimit", "nofile=4096:4096", "--ipc", "private"),
    *("--log-opt", "max-size=10m", "--log-opt", "max-file=3"),
]
PAGE = "shop/templates/layout.html"
HEALTH = "http://127.0.0.1:8080/healthz"


def copy(target: Path) -> Path:
    """Copy what git knows of this tree to `target`, with this environment."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    for own in ("images.local.lock",):
        if (ROOT / own).exists():
            shutil.copy2(ROOT / own, target / own)
    project = target / "Pulumi.yaml"
    project.write_text(project.read_text(encoding="utf-8").replace("name: moorage\n", "name: moorage-bench\n"), "utf-8")
    (target / ".venv").symlink_to(Path(sys.executable).parent.parent)
    return target


def docker(*arguments: str) -> str:
    """Run one docker command and return what it prints."""
    environment = os.environ | {"DOCKER_BUILDKIT": "1"}
    client = "/usr/bin/docker" if Path("/usr/bin/docker").exists() else "docker"
    done = subprocess.run([client, *arguments], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def up(checkout: Path) -> float:
    """Return the seconds from nothing to the first 200; everything is removed again."""
    context = checkout / ".moorage/build/dev"
    saved = checkout.parent / "contexts"
    if not saved.exists():
        shutil.copytree(context, saved)
    remove()
    stop_ours(checkout)
    password = checkout.parent / "password"
    password.write_text("plain", encoding="utf-8")
    password.chmod(0o444)
    start = time.perf_counter()
    _up(saved, password)
    seconds = time.perf_counter() - start
    remove()
    moorage(checkout, "up", "--yes", "--skip-preview")
    return seconds


def _up(contexts: Path, password: Path) -> None:
    docker("build", "--quiet", "--tag", "plain-shop", str(contexts / "shop"))
    docker("build", "--quiet", "--tag", "plain-database", str(contexts / "database"))
    docker("network", "create", "plain")
    docker("volume", "create", "plain-data")
    secret = _secret(password)
    database = [*HARD, *secret, "--network-alias", "database", "--memory", "512m", "--user", "10002:10002"]
    tmp = ["--tmpfs", "/tmp:rw,noexec,nosuid,nodev,size=64m,mode=0700,uid=10002,gid=10002"]
    check = "pg_isready --quiet --host=127.0.0.1 --username=shop --dbname=shop"
    probe = ["--health-cmd", check, "--health-interval", "2s", "--health-start-period", "60s"]
    data = ["--volume", "plain-data:/var/lib/postgresql/data"]
    docker("run", "--detach", "--name", "plain-database", *database, *tmp, *probe, *data, "plain-database")
    _healthy("plain-database")
    _start(secret)


def _secret(password: Path) -> list[str]:
    return [
        *("--volume", f"{password}:/run/secrets/database-password:ro"),
        *("--env", "DATABASE_PASSWORD_FILE=/run/secrets/database-password", "--network", "plain"),
    ]


def _start(secret: list[str]) -> None:
    """Run the migration, then worker and web until the page answers."""
    shop = [*HARD, *secret, "--memory", "256m", "--user", "10001:10001"]
    shop += ["--tmpfs", "/tmp:rw,noexec,nosuid,nodev,size=64m,mode=0700,uid=10001,gid=10001"]
    docker("run", "--name", "plain-migrate", *shop, "plain-shop", "python", "-m", "shop.migrate")
    docker("run", "--detach", "--name", "plain-worker", *shop, "plain-shop", "python", "-m", "shop.worker")
    docker("run", "--detach", "--name", "plain-web", *shop, "--publish", "127.0.0.1:8080:8080", "plain-shop")
    answers(HEALTH)


def _healthy(name: str) -> None:
    while docker("inspect", "--format", "{{.State.Health.Status}}", name) != "healthy":
        time.sleep(0.2)


def remove() -> None:
    """Remove what `up` makes, whatever of it is there."""
    for name in ("web", "worker", "migrate", "database"):
        subprocess.run(["docker", "rm", "--force", f"plain-{name}"], capture_output=True, check=False)
    subprocess.run(["docker", "network", "rm", "plain"], capture_output=True, check=False)
    subprocess.run(["docker", "volume", "rm", "plain-data"], capture_output=True, check=False)


def answers(url: str) -> float:
    """Return the seconds until `url` answers with 200; gives up after a minute."""
    start = time.perf_counter()
    while time.perf_counter() - start < 60:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback, written above
                if answer.status == 200:
                    return time.perf_counter() - start
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    msg = f"{url} does not answer"
    raise RuntimeError(msg)


def moorage(checkout: Path, *arguments: str) -> None:
    """Run one `moorage` command in `checkout`."""
    argv = [sys.executable, "-m", "moorage", *arguments, "--stack", "dev", "--engine", "embedded"]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    subprocess.run(argv, cwd=checkout, env=environment, capture_output=True, check=True)


def stop_ours(checkout: Path) -> None:
    """Take our stack down if it is up, so that the peer finds the port free."""
    if list((checkout / ".pulumi/stacks").rglob("dev.json")):
        moorage(checkout, "destroy", "--yes", "--remove")


def rebuilds(checkout: Path, ours: Callable[..., float], runs: int = 3) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the seconds of code-only changes: through `moorage up`, and by building and starting by hand."""
    page = checkout / "examples/shop" / PAGE
    text, mine, theirs = page.read_text(encoding="utf-8"), list[float](), list[float]()
    for run in range(runs):
        page.write_text(text.replace("</body>", f"<!-- {run} --></body>"), encoding="utf-8")
        mine.append(ours(checkout, "up", "--yes", "--skip-preview") + answers(HEALTH))
    page.write_text(text, encoding="utf-8")
    stop_ours(checkout)
    contexts, password = checkout.parent / "contexts", checkout.parent / "password"
    try:
        _up(contexts, password)
        staged = next((contexts / "shop").rglob(PAGE))
        for run in range(runs):
            staged.chmod(0o644)
            changed = text.replace("</body>", f"<!-- plain {run} --></body>")
            staged.unlink()
            staged.write_text(changed, encoding="utf-8")
            theirs.append(_again(contexts, password))
    finally:
        remove()
    return tuple(mine), tuple(theirs)


def _again(contexts: Path, password: Path) -> float:
    """Build, run the migration, replace worker and web: what the stack does for a changed image."""
    start = time.perf_counter()
    for name in ("web", "worker", "migrate"):
        docker("rm", "--force", f"plain-{name}")
    docker("build", "--quiet", "--tag", "plain-shop", str(contexts / "shop"))
    _start(_secret(password))
    return time.perf_counter() - start
