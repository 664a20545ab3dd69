"""Autonaming: the physical name that Pulumi proposes to a provider (`pulumi:autonaming` of the stack's config)."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from moorage.engine import urn as urns
from moorage.engine.providers import protocol

_KEY = "pulumi:autonaming"
_MODES = ("default", "verbatim", "disabled")
_ALPHABETS = {
    "hex": "0123456789abcdef",
    "alphanum": "abcdefghijklmnopqrstuvwxyz0123456789",
    "string": "abcdefghijklmnopqrstuvwxyz",
    "num": "0123456789",
}
_RANDOM = re.compile(r"\$\{(hex|alphanum|string|num)\((\d+)\)\}|\$\{(uuid)\}")
_CONFIG = re.compile(r"\$\{config\.([^}]+)\}")


class NamingError(ValueError):
    """A naming section that says something impossible."""


@dataclass(frozen=True)
class Rule:
    """How to name: by a pattern with the stack's own parts filled in, or by one of the modes."""

    mode: str = "default"
    pattern: str = ""
    enforce: bool = False


@dataclass(frozen=True)
class Naming:
    """The whole section: everything, by package, by type."""

    default: Rule = Rule()
    packages: Mapping[str, Rule] = field(default_factory=dict[str, Rule])
    types: Mapping[str, Rule] = field(default_factory=dict[str, Rule])

    def propose(self, urn: str, seed: bytes) -> tuple[protocol.Autonaming | None, bool]:
        """Return the proposal, and whether a replacement must delete first because the name has nothing random."""
        token = urns.type_of(urn)
        rule = self.types.get(token) or self.packages.get(urns.package(token)) or self.default
        if rule.pattern:
            name, random = _fill(rule.pattern.replace("${name}", urns.name(urn)), seed)
            return protocol.Autonaming(name, "enforce" if rule.enforce else "propose"), not random
        match rule.mode:
            case "verbatim":
                return protocol.Autonaming(urns.name(urn), "enforce"), True
            case "disabled":
                return protocol.Autonaming("", "disabled"), True
            case _:
                return None, False


def _fill(pattern: str, seed: bytes) -> tuple[str, bool]:
    source = random.Random(seed)  # noqa: S311 -- names, not secrets: the same in every step of a run

    def replace(match: re.Match[str]) -> str:
        if match[3]:
            return str(uuid.UUID(bytes=source.randbytes(16), version=4))
        return "".join(source.choices(_ALPHABETS[match[1]], k=int(match[2])))

    name = _RANDOM.sub(replace, pattern)
    return name, name != pattern


def load(config: Mapping[str, str], organization: str, project: str, stack: str) -> Naming:
    """Read the section from a stack's plain configuration (full keys, objects as JSON text)."""
    text = config.get(_KEY)
    if not text:
        return Naming()
    section = _section(text)
    parts = {"${organization}": organization, "${project}": project, "${stack}": stack}

    def rule(at: str, block: Mapping[str, Any]) -> Rule | None:
        return _rule(at, block, lambda pattern: _expand(pattern, parts, config, project))

    packages: dict[str, Rule] = {}
    types: dict[str, Rule] = {}
    _known(_KEY, section, ("mode", "pattern", "enforce", "providers"))
    for package, block in _blocks(f"{_KEY}.providers", section.get("providers")):
        at = f"{_KEY}.providers.{package}"
        _known(at, block, ("mode", "pattern", "enforce", "resources"))
        own = rule(at, block)
        if own:
            packages[package] = own
        for token, inner in _blocks(f"{at}.resources", block.get("resources")):
            _known(f"{at}.resources.{token}", inner, ("mode", "pattern", "enforce"))
            found = rule(f"{at}.resources.{token}", inner)
            if found is None:
                raise NamingError(f"{at}.resources.{token}: mode or pattern is required")
            types[token] = found
    return Naming(rule(_KEY, section) or Rule(), packages, types)


def _section(text: str) -> dict[str, Any]:
    try:
        section = json.loads(text)
    except ValueError:
        section = None
    if not isinstance(section, dict):
        raise NamingError(f"{_KEY}: expected a map with mode or pattern")
    return cast("dict[str, Any]", section)


def _blocks(at: str, value: Any) -> list[tuple[str, dict[str, Any]]]:
    if value is None:
        return []
    items = cast("dict[str, Any]", value if isinstance(value, dict) else {"": None})
    if not all(isinstance(item, dict) for item in items.values()):
        raise NamingError(f"{at}: expected a map of maps")
    return list(items.items())


def _known(at: str, block: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in block:
        if key not in keys:
            raise NamingError(f"{at}.{key}: unknown key; allowed: {', '.join(keys)}")


def _rule(at: str, block: Mapping[str, Any], expand: Callable[[str], str]) -> Rule | None:
    mode, pattern, enforce = block.get("mode"), block.get("pattern"), block.get("enforce")
    if mode is not None and (pattern is not None or enforce is not None):
        raise NamingError(f"{at}: mode excludes pattern and enforce")
    if pattern is not None:
        return Rule(pattern=expand(str(pattern)), enforce=bool(enforce))
    if enforce is not None:
        raise NamingError(f"{at}.enforce: needs a pattern")
    if mode is None:
        return None
    if mode not in _MODES:
        raise NamingError(f"{at}.mode: {mode}; allowed: {', '.join(_MODES)}")
    return Rule(mode=mode)


def _expand(pattern: str, parts: Mapping[str, str], config: Mapping[str, str], project: str) -> str:
    for word, part in parts.items():
        pattern = pattern.replace(word, part)

    def value(match: re.Match[str]) -> str:
        key = f"{project}:{match[1]}"
        if key not in config:
            raise NamingError(f"{_KEY}: the pattern names {match[1]}, which the configuration does not set")
        return config[key]

    return _CONFIG.sub(value, pattern)
