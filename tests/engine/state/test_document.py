"""A YAML file is read with line numbers, and what is wrong with it is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from moorage.engine.project import document

FILE = Path("x.yaml")


def test_values_and_lines() -> None:
    """Anchors and merges are resolved, and each key knows its line."""
    root = document.parse('a: 1\nb:\n  c: &x "0640"\n  d: *x\ne: {<<: {q: 1, r: 2}, q: 3}\n', FILE)
    assert root == {"a": 1, "b": {"c": "0640", "d": "0640"}, "e": {"q": 3, "r": 2}}
    assert root.lines == {"a": 1, "b": 2, "e": 5}
    assert root["b"].lines == {"c": 3, "d": 4}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "x.yaml:2: key 'a' is already defined at line 1"),
        ("1: 2", "x.yaml:1: a key must be a string: 1"),
        ("a:\n  b: .inf", "x.yaml:2: .inf is not a number that can be used here"),
        ("a: *u", "x.yaml:1: not valid YAML: found undefined alias 'u'"),
        ("a: 1\n\tb: 2", "x.yaml:2: not valid YAML: found character '\\t' that cannot start any token"),
        ("---\na: 1\n---\nb: 1", "x.yaml:3: not valid YAML: but found another document"),
        ("a: {<<: 1}", "x.yaml:1: `<<` takes a mapping or a list of mappings"),
    ],
)
def test_bad_text(text: str, message: str) -> None:
    """Each mistake gives file, line and reason."""
    with pytest.raises(document.DocumentError) as caught:
        document.parse(text, FILE)
    assert str(caught.value) == message


def test_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file and one that is not UTF-8 are told apart; a byte order mark is no content."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(document.DocumentError, match=r"^none\.yaml: no such file or directory$"):
        document.read(tmp_path / "none.yaml")
    (tmp_path / "bin.yaml").write_bytes(b"a: \xff\xfe")
    with pytest.raises(document.DocumentError, match=r"^bin\.yaml: not UTF-8 text$"):
        document.read(tmp_path / "bin.yaml")
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert document.read(tmp_path / "bom.yaml") == {"a": 1}
