"""Compile folders to bytecode that is never checked against its source: an image does not change.

Usage: compile.py FOLDER... A file that does not compile is named and left as it is: nothing may ever import it.
"""

import compileall
import py_compile
import sys

if __name__ == "__main__":
    for folder in sys.argv[1:]:
        compileall.compile_dir(
            folder, maxlevels=50, quiet=1, workers=0, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
        )
