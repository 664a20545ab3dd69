"""Pulumi.<stack>.yaml: a stack's configuration, with the project's defaults under it.

Source of the rules: `pkg/workspace/config.go` and `sdk/go/common/workspace/loaders.go` of pulumi/pulumi.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moorage.engine import nearest
from moorage.engine.project import configvalue, document, keypath
from moorage.engine.project.configvalue import ConfigValue
from moorage.engine.project.project import Project
from moorage.engine.state import crypto

_KEYS = {"config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"}


class StackFileError(Exception):
    """The stack's settings are wrong; the text is one line."""


@dataclass(frozen=True)
class StackFile:
    """The settings of one stack."""

    path: Path
    project: Project
    stack: str
    config: Mapping[str, ConfigValue]
    """By full key `ns:key`, the project's defaults included."""
    salt: str = ""
    """`encryptionsalt`; empty until a secret is stored in this file."""
    warnings: tuple[str, ...] = ()

    @property
    def secret_keys(self) -> list[str]:
        """Return the keys that are or hold a secret, sorted: PULUMI_CONFIG_SECRET_KEYS."""
        return sorted(key for key, value in self.config.items() if configvalue.is_secret(value))

    def plain(self, crypter: crypto.Crypter | None) -> dict[str, str]:
        """Return what the program gets as PULUMI_CONFIG: text by full key, JSON for maps and lists.

        `crypter` is the one of `salt`; None will do when there is no secret.

        Raises:
            StackFileError: A required key is missing, a value is of the wrong type or cannot be decrypted.

        """
        _check_required(self)
        result = {key: self._text(key, value, crypter) for key, value in sorted(self.config.items())}
        _check_types(self, result)
        return result

    def secrets(self, crypter: crypto.Crypter | None) -> list[str]:
        """Return every secret text in clear; `crypter` as for `plain`.

        Raises:
            StackFileError: One cannot be decrypted.

        """
        found: list[str] = []

        def keep(ciphertext: str) -> str:
            found.append(self._text("a value", configvalue.Ciphertext(ciphertext), crypter))
            return ""

        for value in self.config.values():
            configvalue.reveal(value, keep)
        return found

    def get(self, key: str, *, path: bool = False) -> tuple[bool, ConfigValue]:
        """Return whether the key (or, with `path`, the path that it starts) has a value, and the value."""
        full, elements = locate(self.project, key, path=path)
        return configvalue.get(dict(self.config), [full, *elements])

    def record(self) -> dict[str, Any]:
        """Return the configuration for the history: as it is, secrets as ciphertext."""
        return {key: configvalue.write(value) for key, value in sorted(self.config.items())}

    def _text(self, key: str, value: ConfigValue, crypter: crypto.Crypter | None) -> str:
        def decrypt(ciphertext: str) -> str:
            if crypter is None:
                msg = f"{document.shown(self.path)}: {key} is a secret, but the file has no encryptionsalt"
                raise StackFileError(msg)
            return crypter.decrypt(ciphertext)

        try:
            return configvalue.text(value, decrypt)
        except crypto.CryptoError as error:
            msg = f"{document.shown(self.path)}: {key} cannot be decrypted: {error}"
            raise StackFileError(msg) from error


def load(project: Project, stack: str, path: Path | None = None) -> StackFile:
    """Return the settings of a stack; without a file they are the project's defaults.

    Raises:
        StackFileError: The file named by `path` is missing, or the file is not what the CLI accepts.

    """
    place = path or project.stack_path(stack)
    if path is None and not place.exists():
        return StackFile(place, project, stack, _with_defaults(project, {}))
    try:
        return _load(project, stack, place)
    except (document.DocumentError, configvalue.ConfigError) as error:
        raise StackFileError(str(error)) from error


def locate(project: Project, key: str, *, path: bool = False) -> tuple[str, list[str | int]]:
    """Return the full key and, with `path`, the path inside its value.

    Raises:
        StackFileError: The key is malformed.

    """
    head, rest = key, ""
    if path:
        cut = min((at for at in (key.find("["), key.find(".")) if at > 0), default=len(key))
        head, rest = key[:cut], key[cut:]
    parts = head.split(":")
    namespace, name = project.name, head
    if len(parts) in {2, 3} and (len(parts) == 2 or parts[1] == "config"):  # ns:key, ns:config:key
        namespace, name = parts[0], parts[-1]
    elif len(parts) != 1:
        msg = f"{key!r} is not a configuration key; `<key>` or `<namespace>:<key>` is expected"
        raise StackFileError(msg)
    if not path:
        return f"{namespace}:{name}", []
    try:
        first, *elements = keypath.parse(name + rest)
    except ValueError as error:
        msg = f"{key!r} is not a configuration path: {error}"
        raise StackFileError(msg) from error
    if not isinstance(first, str) or not first:
        msg = f"{key!r} is not a configuration path: it must start with a name"
        raise StackFileError(msg)
    return f"{namespace}:{first}", elements


def _load(project: Project, stack: str, path: Path) -> StackFile:
    root = document.read(path)
    if root is None:
        root = document.Mapping(1)
    if not isinstance(root, document.Mapping):
        raise document.DocumentError(path, 1, "a stack file must be a mapping with `config`")
    for key in root:
        if key not in _KEYS:
            raise document.DocumentError(path, root.lines[key], f"unknown key {key!r}{nearest.hint(key, _KEYS)}")
    provider = root.get("secretsprovider")
    if provider not in {None, "", "default", "passphrase"}:
        problem = f"secretsprovider {provider!r} needs the pulumi CLI; allowed here: passphrase"
        raise document.DocumentError(path, root.lines["secretsprovider"], problem)
    if root.get("environment"):
        problem = "environment needs the pulumi CLI and Pulumi Cloud"
        raise document.DocumentError(path, root.lines["environment"], problem)
    salt = root.get("encryptionsalt") or ""
    if not isinstance(salt, str):
        raise document.DocumentError(path, root.lines["encryptionsalt"], "encryptionsalt: text is expected")
    block = root.get("config")
    if block is not None and not isinstance(block, document.Mapping):
        raise document.DocumentError(path, root.lines["config"], "config: a mapping is expected")
    own, warnings = _config(project, path, block or document.Mapping(1))
    return StackFile(path, project, stack, _with_defaults(project, own), salt, warnings)


def _config(project: Project, path: Path, block: document.Mapping) -> tuple[dict[str, Any], tuple[str, ...]]:
    result: dict[str, Any] = {}
    warnings: list[str] = []
    for key, value in block.items():
        try:
            full, _ = locate(project, key)
        except StackFileError as error:
            raise document.DocumentError(path, block.lines[key], str(error)) from error
        if full in result:
            raise document.DocumentError(
                path, block.lines[key], f"{key}: the key is given twice, with and without {full!r}"
            )
        if value is None:
            warnings.append(f"{document.shown(path)}:{block.lines[key]}: {key} has no value; it is taken as empty text")
        result[full] = "" if value is None else configvalue.read(value)
    return result, tuple(warnings)


def _with_defaults(project: Project, own: dict[str, Any]) -> dict[str, Any]:
    for key in sorted(project.config):
        default = project.config[key].default
        if default is not None:
            full, elements = locate(project, key, path=True)
            if not configvalue.get(own, [full, *elements])[0]:
                configvalue.put(own, [full, *elements], configvalue.read(default))
    return own


def _check_required(settings: StackFile) -> None:
    missing = [
        key
        for key, declared in sorted(settings.project.config.items())
        if declared.default is None and not settings.get(key, path=True)[0]
    ]
    if missing:
        noun = "value" if len(missing) == 1 else "values"
        msg = f"{document.shown(settings.path)}: missing configuration {noun}: {', '.join(missing)}"
        raise StackFileError(msg)


def _check_types(settings: StackFile, plain: Mapping[str, str]) -> None:
    for key, declared in sorted(settings.project.config.items()):
        full, elements = locate(settings.project, key, path=True)
        _, value = settings.get(key, path=True)
        place = f"{document.shown(settings.path)}: {key}"
        if declared.type and declared.secret and not configvalue.is_secret(value):
            msg = f"{place} must be a secret: moorage config set --secret {key}"
            raise StackFileError(msg)
        content: Any = plain[full]
        if isinstance(settings.config[full], dict | list):
            content = configvalue.get(json.loads(content), elements)[1]
        if not declared.fits(content):
            msg = f"{place} must be of type {declared.type_name}"
            raise StackFileError(msg)
