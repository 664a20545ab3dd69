"""Stack files that cannot work: a valid one, one change each, and the line it must give."""

from __future__ import annotations

import copy
from typing import Any

VALID: dict[str, Any] = {
    "moorage:profile": "dev",
    "moorage:target": {"docker": {}},
    "moorage:secrets": {"password": {"generate": 32}},
    "moorage:images": {
        "shop": {
            "python": {
                "source": "examples/shop",
                "command": ["python", "-m", "shop"],
                "ports": {"http": 8080},
                "checks": {"web": {"http": {"port": "http", "path": "/healthz"}}},
                "writable": ["/tmp"],
            }
        }
    },
    "moorage:workloads": {
        "web": {
            "kind": "service",
            "image": "shop",
            "secrets": ["password"],
            "expose": {"port": "http", "host_port": 8080},
        }
    },
}

REMOVED = object()

OWN: dict[str, Any] = {
    "source": "examples/database",
    "uid": 10002,
    "ports": {"postgres": 5432},
    "checks": {
        "up": {"command": ["pg_isready", "--quiet", "--host=127.0.0.1", "--username=shop", "--dbname=shop"]},
    },
    "writable": ["/tmp"],
    "stop_signal": "SIGINT",
}
STATED: dict[str, Any] = {key: value for key, value in OWN.items() if key != "source"}
PLACE = "images.database.dockerfile.dockerfile: examples/database/Dockerfile:"


def own(**change: Any) -> dict[str, Any]:
    """Return a Dockerfile's block with one change."""
    return {"dockerfile": {**OWN, **change}}


def foreign(**origin: Any) -> dict[str, Any]:
    """Return the block of an image that somebody else built."""
    return {"existing": {**STATED, **origin}}


CASES: list[tuple[str, str, Any, str]] = [
    # name, path (keys joined by a slash), new value, what the line must hold
    ("profile missing", "moorage:profile", REMOVED, "profile: is required; allowed: dev, prod"),
    ("profile unknown", "moorage:profile", "staging", "profile: 'staging' is not a profile; allowed: dev, prod"),
    ("profile typo", "moorage:profile", "prd", "profile: 'prd' is not a profile; did you mean prod"),
    ("key of ours unknown", "moorage:workload", {}, "workload: unknown key; did you mean workloads"),
    ("target missing", "moorage:target", REMOVED, "target: is required"),
    ("two targets", "moorage:target/k3s", {}, "target: exactly one kind is needed, found docker, k3s"),
    ("no target", "moorage:target", {}, "target: exactly one kind is needed, found none"),
    ("target as text", "moorage:target", "docker", "target: should be a mapping"),
    ("target unknown", "moorage:target", {"dokcer": {}}, "target.dokcer: unknown target; did you mean docker"),
    ("target option unknown", "moorage:target/docker/hots", "x", "target.docker.hots: unknown key"),
    (
        "image kind unknown",
        "moorage:images/shop",
        {"pyton": {}},
        "images.shop.pyton: unknown image; did you mean python",
    ),
    (
        "login of a registry is no secret",
        "moorage:target/docker/registry",
        {"repository": "registry.example:5000/team", "username": "ci", "password": "pasword"},
        "target.docker.registry.password: 'pasword' is not a secret of this stack; did you mean password",
    ),
    (
        "several platforms without a registry",
        "moorage:images/shop/python/platforms",
        ["linux/amd64", "linux/arm64"],
        "images.shop.python.platforms: only a registry holds images of several platforms",
    ),
    ("image without kind", "moorage:images/shop", {}, "images.shop: exactly one kind is needed, found none"),
    (
        "image key typo",
        "moorage:images/shop/python/sourc",
        "x",
        "images.shop.python.sourc: unknown key; did you mean source",
    ),
    (
        "index of no secret",
        "moorage:images/shop/python/index",
        "pasword",
        "images.shop.python.index: 'pasword' is not a secret of this stack; did you mean password",
    ),
    (
        "certificates in no file",
        "moorage:images/shop/python/ca_bundle",
        "company.pem",
        "images.shop.python.ca_bundle: 'company.pem' does not exist",
    ),
    (
        "certificates in a folder",
        "moorage:images/shop/python/ca_bundle",
        "examples",
        "images.shop.python.ca_bundle: examples: is a directory",
    ),
    (
        "file without certificates",
        "moorage:images/shop/python/ca_bundle",
        "README.md",
        "images.shop.python.ca_bundle: README.md: holds no certificate in PEM form",
    ),
    ("app folder missing", "moorage:images/shop/python/source", "examples/shopp", "images.shop.python.source: "),
    ("app folder outside", "moorage:images/shop/python/source", "../elsewhere", "images.shop.python.source: "),
    ("no dependencies", "moorage:images/shop/python/source", "docs", "images.shop.python"),
    ("floating base", "moorage:images/shop/python/base", "python:latest", "images.shop.python.base: "),
    ("base without tag", "moorage:images/shop/python/base", "python", "images.shop.python.base: "),
    ("root user", "moorage:images/shop/python/uid", 0, "images.shop.python.uid: should be greater than or equal to 1"),
    ("port as text", "moorage:images/shop/python/ports/http", "8080", "images.shop.python.ports.http: "),
    ("port out of range", "moorage:images/shop/python/ports/http", 80800, "images.shop.python.ports.http: "),
    ("check on no port", "moorage:images/shop/python/checks/web/http/port", "htp", "asks port htp"),
    ("check of two kinds", "moorage:images/shop/python/checks/web/command", ["x"], "exactly one of http and command"),
    (
        "shell command",
        "moorage:images/shop/python/command",
        "python -m shop",
        "images.shop.python.command: should be a list",
    ),
    (
        "secret of two sources",
        "moorage:secrets/password/env",
        "X",
        "secrets.password: exactly one of config, env, file, generate",
    ),
    ("secret not set", "moorage:secrets/password", {"config": "db"}, "secrets.password.config: db is not set"),
    (
        "secret variable not set",
        "moorage:secrets/password",
        {"env": "NOT_SET_HERE"},
        "NOT_SET_HERE is not set in the environment",
    ),
    (
        "secret file missing",
        "moorage:secrets/password",
        {"file": "no/such"},
        "secrets.password.file: such: no such file",
    ),
    (
        "secret too short",
        "moorage:secrets/password",
        {"generate": 4},
        "secrets.password.generate: should be greater than",
    ),
    (
        "secret unknown",
        "moorage:workloads/web/secrets",
        ["pasword"],
        "'pasword' is not a secret of this stack; did you mean",
    ),
    ("image of workload unknown", "moorage:workloads/web/image", "shp", "workloads.web.image: 'shp' is not an image"),
    ("kind of workload unknown", "moorage:workloads/web/kind", "servise", "did you mean service"),
    (
        "key of workload typo",
        "moorage:workloads/web/comand",
        ["x"],
        "workloads.web.comand: unknown key; did you mean command",
    ),
    ("name in capitals", "moorage:workloads/Web", {"kind": "worker", "image": "shop"}, "workloads.Web: a name is"),
    ("exposed port unknown", "moorage:workloads/web/expose/port", "htp", "did you mean http"),
    ("public without reason", "moorage:workloads/web/expose/public", True, "workloads.web.expose.public: "),
    (
        "relaxation without reason",
        "moorage:workloads/web/relax",
        {"writable_root": ""},
        "workloads.web.relax.writable_root: ",
    ),
    ("uses a stranger", "moorage:workloads/web/uses", ["database"], "'database' is not another workload"),
    ("placeholder left", "moorage:images/shop/python/source", "CHANGEME", "'CHANGEME' is a placeholder"),
    ("add-on on a host", "moorage:addons", {"metrics": {}}, "addons.metrics: "),
    (
        "other user than the Dockerfile's",
        "moorage:images/database",
        own(uid=10003),
        f"{PLACE}28: USER 10002:10002: it is",
    ),
    (
        "port that the contract lacks",
        "moorage:images/database",
        own(ports={}),
        f"{PLACE}30: EXPOSE 5432: port 5432 is not",
    ),
    (
        "port that the Dockerfile lacks",
        "moorage:images/database",
        own(ports={"postgres": 5432, "metrics": 9187}),
        "images.database.dockerfile.ports.metrics: examples/database/Dockerfile does not expose 9187; add",
    ),
    ("other signal", "moorage:images/database", own(stop_signal="SIGTERM"), f"{PLACE}31: STOPSIGNAL SIGINT is not the"),
    (
        "no check, but one inside",
        "moorage:images/database",
        own(checks={}),
        f"{PLACE}32: HEALTHCHECK checks by 'pg_isready",
    ),
    (
        "stage that is not there",
        "moorage:images/database",
        own(target="run"),
        "examples/database/Dockerfile has no stage",
    ),
    ("argument of nobody", "moorage:images/database", own(args={"V": "1"}), "args.V: no ARG of examples/database/Dock"),
    (
        "build secret of nobody",
        "moorage:images/database",
        own(secrets={"a": "password"}),
        "secrets.a: no RUN of examples",
    ),
    (
        "contract without what is written to",
        "moorage:images/database",
        {"dockerfile": {key: value for key, value in OWN.items() if key != "writable"}},
        "images.database.dockerfile.writable: is required",
    ),
    ("image of nowhere", "moorage:images/database", foreign(), "existing: exactly one of ref and archive is needed"),
    (
        "image that floats",
        "moorage:images/database",
        foreign(ref="postgres"),
        "existing.ref: 'postgres' has a floating tag",
    ),
    ("file that is no image", "moorage:images/database", foreign(archive="README.md"), "README.md: is no tar archive"),
    ("secure value in images", "moorage:images/shop/python/source", {"secure": "sealed"}, "holds a secure value"),
]


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the valid configuration with one change."""
    config = copy.deepcopy(VALID)
    *parents, last = path.split("/")
    block = config
    for key in parents:
        block = block[key]
    if value is REMOVED:
        del block[last]
    else:
        block[last] = value
    return config
