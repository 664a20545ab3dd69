"""Every way a Python project keeps its dependencies, built and run on this machine's engine."""

from __future__ import annotations

import os
import pathlib

import pytest

from tests.images import building, traits
from tests.images.traits import Trait, backend, uv

pytestmark = pytest.mark.docker

SAYS = ["python", "says.py", "six", "iniconfig", "toolz"]
SIX, BOTH = "six=1.17.0 iniconfig=none toolz=none", "six=1.17.0 iniconfig=2.3.1 toolz=none"
PIP_TOOLS = ["requirements/base.txt", "requirements/prod.txt"]
PYLOCK = ("export", "--all-extras", "--no-dev", "--no-emit-project", "--format", "pylock.toml", "-o", "pylock.toml")
GREETS, INSTALLED = {"command": ["greets"]}, "hello, installed"
COMPILED = {"command": ["sums"], "packages": {"build": ["gcc", "libc6-dev", "python3-dev"]}}

TRAITS = [
    Trait("requirements", "requirements", {"command": SAYS}, SIX),
    Trait("pip-tools", "pip_tools", {"command": SAYS, "dependencies": PIP_TOOLS}, BOTH),
    Trait("uv", "uv", {"command": SAYS, "extras": ["more"]}, BOTH, (uv("lock"),)),
    Trait("poetry", "poetry", {"command": SAYS}, SIX),
    Trait("pylock", "uv", {"command": SAYS, "dependencies": "pylock.toml"}, BOTH, (uv("lock"), uv(*PYLOCK))),
    *(Trait(name, "package", GREETS, INSTALLED, (backend(name),)) for name in traits.BACKENDS),
    Trait("native", "native", COMPILED, "2 + 3 = 5, compilers: 0"),
    Trait("workspace", "workspace", {"command": ["site"], "member": "site-app"}, "words with iniconfig", (uv("lock"),)),
]


@pytest.mark.parametrize("trait", TRAITS, ids=str)
def test_it_builds_and_answers(trait: Trait, tmp_path: pathlib.Path) -> None:
    """The application's own command, as hard as a workload runs it and without a network, says what it should."""
    built = traits.build(trait, tmp_path)
    try:
        hardened = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none")
        assert building.docker("run", "--rm", *hardened, built.id).stdout == f"{trait.answer}\n"
    finally:
        building.docker("rmi", "--force", built.id)


def test_a_volume_belongs_to_the_process(tmp_path: pathlib.Path) -> None:
    """Where the image says so, a hardened process writes to a volume that nobody prepared, and nowhere else."""
    write = (
        "import os; open('/data/of/it', 'w').close(); print(os.stat('/data/of').st_uid, os.access('/data', os.W_OK))"
    )
    block = {"command": ["python", "-c", write], "dependencies": "none", "volumes": ["/data/of"], "files": ["says.py"]}
    built = traits.build(Trait("volume", ".", block, ""), tmp_path)
    volume = f"moorage-test-{tmp_path.parent.name}-{os.getpid()}"
    try:
        hardened = ("--read-only", "--cap-drop", "ALL", "--network", "none", "--volume", f"{volume}:/data/of")
        assert building.docker("run", "--rm", *hardened, built.id).stdout == "10001 False\n"
    finally:
        building.docker("volume", "rm", volume)
        building.docker("rmi", "--force", built.id)
