"""The shop of the dev stack as unit files, rendered without a program.

`python -m tests.units.shop` records them anew.
"""

from __future__ import annotations

import pathlib
from typing import Final

import pulumi
import yaml

from components.core import validation
from components.core.contract import Image, Probe
from components.core.naming import Scope
from components.workloads.settings import Workload
from components.workloads.units import container, ini, plan

ROOT: Final = pathlib.Path(__file__).resolve().parents[2]
FOLDER: Final = pathlib.Path(__file__).parent / "golden"
SCOPE: Final = Scope("shop", "dev")
REFERENCE: Final = "registry.example:5000/team/shop@sha256:" + "0" * 64


def workloads() -> dict[str, Workload]:
    """Return the workloads of the dev stack."""
    found = yaml.safe_load((ROOT / "Pulumi.dev.yaml").read_text(encoding="utf-8"))["config"]["moorage:workloads"]
    return {name: validation.parse(Workload, block, name) for name, block in found.items()}


def images() -> dict[str, Image]:
    """Return what the images of the dev stack say of themselves, with a check of every sign that needs care."""
    ready = Probe(("pg_isready", "--quiet", "--username=shop"), 2, 3, 60, 3)
    web = Probe(("python", "-c", 'print("100% of $HOME\\n")'), 2, 3, 30, 3)
    return {
        "database": _image("database", 10002, {"postgres": 5432}, {"ready": ready}, "SIGINT"),
        "shop": _image("shop", 10001, {"http": 8080}, {"web": web, "worker": ready}, "SIGTERM"),
    }


def _image(name: str, uid: int, ports: dict[str, int], probes: dict[str, Probe], signal: str) -> Image:
    return Image(name, pulumi.Output.from_input(REFERENCE), uid, ports, probes, {}, ("/tmp",), signal)


def files() -> dict[str, str]:
    """Return every unit file's text by its name."""
    specs, known = workloads(), images()
    found = {f"{SCOPE.fixed(name)}.network": file for name, file in plan.networks(specs, SCOPE).items()}
    for name, spec in specs.items():
        secrets = {key: SCOPE.fixed(f"{name}-{key}-0a1b2c3d") for key in spec.secrets}
        found |= {f"{SCOPE.fixed(key)}.volume": file for key, file in plan.volumes(name, spec, SCOPE).items()}
        around = plan.around(name, specs, secrets, SCOPE)
        found[f"{SCOPE.fixed(name)}.container"] = container.file(
            name, spec, known[spec.image], REFERENCE, around, SCOPE
        )
    return {name: ini.dump(file) for name, file in sorted(found.items())}


def main() -> None:
    """Record all files."""
    for path in FOLDER.iterdir():
        path.unlink()
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
