"""A stack file gives a program exactly what the CLI would give it."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine.project import project, stackfile
from moorage.engine.project.configvalue import Ciphertext
from moorage.engine.state import crypto
from tests.engine.state import conftest

SETTINGS = """\
# kept
config:
  toy:port: 8080
  toy:flag: true
  toy:ratio: 1.50
  toy:mode: 0640
  toy:day: 2020-01-02
  toy:nothing:
  name: "bob" # c
  other:config:key: x
  toy:obj:
    z: [1, yes, "<b>", 2.0, 1e3, 0x10, ~]
    a: {b: true}
"""
# what `pulumi up` of the CLI (v3.260.0) put into PULUMI_CONFIG for these settings
PLAIN = {
    "other:key": "x",
    "toy:day": "2020-01-02 00:00:00 +0000 UTC",
    "toy:flag": "true",
    "toy:mode": "416",
    "toy:name": "bob",
    "toy:nothing": "",
    "toy:obj": '{"a":{"b":true},"z":[1,"yes","\\u003cb\\u003e",2,1000,16,null]}',
    "toy:port": "8080",
    "toy:ratio": "1.5",
}


def load(toy: project.Project, text: str) -> stackfile.StackFile:
    """Write Pulumi.dev.yaml and return the settings in it."""
    toy.stack_path("dev").write_text(text)
    return stackfile.load(toy, "dev")


def test_plain_values_are_the_clis(toy: project.Project) -> None:
    """Text, numbers, flags, dates, maps and a missing value arrive as through the CLI; the last with a warning."""
    settings = load(toy, SETTINGS)
    assert settings.plain(None) == PLAIN
    assert settings.secret_keys == []
    assert [warning.partition(": ")[2] for warning in settings.warnings] == [
        "toy:nothing has no value; it is taken as empty text"
    ]


def test_secrets_are_decrypted_and_named(toy: project.Project, crypter: crypto.Crypter) -> None:
    """A `secure` value, nested ones too, reaches the program in clear, and its key is listed as secret."""
    text = (
        f"encryptionsalt: {crypter.salt}\nconfig:\n  pw: {{secure: '{crypter.encrypt('s3')}'}}\n"
        f"  obj: {{a: [{{secure: '{crypter.encrypt('<s4>')}'}}], b: 1}}\n  open: x\n"
    )
    settings = load(toy, text)
    assert settings.salt == crypter.salt
    assert settings.plain(crypter) == {"toy:obj": '{"a":["\\u003cs4\\u003e"],"b":1}', "toy:open": "x", "toy:pw": "s3"}
    assert settings.secret_keys == ["toy:obj", "toy:pw"]
    assert isinstance(settings.get("pw")[1], Ciphertext)
    assert set(settings.record()["toy:pw"]) == {"secure"}


def test_secret_that_cannot_be_read(toy: project.Project, crypter: crypto.Crypter, keys: crypto.Keys) -> None:
    """A secret without salt, or under another salt, is one line with file and key."""
    settings = load(toy, f"config:\n  pw: {{secure: '{keys.create().encrypt('x')}'}}\n")
    with pytest.raises(stackfile.StackFileError, match=r"toy:pw is a secret, but the file has no encryptionsalt$"):
        settings.plain(None)
    with pytest.raises(stackfile.StackFileError, match=r"toy:pw cannot be decrypted: a ciphertext does not belong"):
        settings.plain(crypter)


def test_project_defaults_lie_under_the_stacks_values(tmp_path: Path) -> None:
    """A default counts where the stack says nothing; a declared path reaches into a value."""
    toy = conftest.write(
        tmp_path,
        "name: toy\nruntime: python\nconfig:\n  a: one\n  b: {type: integer, default: 2}\n  c.d: {default: x}\n"
        "  pulumi:autonaming: {value: {pattern: '${name}'}}\n",
    )
    settings = load(toy, "config:\n  b: 3\n  c: {e: 1}\n")
    assert settings.plain(None) == {
        "pulumi:autonaming": '{"pattern":"${name}"}',
        "toy:a": "one",
        "toy:b": "3",
        "toy:c": '{"d":"x","e":1}',
    }


def test_declared_types_are_checked(tmp_path: Path) -> None:
    """A missing key, a wrong type and a secret in clear each stop the run with one line."""
    toy = conftest.write(
        tmp_path,
        "name: toy\nruntime: python\nconfig:\n  n: {type: integer}\n  l: {type: array, items: {type: string}}\n"
        "  t: {type: string, secret: true, default: x}\n",
    )
    good = "  l: [a]\n  n: 1\n  t: {secure: v1:x:y}\n"
    for text, message in (
        ("", "missing configuration values: l, n"),
        ("  l: [a]\n", "missing configuration value: n"),
        (good.replace("[a]", "[1]").replace("  t: {secure: v1:x:y}\n", ""), "l must be of type array<string>"),
        ("  l: [a]\n  n: x\n", "n must be of type integer"),
        ("  l: [a]\n  n: 1\n", "t must be a secret: moorage config set --secret t"),
    ):
        with pytest.raises(stackfile.StackFileError) as caught:
            load(toy, f"config:\n{text}").plain(None)
        assert str(caught.value).partition(": ")[2] == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "1: a stack file must be a mapping with `config`"),
        ("confg: {}", "1: unknown key 'confg'; did you mean 'config'?"),
        ("config: [a]", "1: config: a mapping is expected"),
        ("config:\n  a:b:c: 1", "2: 'a:b:c' is not a configuration key; `<key>` or `<namespace>:<key>` is expected"),
        ("config:\n  a: 1\n  toy:a: 2", "3: toy:a: the key is given twice, with and without 'toy:a'"),
        (
            "secretsprovider: awskms://x",
            "1: secretsprovider 'awskms://x' needs the pulumi CLI; allowed here: passphrase",
        ),
        ("environment: [prod]", "1: environment needs the pulumi CLI and Pulumi Cloud"),
        ("config:\n  a: [", "2: not valid YAML: expected the node content, but found '<stream end>'"),
    ],
)
def test_bad_files(toy: project.Project, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    """Each mistake is one line with file and line."""
    monkeypatch.chdir(toy.root)
    with pytest.raises(stackfile.StackFileError) as caught:
        load(toy, text)
    assert str(caught.value) == f"Pulumi.dev.yaml:{message}"


def test_missing_files(toy: project.Project) -> None:
    """A stack without a file has the defaults; a file that the user names must exist."""
    assert stackfile.load(toy, "new").plain(None) == {}
    with pytest.raises(stackfile.StackFileError, match=r"other\.yaml: no such file or directory$"):
        stackfile.load(toy, "new", toy.root / "other.yaml")


def test_get_follows_paths(toy: project.Project) -> None:
    """With `path` a key leads into its value; without it is a name as it stands."""
    settings = load(toy, SETTINGS)
    assert settings.get("obj.z[2]", path=True) == (True, "<b>")
    assert settings.get('toy:obj["a"].b', path=True) == (True, True)
    assert settings.get("obj.z[9]", path=True) == (False, None)
    assert settings.get("obj.z") == (False, None)
