"""Run `python -m pulumi.dynamic`, and end when the engine does, even if it is killed.

Its argument is the file descriptor of a pipe that the engine holds open for as long as it lives.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading


def _end_with(engine: int) -> None:
    os.read(engine, 1)
    os._exit(0)


if __name__ == "__main__":
    sys.path[0] = os.getcwd()  # noqa: PTH109 -- what `-m` puts there: the program's modules are found
    threading.Thread(target=_end_with, args=(int(sys.argv.pop()),), daemon=True).start()
    runpy.run_module("pulumi.dynamic", run_name="__main__", alter_sys=True)
