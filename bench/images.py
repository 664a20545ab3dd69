"""The shop's image against a Dockerfile tuned by hand, on the same base: size, cold build, and a changed line."""

from __future__ import annotations

import os
import pathlib
import shutil
import tempfile
import time
from collections.abc import Iterator

from bench import handmade, measure
from bench.measure import Row
from components.core import validation
from components.images import bases, cache, certificates, decide, staging
from components.images.local import make
from components.images.python import layout, plan
from components.images.python.settings import PythonSettings

ROOT = pathlib.Path(__file__).resolve().parents[1]
OURS, PEER = "moorage-bench-ours", "moorage-bench-peer"
SHOP = {
    "source": "examples/shop",
    "command": ["python", "-m", "shop"],
    "ports": {"http": 8080},
    "checks": {"web": {"http": {"port": "http", "path": "/healthz"}, "interval_seconds": 2}},
    "writable": ["/tmp"],
}
CODE = "shop/model.py"
NAME = "a Dockerfile tuned by hand"
COLD, CHANGES = 3, 7


class Builds:
    """Both ways from one copy of the source: every build has a line of code that no build had before."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.source, self.context, self.authorities = folder / "shop", folder / "context", folder / "ca.pem"
        shutil.copytree(ROOT / "examples/shop", self.source, ignore=shutil.ignore_patterns("__pycache__"))
        self.authorities.write_text(certificates.of_host(os.environ), encoding="utf-8")
        self.settings = validation.parse(PythonSettings, SHOP, "images.shop.python")
        wanted = bases.Wanted(self.settings.base)
        known = decide.decide(
            folder, [wanted], make.Workshop(cache.folder(), print, install=True), platforms=("linux/amd64",)
        )
        self.base = known.base(wanted, cache.folder(), "base")
        self.hand = handmade.Handmade(self.base, folder)
        self.text, self.count = (self.source / CODE).read_text(encoding="utf-8"), 0

    def change(self) -> None:
        """Add another last line to the code."""
        self.count += 1
        (self.source / CODE).write_text(f"{self.text}\n# change {self.count} of {time.time_ns()}\n", encoding="utf-8")

    def ours(self, *options: str) -> float:
        """Return the seconds of writing context and Dockerfile, and of building them."""
        self.change()
        start = time.perf_counter()
        found = plan.context(self.settings, self.source, self.base, "shop", "linux/amd64", {"title": "shop"})
        staging.write(found, self.context)
        secret = f"id={layout.CA},src={self.authorities}"
        handmade.docker("build", "--quiet", "--tag", OURS, "--secret", secret, *options, str(self.context))
        return time.perf_counter() - start

    def peer(self, *options: str) -> float:
        """Return the seconds of the peer's build; a cold one gets the base as well, as ours unpacks it."""
        self.change()
        start = time.perf_counter()
        if options:
            self.hand.bring()
        secret = f"id=ca,src={self.hand.authorities}"
        arguments = [f"--build-arg={name}={image}" for name, image in self.hand.images.items()]
        file = ROOT / "bench/peer/Dockerfile"
        handmade.docker(
            "build",
            "--quiet",
            "--tag",
            PEER,
            "--file",
            str(file),
            "--secret",
            secret,
            *arguments,
            *options,
            str(self.source),
        )
        return time.perf_counter() - start


def rows() -> Iterator[Row]:
    """Build both, in turn."""
    with tempfile.TemporaryDirectory() as name:
        builds = Builds(pathlib.Path(name))
        try:
            builds.hand.bring()
            cold = measure.interleaved(lambda: builds.ours("--no-cache"), lambda: builds.peer("--no-cache"), COLD)
            yield Row("image of the shop, cold build", *cold, NAME, 1.1, "packages downloaded before")
            changed = measure.interleaved(builds.ours, builds.peer, CHANGES)
            yield Row("image of the shop, a line changed", *changed, NAME, 1.1)
            yield Row("image of the shop, size in MB", (_size(OURS),), (_size(PEER),), NAME, 1.0)
        finally:
            handmade.docker("rmi", "--force", OURS, PEER, *builds.hand.own)


def _size(image: str) -> float:
    return int(handmade.docker("image", "inspect", "--format", "{{.Size}}", image)) / 1e6
