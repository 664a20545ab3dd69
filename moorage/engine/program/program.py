"""The user's program as a process: started at once, told later what to run, its output passed on line by line."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from moorage.engine.project import project

TOLD: Final = 32
"""The exit code of a program that failed and has said why."""

_EXECUTE: Final = Path(__file__).parent / "host" / "execute.py"


class ProgramError(Exception):
    """The program cannot be started."""


@dataclass(frozen=True)
class Task:
    """What the program is told once the engine is ready; see `host/execute.py`."""

    address: str
    project: str
    stack: str
    organization: str
    root: str
    program: str
    """The folder or file to run."""
    folder: str
    """Where it runs."""
    parallel: int
    preview: bool
    config: Mapping[str, str]
    secret_keys: list[str]
    environment: Mapping[str, str]


def start(found: project.Project) -> Program:
    """Start the program of a project, in its own interpreter.

    Raises:
        ProgramError: there is no interpreter.
    """
    return Program(interpreter(found.virtualenv), found.root)


def interpreter(virtualenv: Path | None) -> Path:
    """Return the project's interpreter: of its virtual environment, else the first `python3` on PATH."""
    if virtualenv is None:
        return Path("python3")
    python = virtualenv / "bin" / "python"
    if not python.exists():
        raise ProgramError(
            f"{python}: the project's virtual environment (runtime.options.virtualenv) has no interpreter"
        )
    return python


class Program:
    """One run of the program, which imports the SDK at once and then waits to be told what to run."""

    def __init__(self, python: Path, root: Path) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONHOME"}
        if python.is_absolute():
            environment["VIRTUAL_ENV"] = str(python.parent.parent)
            environment["PATH"] = f"{python.parent}{os.pathsep}{environment.get('PATH', '')}"
        read, self._pipe = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- the user's own interpreter and program
                [python, "-u", _EXECUTE, str(read)],
                cwd=root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(read,),
                # a terminal's Ctrl-C is for the engine, which lets running steps finish first
                start_new_session=True,
                text=True,
                errors="replace",
            )
        except OSError as error:
            os.close(self._pipe)
            raise ProgramError(f"{python}: {error.strerror}") from error
        finally:
            os.close(read)
        self._told = False
        self._readers: list[threading.Thread] = []

    def listen(self, output: Callable[[bool, str], None]) -> None:
        """Pass its output on to `output(is_error, line)`, from threads of this class; what came before is not lost."""
        self._readers = [
            threading.Thread(target=_pass_on, args=(stream, is_error, output), daemon=True)
            for stream, is_error in ((self._process.stdout, False), (self._process.stderr, True))
            if stream
        ]
        for reader in self._readers:
            reader.start()

    def tell(self, task: Task) -> None:
        """Say what to run."""
        self._told = True
        # a program that is gone already says why on its own
        with contextlib.suppress(BrokenPipeError), os.fdopen(self._pipe, "w") as pipe:
            json.dump(asdict(task), pipe)

    def wait(self) -> int:
        """Wait for its end, and for its last line; return the exit code."""
        code = self._process.wait()
        for reader in self._readers:
            reader.join()
        return code

    def kill(self) -> None:
        """End it without asking."""
        self._process.kill()

    def stop(self) -> None:
        """End it now."""
        if not self._told:
            os.close(self._pipe)
            self._told = True
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()


def _pass_on(stream: IO[str], is_error: bool, output: Callable[[bool, str], None]) -> None:  # noqa: FBT001 -- a thread's argument
    with stream:
        for line in stream:
            output(is_error, line.rstrip("\n"))
