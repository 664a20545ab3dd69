"""One service behind its proxy and its edge, by plain docker commands: a stack's steps, typed by a person."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Final

from bench import plain

NAME: Final = "bench-hand"
PORT: Final = 18094
CHECK: Final = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/', timeout=3)"
HARD: Final = [
    *("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--init", "--cpus", "1"),
    *("--ulimit", "nofile=4096:4096", "--ipc", "private", "--restart", "always"),
    *("--log-opt", "max-size=10m", "--log-opt", "max-file=3"),
]
SYSCTLS: Final = ["--sysctl", "net.ipv4.ip_forward=0", "--sysctl", "net.ipv4.ip_unprivileged_port_start=0"]
PROXY: Final = [
    *(*HARD, *SYSCTLS, "--user", "10500:10500", "--memory", "128m", "--pids-limit", "64"),
    *("--tmpfs", "/run/proxy:rw,noexec,nosuid,nodev,size=1m,mode=0700,uid=10500,gid=10500"),
]
NETWORKS: Final = {"web": ["--internal"], "edge.web": ["--internal"], "edge": []}
VOLUMES: Final = ("web-proxy", "edge")


def docker(*arguments: str, stdin: str = "") -> None:
    """Run one docker command."""
    done = subprocess.run(["docker", *arguments], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        msg = f"docker {' '.join(arguments)}: {done.stderr}"
        raise RuntimeError(msg)


def up(contexts: Path) -> float:
    """Return the seconds from nothing but a warm build cache to the first 200."""
    start = time.perf_counter()
    _build(contexts)
    for name, options in NETWORKS.items():
        docker("network", "create", *options, f"{NAME}-{name}")
    for name in VOLUMES:
        docker("volume", "create", f"{NAME}-{name}")
    _proxy("web-proxy", "web", [])
    docker("network", "connect", "--alias", "web", f"{NAME}-edge.web", f"{NAME}-web-proxy")
    _proxy("edge", "edge", ["--publish", f"127.0.0.1:{PORT}:8080"])
    docker("network", "connect", f"{NAME}-edge.web", f"{NAME}-edge")
    for name in VOLUMES:
        docker("start", f"{NAME}-{name}")
    _version("web-1")
    _serve("edge", "web")
    plain.answers(f"http://127.0.0.1:{PORT}/")
    return time.perf_counter() - start


def update(contexts: Path) -> float:
    """Return the seconds of another version that takes over, until the old one is gone."""
    start = time.perf_counter()
    _build(contexts)
    _version("web-2")
    docker("stop", f"{NAME}-web-1")
    docker("rm", f"{NAME}-web-1")
    plain.answers(f"http://127.0.0.1:{PORT}/")
    return time.perf_counter() - start


def remove() -> None:
    """Remove all that is there of it."""
    for name in ("web-1", "web-2", *VOLUMES):
        subprocess.run(["docker", "rm", "--force", f"{NAME}-{name}"], capture_output=True, check=False)
    for kind, names in (("network", tuple(NETWORKS)), ("volume", VOLUMES)):
        for name in names:
            subprocess.run(["docker", kind, "rm", f"{NAME}-{name}"], capture_output=True, check=False)


def _build(contexts: Path) -> None:
    for name in ("hello", "moorage-proxy"):
        plain.docker("build", "--quiet", "--tag", f"{NAME}-{name}", str(contexts / name))


def _proxy(name: str, network: str, options: list[str]) -> None:
    named = ["--name", f"{NAME}-{name}", "--hostname", name, "--network", f"{NAME}-{network}"]
    volume = ["--volume", f"{NAME}-{name}:/var/lib/proxy"]
    docker("create", *named, *PROXY, *volume, *options, f"{NAME}-moorage-proxy")


def _version(name: str) -> None:
    """Create, start, check twice a second, and hand over to it."""
    container = f"{NAME}-{name}"
    named = ["--name", container, "--hostname", "web", "--network", f"{NAME}-web", "--user", "10001:10001"]
    docker("create", *named, *HARD, "--memory", "256m", "--pids-limit", "256", f"{NAME}-hello")
    docker("start", container)
    check = ["docker", "exec", container, "python", "-c", CHECK]
    while subprocess.run(check, capture_output=True, check=False).returncode != 0:
        time.sleep(0.5)
    _serve("web-proxy", container)


def _serve(proxy: str, server: str) -> None:
    route = {"hosts": [], "backend": "http"}
    listener = {"port": 8080, "mode": "http", "tls": None, "routes": [route], "outside": proxy == "edge"}
    backend = {"mode": "http", "port": 8080, "servers": [server], "check": None}
    document = {"listeners": [listener], "backends": {"http": backend}, "drain_seconds": 30}
    docker("exec", "-i", f"{NAME}-{proxy}", "proxyctl", "serve", stdin=json.dumps(document))
