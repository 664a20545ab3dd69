"""`config set` and `config rm` change one value and leave everything else in the file."""

from __future__ import annotations

import stat
from typing import Any

import pytest
from ruamel import yaml

from moorage.engine.project import edit, project, stackfile
from moorage.engine.state import crypto
from tests.engine.state.test_stackfile import load

BEFORE = """\
# head

config:
  # about port
  toy:port: 8080   # eol
  # about name
  name: 'bob'
  toy:list:
  - a   # one
  - b
  # about obj
  toy:obj:
    deep: {x: 1, y: [1, 2]}  # flow
    # inner
    other: "q"

  # tail
"""


def test_set_keeps_the_rest(toy: project.Project) -> None:
    """Values change in place, new ones come after their neighbours and before the comments on what follows."""
    settings = load(toy, BEFORE)
    settings = edit.put(settings, "port", "0640")
    settings = edit.put(settings, "obj.deep.z", "true", path=True)
    settings = edit.put(settings, "list[2]", "12", path=True)
    settings = edit.put(settings, "name", "eve")
    assert settings.path.read_text() == (
        BEFORE.replace("8080   #", '"0640" #')
        .replace("[1, 2]}  #", "[1, 2], z: true} #")
        .replace("  - b\n", "  - b\n  - 12\n")
        .replace("'bob'", "'eve'")
    )
    assert settings.plain(None)["toy:obj"] == '{"deep":{"x":1,"y":[1,2],"z":true},"other":"q"}'


def test_rm_keeps_the_rest(toy: project.Project) -> None:
    """A removed key takes its own lines with it, and no comment."""
    settings = edit.remove(load(toy, BEFORE), "name")
    settings = edit.remove(settings, "toy:list")
    settings = edit.remove(settings, "obj.deep.y", path=True)
    settings = edit.remove(settings, "obj.other", path=True)
    text = settings.path.read_text()
    assert yaml.YAML(typ="safe", pure=True).load(text) == {
        "config": {"toy:port": 8080, "toy:obj": {"deep": {"x": 1}}},
    }
    assert [line.split("#")[1].strip() for line in text.splitlines() if "#" in line] == [
        "head", "about port", "eol", "about name", "about obj", "flow", "inner", "tail"
    ]  # fmt: skip


def test_secret_brings_the_salt_and_nothing_else_does(toy: project.Project, crypter: crypto.Crypter) -> None:
    """Only storing a secret writes `encryptionsalt`, once, and the text is stored as ciphertext alone."""
    settings = edit.put(load(toy, BEFORE), "plain", "x")
    assert "encryptionsalt" not in settings.path.read_text()
    settings = edit.put(settings, "pw", "s3cret", crypter=crypter)
    settings = edit.put(settings, "obj.pw", "s4cret", path=True, crypter=crypter)
    text = settings.path.read_text()
    assert text.count("encryptionsalt: v1:") == 1
    assert "s3cret" not in text
    assert "s4cret" not in text
    assert settings.salt == crypter.salt
    plain = settings.plain(crypter)
    assert plain["toy:pw"] == "s3cret"
    assert plain["toy:obj"] == '{"deep":{"x":1,"y":[1,2]},"other":"q","pw":"s4cret"}'
    assert "# tail" in text


@pytest.mark.parametrize(
    ("text", "kind", "path", "value"),
    [
        ("8080", "", False, "8080"),
        ("true", "", False, "true"),
        ("2020-01-02", "", False, "2020-01-02"),
        ("a\nb\n", "", False, "a\nb\n"),
        ("8080", "int", False, 8080),
        ("true", "bool", False, True),
        ("1.5", "float", False, 1.5),
        ("8080", "", True, 8080),
        ("true", "", True, True),
        ("0640", "", True, "0640"),
        ("-3", "", True, -3),
        ("1.5", "", True, "1.5"),
    ],
)
def test_types_are_inferred_as_the_cli_does(
    toy: project.Project, text: str, kind: str, path: bool, value: object
) -> None:
    """A whole key is text unless a type is given; below a path flags and integers are taken as such."""
    settings = edit.put(load(toy, ""), "a.b" if path else "a", text, path=path, kind=kind)
    _, found = settings.get("a.b" if path else "a", path=path)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("key", "options", "message"),
    [
        ("obj.deep.x.y", {"path": True}, "toy:obj.deep.x.y: toy:obj.deep.x is neither a map nor a list"),
        ("list[9]", {"path": True}, "toy:list[9]: the list has 2 items; the next index is 2"),
        ("list.a", {"path": True}, "toy:list.a: a list is indexed by a number"),
        ("new.secure", {"path": True}, 'maps with the single key "secure" are reserved'),
        ("n", {"kind": "int"}, "'v' is not of type int"),
        ("n", {"kind": "integer"}, "unknown type 'integer'; allowed: string, int, bool, float"),
    ],
)
def test_impossible_changes_touch_nothing(
    toy: project.Project, key: str, options: dict[str, Any], message: str
) -> None:
    """What cannot be set is one line, and the file is as it was."""
    settings = load(toy, BEFORE)
    with pytest.raises(stackfile.StackFileError) as caught:
        edit.put(settings, key, "v", **options)
    assert str(caught.value) == message
    assert settings.path.read_text() == BEFORE


def test_removing_what_is_not_there(toy: project.Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that the file does not set is said so."""
    monkeypatch.chdir(toy.root)
    with pytest.raises(
        stackfile.StackFileError, match=r"^Pulumi.dev.yaml: configuration key 'nope' is not set in this"
    ):
        edit.remove(load(toy, BEFORE), "nope")


def test_new_file_and_mode(toy: project.Project) -> None:
    """The first value makes the file; an existing file keeps its mode."""
    settings = edit.put(stackfile.load(toy, "new"), "a", "b")
    assert settings.path.read_text() == "config:\n  toy:a: b\n"
    settings.path.chmod(0o600)
    edit.put(settings, "a", "c")
    assert stat.S_IMODE(settings.path.stat().st_mode) == 0o600


def test_lists_are_indented_as_the_file_does_it(toy: project.Project) -> None:
    """A list is indented as the file's others are, and as the CLI does where there is none."""
    settings = edit.put(stackfile.load(toy, "new"), "a[0]", "x", path=True)
    assert settings.path.read_text() == "config:\n  toy:a:\n    - x\n"
    settings = edit.put(load(toy, "config:\n  toy:l:\n  - a\n"), "m[0]", "x", path=True)
    assert settings.path.read_text() == "config:\n  toy:l:\n  - a\n  toy:m:\n  - x\n"
