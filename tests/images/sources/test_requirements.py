"""requirements.txt: what belongs to it, what it says of pins and hashes, and what a build cannot take."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tests.images import apps
from tests.images.sources import asked


def test_they_bring_what_they_include(tmp_path: pathlib.Path) -> None:
    """Included files enter the build as well; one hash anywhere means that all are checked."""
    files = {
        "requirements/prod.txt": "-r more/base.txt\n-c ../limits.txt\nclick==8.1 --hash=sha256:bb\n",
        "requirements/more/base.txt": f"--requirement=deep.txt\n{apps.HASHED}",
        "requirements/more/deep.txt": "# nothing\n",
        "limits.txt": "six<2\n",
    }
    found = asked.read(apps.write(tmp_path, files), dependencies="requirements/prod.txt")
    assert [file.path for file in found.files] == [
        "limits.txt",
        "requirements/more/base.txt",
        "requirements/more/deep.txt",
        "requirements/prod.txt",
    ]
    assert (found.requirement, found.hashed, found.pinned, found.complete) == (
        "requirements/prod.txt",
        True,
        True,
        False,
    )


def test_several_files(tmp_path: pathlib.Path) -> None:
    """They are installed together, in one file that includes them."""
    folder = apps.write(tmp_path, {"a.txt": "six==1.17.0\n", "b/c.txt": "click\n"})
    found = asked.read(folder, dependencies=["a.txt", "b/c.txt"])
    assert asked.text(found) == "--requirement a.txt\n--requirement b/c.txt\n"
    assert [file.path for file in found.files] == ["a.txt", "b/c.txt", found.requirement]
    assert (found.source, found.pinned) == ("a.txt, b/c.txt", False)
    assert asked.error(folder, dependencies=["a.txt", "uv.lock"]) == (
        f"{asked.PATH}.dependencies.1: 'uv.lock' is no requirements file; only those can be several"
    )
    assert asked.error(folder, dependencies=["a.txt", "gone.txt"]) == (
        f"{asked.PATH}.dependencies.1: gone.txt: no such file or directory"
    )


@pytest.mark.parametrize(
    ("text", "pinned", "hashed"),
    [
        ("six\n", False, False),
        ("six>=1,<2\n", False, False),
        ("six==1.*\n", False, False),
        ("six==1.17.0\n", True, False),
        ("SIX[a]==1.17.0 ; python_version > '3'  # why\n", True, False),
        ("six\n-c limits.txt\n", True, False),
        ("x @ https://files.example/x.zip\n", False, False),
        (f"x @ https://files.example/x-1-py3-none-any.whl --hash=sha256:{'a' * 64}\n", True, True),
        (f"six==1.17.0 \\\n  --hash=sha256:{'a' * 64} \\\n  --hash=sha256:{'b' * 64}\n", True, True),
        ("--require-hashes\n", True, True),
        ("", True, False),
    ],
)
def test_pins_and_hashes(text: str, pinned: bool, hashed: bool, tmp_path: pathlib.Path) -> None:
    """All has one version, or something floats; a constraint pins as well."""
    found = asked.read(apps.write(tmp_path, {"requirements.txt": text, "limits.txt": "six==1.17.0"}))
    assert (found.pinned, found.hashed) == (pinned, hashed)


def test_a_folder_of_the_source_is_a_project(tmp_path: pathlib.Path) -> None:
    """It leaves the file, since only packages of an index have hashes, and is installed as what it is."""
    folder = apps.write(tmp_path, {"requirements.txt": "-e .\n-e ./libs/near\nsix==1.17.0\n", "libs/near/x.py": ""})
    found = asked.read(folder)
    assert found.projects == ("libs/near", ".")
    assert asked.text(found) == "six==1.17.0\n"


def test_options_that_are_honoured(tmp_path: pathlib.Path) -> None:
    """They stay where they are: pip reads them."""
    text = "-i https://index.example/simple\n--extra-index-url=https://b.example\n--only-binary :all:\nsix==1.17.0\n"
    assert asked.text(asked.read(apps.write(tmp_path, {"requirements.txt": text}))) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "six\n-e ../x\n",
            "requirements.txt:2: a local path cannot be installed; only packages of an index, or folders",
        ),
        ("./wheels/x.whl\n", "requirements.txt:1: a local path"),
        ("x @ file:///x\n", "requirements.txt:1: a local path"),
        (".[web]\n", "requirements.txt:1: .[web]: the extras of a folder are not known here; list what they ask for"),
        ("git+https://code.example/x\n", "requirements.txt:1: a repository cannot be installed"),
        ("-e git+https://code.example/x\n", "requirements.txt:1: a repository cannot be installed"),
        ("x @ git+https://code.example/x\n", "requirements.txt:1: a repository cannot be installed"),
        ("https://files.example/x.zip\n", "requirements.txt:1: an address needs a name before it: NAME @ URL"),
        (
            "--index-url https://me:pw@index.example/simple\n",
            "requirements.txt:1: credentials in a URL; put the index's",
        ),
        ("--index-url https://pw@index.example/simple\n", "requirements.txt:1: credentials in a URL; put the index's"),
        (
            "-i https://${TOKEN}/simple\n",
            "requirements.txt:1: no environment variable reaches the build; put the index's",
        ),
        ("-f wheels\n", "requirements.txt:1: --find-links wheels: only an address by http or https can be asked"),
        (
            "--trusted-host index.example\n",
            "requirements.txt:1: --trusted-host is not honoured in a build; --index-url, ",
        ),
        (
            "six --global-option=x\n",
            "requirements.txt:1: --global-option is not honoured after a requirement; --hash, ",
        ),
        ("\nsix=1\n", "requirements.txt:2: 'six=1' is no requirement"),
        (
            f"{apps.HASHED}click==8\n",
            "requirements.txt: requirements.txt:3: click has no hash, and others have; all or",
        ),
        ("-r gone.txt\n", "requirements.txt: gone.txt: no such file or directory"),
        ("-r ../outside.txt\n", "requirements.txt: includes ../outside.txt, which is outside the source"),
    ],
)
def test_mistakes(text: str, line: str, tmp_path: pathlib.Path) -> None:
    """What a build cannot take is named by file and line; a password in it is not repeated."""
    found = asked.error(apps.write(tmp_path, {"requirements.txt": text}))
    assert found.startswith(f"{asked.PATH}.dependencies: {line}")
    assert "pw" not in found


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"extras": ["web"]}, "extras.0: requirements.txt has no extra 'web'; it has none at all"),
        ({"groups": ["web"]}, "groups.0: requirements.txt has no group 'web'; it has none at all"),
        ({"member": "web"}, "member: requirements.txt is of one project; only uv.lock has members"),
    ],
)
def test_parts_that_it_cannot_have(options: dict[str, Any], line: str, tmp_path: pathlib.Path) -> None:
    """Extras, groups and members are a lock's."""
    folder = apps.write(tmp_path, {"requirements.txt": "six"})
    assert asked.error(folder, **options) == f"{asked.PATH}.{line}"
