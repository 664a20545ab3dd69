"""The member that is deployed; it stands on another one."""

import importlib
import sys


def main() -> None:
    """Say the other member's word."""
    sys.stdout.write(importlib.import_module("words").WORD + "\n")
