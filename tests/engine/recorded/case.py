"""A case: a module of programs, and the operations on them in turn.

The module's OPERATIONS has a line for each operation. Of the engine's, with the flags of the CLI:

    up PROGRAM [FLAG...]    preview PROGRAM [FLAG...]    refresh [FLAG...]    destroy [FLAG...]

Of the world and of the project:

    fail CALL NAME      a provider call (`create`, `read`, `update`, `delete`) on a name fails from now on
    half CALL NAME      ... is done, but fails
    mend CALL NAME      ... works again
    put ID JSON         an object exists, with these inputs
    drop ID             an object is gone
    config KEY VALUE    the stack's configuration: text, `{...}` an object, `secret:...` encrypted
"""

from __future__ import annotations

import importlib
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

CASES = Path(__file__).parent / "cases"
RUNS = ("up", "preview", "refresh", "destroy")

Run = Literal["up", "preview", "refresh", "destroy"]


@dataclass(frozen=True)
class Operation:
    """One line: a word, and what follows it."""

    word: str
    arguments: list[str]
    line: str

    @property
    def is_run(self) -> bool:
        """Say whether an engine is asked, not the world changed."""
        return self.word in RUNS

    @property
    def program(self) -> str:
        """Return the program to run, empty when none runs."""
        return self.arguments[0] if self.word in ("up", "preview") else ""

    @property
    def flags(self) -> list[str]:
        """Return what follows the program."""
        return self.arguments[1:] if self.program else self.arguments


@dataclass(frozen=True)
class Case:
    """Its name, what it claims, and its operations."""

    name: str
    text: str
    operations: list[Operation]

    @property
    def recording(self) -> Path:
        """Return the file of what the CLI did."""
        return CASES / f"{self.name}.yaml"

    def source(self, program: str) -> str:
        """Return a `__main__.py` that runs one of its programs: the module, so that its code is the program's."""
        root = Path(__file__).parents[3]
        text = (CASES / f"{self.name}.py").read_text()
        return f"import sys\nsys.path.insert(0, {str(root)!r})\n{text}\n\n{program}()\n"

    @property
    def last_program(self) -> str:
        """Return the program that ran last."""
        return [each.program for each in self.operations if each.program][-1]


def load(name: str) -> Case:
    """Return a case by its name."""
    module = importlib.import_module(f"tests.engine.recorded.cases.{name}")
    lines = [line for line in str(module.OPERATIONS).strip().splitlines() if line.strip()]
    operations: list[Operation] = []
    for line in lines:
        word, *arguments = shlex.split(line)
        operations.append(Operation(word, arguments, line.strip()))
    return Case(name, cast("str", module.__doc__), operations)


def names() -> list[str]:
    """Return the names of all cases, sorted."""
    return sorted(path.stem for path in CASES.glob("[a-z]*.py"))
