"""Make the environment of an image: a venv with the locked dependencies, compiled, and the program of health checks.

Usage: environment.py ARGUMENTS OF `pip install`; without any, the venv stays empty. It is made where the image has it,
because its programs name their own place, and then moved to the tree that is copied; a link stays for later stages.
"""

import pathlib
import shutil
import sys
import venv

import bytecode
import installer
import settle

TREE = pathlib.Path("/layers/environment")


def main(arguments: "list[str]") -> None:
    """Make the tree."""
    place = pathlib.Path(installer.VENV)
    venv.EnvBuilder(symlinks=True).create(str(place))
    if arguments:
        installer.pip("install", "--no-compile", *arguments)
    made = TREE / place.relative_to("/")
    made.parent.mkdir(parents=True)
    shutil.move(str(place), str(made))
    place.symlink_to(made)
    bytecode.write(f"{made}/lib", str(TREE))
    probe = TREE / "opt/moorage/probe.py"
    probe.parent.mkdir()
    shutil.copyfile(str(pathlib.Path(__file__).with_name("probe.py")), str(probe))
    settle.below(str(TREE))


if __name__ == "__main__":
    main(sys.argv[1:])
