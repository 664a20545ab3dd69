"""Bytecode that is never checked against its source: an image does not change, and its root is read-only."""

import compileall
import py_compile
import re

REST = re.compile(
    r"/(distutils|ensurepip|idlelib|lib2to3|pydoc_data|tests?|tkinter|turtledemo|unittest)/|/(_pydecimal|_pyio|turtle)\.py$"
)
"""What no service imports: tests, desktop parts, and Python's doubles of what is compiled in. It still works."""


def write(folder: str, tree: str = "/") -> None:
    """Compile all below `folder`; `tree` is the part of its path that the image does not have.

    A file that does not compile is named and left as it is: nothing may ever import it.
    """
    compileall.compile_dir(
        folder,
        maxlevels=50,
        force=True,  # bytecode that is there already may be of the kind that is checked
        quiet=1,
        workers=0,
        rx=REST,
        stripdir=tree if tree != "/" else None,
        prependdir="/" if tree != "/" else None,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
