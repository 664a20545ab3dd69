"""Run the program alone, as a language host does, on one stack file: `python -m tests.stacks.alone FILE PASSPHRASE`.

Registrations are answered by Pulumi's mocks; a program that refuses its settings makes none.
"""

from __future__ import annotations

import os
import pathlib
import runpy
import sys

import pulumi
import pulumi.runtime.config
from pulumi.runtime import mocks

from moorage.engine.project import project, stackfile
from moorage.engine.state import crypto

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Nothing(mocks.Mocks):
    """Fails on any registration."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[object, object]]:
        """Refuse."""
        sys.exit(f"registered {args.typ}")

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[object, object], list[tuple[str, str]] | None]:
        """Refuse."""
        sys.exit(f"called {args.token}")


def main() -> None:
    """Run the program and print what it says when it refuses."""
    file, passphrase = pathlib.Path(sys.argv[1]), sys.argv[2]
    stack = stackfile.load(project.find(ROOT), "bad", file)
    crypter = crypto.open(passphrase, stack.salt)
    pulumi.runtime.set_all_config(stack.plain(crypter), list(stack.secret_keys))
    mocks.set_mocks(Nothing(), project="moorage", stack="bad", preview=True)
    os.chdir(ROOT / "infra")
    try:
        runpy.run_path(str(ROOT / "infra"), run_name="__main__")
    except pulumi.RunError as refused:
        sys.exit(f"error: {refused}")
    sys.exit("not refused")


if __name__ == "__main__":
    main()
