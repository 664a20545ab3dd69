"""A library of the workspace; it stands on a package of the index."""

import importlib

WORD = f"words with {importlib.import_module('iniconfig').__name__}"
