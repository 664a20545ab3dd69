"""Changes to a stack file that leave the rest of it, comments included, as it is: `config set` and `config rm`."""

from __future__ import annotations

import copy
import io
import stat
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, util
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from moorage.engine import files
from moorage.engine.project import comments, configvalue, document, scalar, stackfile
from moorage.engine.project.configvalue import Ciphertext, ConfigValue
from moorage.engine.state import crypto

_NEW_FILE = 0o644  # a stack file is committed: its secrets are ciphertext
TYPES = ("string", "int", "bool", "float")


def put(
    settings: stackfile.StackFile,
    key: str,
    text: str,
    *,
    path: bool = False,
    kind: str = "",
    crypter: crypto.Crypter | None = None,
) -> stackfile.StackFile:
    """Set a key, or with `path` what is at a path, and return the settings as they are then.

    Below a path `true`, `false` and integers are taken as what they look like, as the CLI does; everything else is
    text unless `kind` (one of `TYPES`) says otherwise. With a crypter the text is stored as a secret, and its salt
    with it. The file is made when it is missing.

    Raises:
        stackfile.StackFileError: The key, the path or the value is not possible. The file is as it was.

    """
    full, elements = stackfile.locate(settings.project, key, path=path)
    value: ConfigValue
    if crypter:
        value = Ciphertext(crypter.encrypt(text))
    elif kind:
        value = _typed(text, kind)
    else:
        value = configvalue.coerce(text) if elements else text
    content, root = _load(settings)
    written = _written(settings, root, full)
    expected = _config(settings, content)
    try:
        configvalue.put(expected, [full, *elements], value)
    except configvalue.ConfigError as error:
        raise stackfile.StackFileError(str(error)) from error
    if root.get("config") is None:
        root["config"] = comments.commented({})
    if elements and isinstance(configvalue.read(root["config"].get(written)), Ciphertext):
        del root["config"][written]  # a path takes the place of a secret at its first level
    _insert(root, ["config", written, *elements], configvalue.write(value))
    if crypter and not root.get("encryptionsalt"):
        _insert(root, ["encryptionsalt"], crypter.salt)
    return _save(settings, _dump(content, root), expected)


def remove(settings: stackfile.StackFile, key: str, *, path: bool = False) -> stackfile.StackFile:
    """Remove a key, or with `path` what is at a path, and return the settings as they are then.

    Raises:
        stackfile.StackFileError: The key is not in the file, or not possible. The file is as it was.

    """
    full, elements = stackfile.locate(settings.project, key, path=path)
    content, root = _load(settings)
    expected = _config(settings, content)
    try:
        found = configvalue.drop(expected, [full, *elements])
    except configvalue.ConfigError as error:
        raise stackfile.StackFileError(str(error)) from error
    if not found:
        msg = f"{document.shown(settings.path)}: configuration key {key!r} is not set in this file"
        raise stackfile.StackFileError(msg)
    written = _written(settings, root, full)
    shorter = _without_lines(content, settings.path, [written, *elements])
    if shorter is not None:
        return _save(settings, shorter, expected)
    _delete(root, ["config", written, *elements])
    return _save(settings, _dump(content, root), expected)


def _insert(root: Any, path: configvalue.Path, value: Any) -> None:
    """Set what is at a path; what is new comes right after the last item, before the comments that follow it."""
    depth = next(at for at in range(1, len(path) + 1) if at == len(path) or not configvalue.get(root, path[:at])[0])
    _, home = configvalue.get(root, path[: depth - 1])
    new = not configvalue.get(home, [path[depth - 1]])[0]
    after = comments.take(home) if new else ""
    configvalue.put(root, path, _quoted(comments.commented(value)))
    if depth < len(path):
        home[path[depth - 1]] = comments.commented(home[path[depth - 1]])
    comments.give(home, after)


def _delete(root: Any, path: configvalue.Path) -> None:
    _, home = configvalue.get(root, path[:-1])
    after = comments.take(home) if path[-1] in {len(home) - 1, *list(home)[-1:]} else ""
    configvalue.drop(root, path)
    comments.give(home, after)


def _load(settings: stackfile.StackFile) -> tuple[str, Any]:
    content = settings.path.read_text("utf-8-sig") if settings.path.exists() else ""
    root = _yaml(content).load(content)
    return content, {} if root is None else root


def _yaml(content: str) -> Any:
    yaml: Any = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 2**16  # never fold what the user wrote on one line
    library: Any = util
    indent, offset = library.load_yaml_guess_indent(content)[1:] if content else (None, None)
    # the CLI's own indentation where the file has no list that shows another one
    yaml.indent(mapping=2, sequence=indent or 4, offset=2 if offset is None else offset)
    return yaml


def _dump(content: str, root: Any) -> str:
    stream = io.StringIO()
    _yaml(content).dump(root, stream)
    return stream.getvalue()


def _config(settings: stackfile.StackFile, content: str) -> dict[str, ConfigValue]:
    """Return the file's own configuration, without the project's defaults."""
    root: dict[str, Any] = document.parse(content, settings.path) or {}
    block: dict[str, Any] = root.get("config") or {}
    return {
        stackfile.locate(settings.project, key)[0]: configvalue.read(copy.deepcopy(value))
        for key, value in block.items()
    }


def _written(settings: stackfile.StackFile, root: Any, full: str) -> str:
    """Return the key as the file has it: the project's own may be written without namespace."""
    keys: list[str] = list(root.get("config") or {})
    return next((key for key in keys if stackfile.locate(settings.project, key)[0] == full), full)


def _save(settings: stackfile.StackFile, content: str, expected: dict[str, ConfigValue]) -> stackfile.StackFile:
    if _config(settings, content) != expected:
        msg = f"{document.shown(settings.path)}: this file is written in a way that cannot be changed safely; edit it"
        raise stackfile.StackFileError(msg)
    target = settings.path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _NEW_FILE
    files.write(target, content.encode(), mode)
    return stackfile.load(settings.project, settings.stack, settings.path)


def _without_lines(content: str, path: Path, elements: configvalue.Path) -> str | None:
    """Return the text without the lines of one key; None when they hold other things too, or it is the only key."""
    _, home = configvalue.get(document.parse(content, path)["config"], elements[:-1])
    key = elements[-1]
    if not isinstance(home, document.Mapping) or not isinstance(key, str) or len(home) == 1:
        return None
    lines = content.splitlines(keepends=True)
    first = home.lines[key] - 1
    indent = _indent(lines[first])
    if not lines[first].lstrip().lstrip("\"'").startswith(key):
        return None  # in braces, or after something else
    last = first
    for at in range(first + 1, len(lines)):
        body = lines[at].strip()
        if body and _indent(lines[at]) <= indent and not body.startswith("- "):
            break
        if body and not body.startswith("#"):
            last = at
    return "".join(lines[:first] + lines[last + 1 :])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _typed(text: str, kind: str) -> ConfigValue:
    try:
        match kind:
            case "string":
                return text
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "bool":
                return {"true": True, "false": False}[text]
            case _:
                pass
    except (ValueError, KeyError) as error:
        msg = f"{text!r} is not of type {kind}"
        raise stackfile.StackFileError(msg) from error
    msg = f"unknown type {kind!r}; allowed: {', '.join(TYPES)}"
    raise stackfile.StackFileError(msg)


def _quoted(value: Any) -> Any:
    """Return text so that the CLI's parser reads it back as the same text."""
    if not isinstance(value, str):
        return value
    if "\n" in value and not any(line.endswith((" ", "\t")) for line in value.splitlines()) and value.strip():
        return LiteralScalarString(value)
    try:
        plain = scalar.plain(value)
    except ValueError:
        plain = None
    return value if plain == value and isinstance(plain, str) else DoubleQuotedScalarString(value)
