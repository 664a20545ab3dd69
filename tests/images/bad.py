"""Projects that kind `python` cannot take: what is in the folder, what the stack file says, and the line it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROJECT = '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = [{}]\n'
EMPTY, SIX = PROJECT.format(""), PROJECT.format('"six"')
LOCK = """\
version = 1
requires-python = ">=3.11"

[[package]]
name = "shop"
version = "1.0"
source = { virtual = "." }
"""
LOCKED = """
dependencies = [{ name = "six" }]

[package.metadata]
requires-dist = [{ name = "six" }]

[[package]]
name = "six"
version = "1.0"
"""
PYLOCK = 'lock-version = "1.0"\ncreated-by = "a test"\n[[packages]]\nname = "six"\n'
POETRY = '[tool.poetry.dependencies]\npython = "^3.11"\nsix = "^1"\n'
OLD = '[metadata]\nlock-version = "2.1"\npython-versions = "^3.11"\ncontent-hash = "of another"\n'
STYLES = "none, poetry.lock, pylock.toml, pyproject.toml, requirements.txt, uv.lock"
OPTIONS = (
    "--index-url, --extra-index-url, --find-links, --no-binary, --only-binary, --prefer-binary, --pre, "
    "--require-hashes, --no-index"
)


@dataclass(frozen=True)
class Case:
    """One mistake; `line` is what follows the path of the image in the stack file."""

    name: str
    files: dict[str, str]
    line: str
    block: Mapping[str, Any] = field(default_factory=dict[str, Any])
    profile: str = "dev"


def locked(source: str, files: str = "") -> dict[str, str]:
    """Return a project and its uv.lock, in which one package comes from `source`."""
    return {"pyproject.toml": SIX, "uv.lock": f"{LOCK}{LOCKED}source = {source}\n{files}\n"}


def asked(text: str) -> dict[str, str]:
    """Return a project with a requirements.txt."""
    return {"requirements.txt": f"{text}\n"}


WHEEL = 'wheels = [{ url = "https://index.example/six-1.0-cp39-cp39-win_amd64.whl", hash = "sha256:0" }]'
UV = {"pyproject.toml": EMPTY, "uv.lock": LOCK}
CODE = "https://code.example/six"

CASES = [
    Case("nothing lists them", {}, f"dependencies: no file lists them; allowed: {STYLES}"),
    Case(
        "another tool's lock",
        {"Pipfile.lock": "{}"},
        "dependencies: Pipfile.lock is not read here; make a file of it that is, by: pipenv requirements "
        f"--hash > requirements.txt; allowed: {STYLES}",
    ),
    Case(
        "a lock of PDM",
        {"pyproject.toml": EMPTY, "pdm.lock": ""},
        "dependencies: pdm.lock is not read here; make a file of it that is, by: pdm export --format "
        f"pylock --output pylock.toml; allowed: {STYLES}",
    ),
    Case(
        "a program lists them",
        {"setup.py": "import setuptools"},
        "dependencies: no file lists them; setup.py would have to be run to know: write them to a "
        f"requirements.txt; allowed: {STYLES}",
    ),
    Case(
        "two that disagree",
        {"pyproject.toml": EMPTY, "uv.lock": LOCK, **asked("six")},
        "dependencies: requirements.txt and uv.lock are both there; choose one; allowed: none, "
        "requirements.txt, uv.lock",
    ),
    Case(
        "a file that is not there",
        asked("six"),
        "dependencies: requirements/prod.txt: no such file or directory",
        {"dependencies": "requirements/prod.txt"},
    ),
    Case(
        "a file elsewhere",
        asked("six"),
        "dependencies: '../requirements.txt' should be a path inside the source",
        {"dependencies": "../requirements.txt"},
    ),
    Case(
        "a lock out of date",
        {"pyproject.toml": SIX, "uv.lock": LOCK},
        "dependencies: uv.lock: does not match pyproject.toml (added: six); run: uv lock",
    ),
    Case(
        "a lock that is none",
        {"pyproject.toml": EMPTY, "uv.lock": "= 1"},
        "dependencies: uv.lock cannot be read: Invalid statement (at line 1, column 1)",
    ),
    Case(
        "a project that is none",
        {"pyproject.toml": "[project"},
        "dependencies: pyproject.toml cannot be read: Expected ']' at the end of a table declaration (at "
        "end of document)",
    ),
    Case(
        "a package of a repository",
        locked(f'{{ git = "{CODE}?rev=1#abc" }}'),
        "dependencies: uv.lock: six comes from a repository (https://code.example/six?rev=1#abc); an "
        "index, a URL or a folder of the source is needed",
    ),
    Case(
        "no wheel and no source",
        locked('{ registry = "https://index.example/simple" }', WHEEL),
        "dependencies: uv.lock: six 1.0 has no file for Python 3.11 on Linux x86_64, and no source: its "
        "wheels are for cp39-cp39-win_amd64",
    ),
    Case(
        "another Python",
        {key: text.replace("3.11", "3.13") for key, text in UV.items()},
        "base: uv.lock requires Python >=3.13, and the base has 3.11",
    ),
    Case("no such extra", UV, "extras.0: uv.lock has no extra 'more'; it has none at all", {"extras": ["more"]}),
    Case("no such group", UV, "groups.0: uv.lock has no group 'prod'; it has none at all", {"groups": ["prod"]}),
    Case(
        "no such member",
        UV,
        "dependencies: uv.lock: no member 'sho'; did you mean shop; allowed: shop",
        {"member": "sho"},
    ),
    Case(
        "a member of no workspace",
        asked("six"),
        "member: requirements.txt is of one project; only uv.lock has members",
        {"member": "shop"},
    ),
    Case(
        "nothing pinned in prod",
        {"pyproject.toml": SIX},
        "dependencies: pyproject.toml does not pin versions, so what is installed depends on the day; "
        "lock it (uv lock, poetry lock, pip-compile), or say why not at unlocked",
        {},
        "prod",
    ),
    Case(
        "a reason for nothing",
        UV,
        "unlocked: uv.lock has a version for everything; leave it out",
        {"unlocked": "because"},
    ),
    Case(
        "a password in a file",
        asked("--index-url https://me:word@index.example/simple"),
        "dependencies: requirements.txt:1: credentials in a URL; put the index's URL in a secret and name it at index",
    ),
    Case(
        "a repository",
        asked(f"six @ git+{CODE}"),
        "dependencies: requirements.txt:1: a repository cannot be installed; only packages of an index, "
        "or archives, can",
    ),
    Case(
        "an include that is not there",
        asked("-r base.txt"),
        "dependencies: requirements.txt: base.txt: no such file or directory",
    ),
    Case(
        "an include elsewhere",
        asked("-r ../base.txt"),
        "dependencies: requirements.txt: includes ../base.txt, which is outside the source",
    ),
    Case("no requirement", asked("six=="), "dependencies: requirements.txt:1: 'six==' is no requirement"),
    Case(
        "a folder of files",
        asked("--find-links wheels"),
        "dependencies: requirements.txt:1: --find-links wheels: only an address by http or https can be "
        "asked in a build",
    ),
    Case(
        "an option to trust",
        asked("--trusted-host index.example"),
        f"dependencies: requirements.txt:1: --trusted-host is not honoured in a build; {OPTIONS} are",
    ),
    Case(
        "poetry.lock out of date",
        {"pyproject.toml": POETRY, "poetry.lock": OLD},
        "dependencies: poetry.lock: does not match pyproject.toml; run: poetry lock",
    ),
    Case(
        "a lock of the future",
        {"pylock.toml": 'lock-version = "9.0"\ncreated-by = "a test"\npackages = []\n'},
        "dependencies: pylock.toml: pylock version 9.0 is not supported",
    ),
    Case(
        "a repository in pylock.toml",
        {"pylock.toml": f'{PYLOCK}vcs = {{ type = "git", url = "{CODE}", commit-id = "a" }}\n'},
        "dependencies: pylock.toml: six comes from a repository (https://code.example/six)",
    ),
    Case(
        "an option as a package",
        asked("six"),
        "packages.run.0: '--allow-downgrades' should be of the form libpq5",
        {"packages": {"run": ["--allow-downgrades"]}},
    ),
    Case(
        "packages for nothing known",
        asked("six"),
        "packages.biuld: unknown key; did you mean build; allowed: build, run",
        {"packages": {"biuld": ["gcc"]}},
    ),
    Case(
        "a floating base in prod",
        asked("six"),
        "base: 'python:3-slim' names no release, which prod needs; such as python:3.11-slim-bookworm",
        {"base": "python:3-slim"},
        "prod",
    ),
    Case(
        "a base that is no name",
        asked("six"),
        "base: 'Python 3.11' should be the name of an image, such as python:3.11-slim-bookworm",
        {"base": "Python 3.11"},
    ),
    Case(
        "nothing to install",
        asked("six"),
        "install: nothing to install: the source has no pyproject.toml with [build-system], and no setup.py",
        {"install": True},
    ),
    Case("no such file", asked("six"), "files.0: 'shpo' matches no file of the source", {"files": ["shpo"]}),
]
