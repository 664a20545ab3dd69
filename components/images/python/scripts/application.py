"""Make what an image has besides its environment: the application's files, and its own packages, installed.

Usage: application.py [--version VERSION] -- COMMAND [FOLDER...]

COMMAND is what the image runs; FOLDER... are packages below /source, made wheels of and installed in this order.
VERSION is for those that would take theirs from git, which no build is sent.
"""

import argparse
import difflib
import os
import pathlib
import shutil

import bytecode
import installed
import settle

TREE = pathlib.Path("/layers/application")
VENV = "opt/venv"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

VERSIONS = (
    "SETUPTOOLS_SCM_PRETEND_VERSION",
    "PBR_VERSION",
    "PDM_BUILD_SCM_VERSION",
    "POETRY_DYNAMIC_VERSIONING_BYPASS",
)
"""Variables by which what reads versions from git is told one."""


def main(command: str, folders: "list[str]") -> None:
    """Make the tree below `TREE`, as the image has it below its root; its folder `app` is there already."""
    app = TREE / "app"
    if folders:
        shutil.copytree(app, installed.SOURCE, dirs_exist_ok=True)
        installed.install(folders, TREE / VENV)
        installed.drop_twice(app, folders, TREE / VENV)
        bytecode.write(f"{TREE}/{VENV}/lib", str(TREE))
    bytecode.write(str(app), str(TREE))
    check(command)
    settle.below(str(TREE))


def check(command: str) -> None:
    """End the build when the image has no such program."""
    own = [f"{TREE}/{VENV}/bin", f"/{VENV}/bin"]
    if "/" in command or shutil.which(command, path=":".join([*own, PATH])):
        return
    scripts = sorted({path.name for folder in own for path in pathlib.Path(folder).glob("*")})
    scripts = [name for name in scripts if not name.lower().startswith(("activate", "python"))]
    near = difflib.get_close_matches(command, scripts, 1)
    meant = f"; did you mean {near[0]}" if near else ""
    raise SystemExit(f"command: the image has no program {command!r}{meant}; installed: {', '.join(scripts) or 'none'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--version")
    parser.add_argument("command")
    parser.add_argument("folders", nargs="*")
    given = parser.parse_args()
    for name in VERSIONS if given.version else ():
        os.environ[name] = given.version
    main(given.command, given.folders)
