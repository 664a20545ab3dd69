"""A package with a console script and a word kept as data beside its code."""

import importlib.resources
import sys


def main() -> None:
    """Say the word, and where the package lies."""
    word = importlib.resources.files(__name__).joinpath("word.txt").read_text(encoding="utf-8").strip()
    where = "installed" if "site-packages" in __file__ else "beside"
    sys.stdout.write(f"{word}, {where}\n")
