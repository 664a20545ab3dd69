"""A stack file, typed: plain, closed, frozen. Loading it is offline and touches nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast, get_args

import pulumi
import pulumi.runtime.config as config_module

from components import images, targets
from components.core import validation
from components.core.contract import ContractSettings
from components.core.errors import SettingsError
from components.core.model import Model
from components.core.project import Project
from components.images import pins
from components.shared.secrets import found
from components.shared.secrets.settings import Source
from components.workloads import coherence, files, topology
from components.workloads.cron import builtin as clock
from components.workloads.proxy import builtin
from components.workloads.settings import Workload

Profile = Literal["dev", "prod"]

NAMESPACE = "moorage"
KEYS = ("profile", "target", "images", "pinned", "addons", "workloads", "secrets")
PLACEHOLDERS = ("CHANGEME", "CHANGE_ME", "REPLACE_ME", "FIXME")

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """What one stack says, valid as a whole."""

    profile: Profile
    target: tuple[str, Model]
    images: Mapping[str, tuple[str, ContractSettings]]
    secrets: Mapping[str, Source]
    workloads: Mapping[str, Workload]
    pinned: Mapping[str, str] = field(default_factory=dict[str, str])
    """The references at which images are held, by the image's name."""

    @property
    def sources(self) -> dict[str, tuple[str, ContractSettings]]:
        """Return the images that come from somewhere: all but those that are held where they are."""
        return {name: image for name, image in self.images.items() if name not in self.pinned}

    @staticmethod
    def load(config: pulumi.Config, project: Project) -> Settings:
        """Read and check the keys of `config` (namespace `moorage`).

        Raises:
            SettingsError: with the path of the first mistake.
        """
        sources = _each(config, "secrets", lambda name, block: validation.parse(Source, block, f"secrets.{name}"))
        _known(sources)
        profile = _text(config, "profile")
        if profile is None:
            raise SettingsError("profile", "is required", get_args(Profile))
        if profile not in get_args(Profile):
            raise SettingsError("profile", f"{profile!r} is not a profile", get_args(Profile), profile)
        target = targets.settings(_block(config, "target", required=True))
        pinned = _each(config, "pinned", pins.reference)
        built = _each(
            config, "images", lambda name, block: images.settings(name, block, project, profile, pinned=name in pinned)
        )
        pins.check(pinned, built)
        specs = _each(config, "workloads", lambda name, block: _workload(f"workloads.{name}", block, project))
        _each(config, "addons", _no_addon)
        contracts = {name: contract for name, (_, contract) in built.items()}
        generated = [name for name, source in sources.items() if source.generate is not None]
        coherence.check(specs, contracts, sources, generated)
        images.check_secrets(built, sources)
        targets.check(*target, sources, project)
        traits = targets.traits(*target)
        built |= builtin.images(specs, contracts, traits) | clock.images(specs, contracts)
        images.check_delivery(built, traits)
        topology.of(specs, project.scope, traits.subnets, f"{targets.PATH}.{target[0]}")  # its pool is large enough
        for name, source in sources.items():
            found.value(name, source, project)  # it has to be there; it is not kept
        return Settings(cast(Profile, profile), target, built, sources, specs, pinned)


def _workload(path: str, block: object, project: Project) -> Workload:
    return files.read(validation.parse(Workload, block, path), path, project)


def _no_addon(name: str, block: object) -> object:
    del block
    raise SettingsError(f"addons.{name}", "the target has no add-ons")


def _known(sources: Mapping[str, Source]) -> None:
    """Refuse keys of the namespace that mean nothing: neither ours nor the place of a secret."""
    places = {source.config.removeprefix(f"{NAMESPACE}:") for source in sources.values() if source.config}
    for full in sorted(config_module.CONFIG.get()):
        namespace, _, key = full.partition(":")
        if namespace == NAMESPACE and key not in KEYS and key not in places:
            raise SettingsError(key, "unknown key", KEYS, key)


def _text(config: pulumi.Config, key: str) -> str | None:
    if pulumi.runtime.is_config_secret(f"{NAMESPACE}:{key}"):
        raise SettingsError(key, "holds a secure value; name the secret under secrets and use that name here")
    return config.get(key)


def _block(config: pulumi.Config, key: str, *, required: bool = False) -> object:
    text = _text(config, key)
    if not text:  # a key with nothing behind it says as little as none
        if required:
            raise SettingsError(key, "is required")
        return {}
    try:
        block: object = json.loads(text)
    except json.JSONDecodeError:
        raise SettingsError(key, f"should be a mapping, not {text!r}") from None
    _no_placeholder(block, key)
    return block


def _no_placeholder(value: object, path: str) -> None:
    if isinstance(value, dict):
        for key, inner in cast(dict[str, object], value).items():
            _no_placeholder(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(cast(list[object], value)):
            _no_placeholder(inner, f"{path}.{index}")
    elif isinstance(value, str) and any(word in value.upper() for word in PLACEHOLDERS):
        raise SettingsError(path, f"{value!r} is a placeholder; put a real value in its place")


def _each(config: pulumi.Config, key: str, read: Callable[[str, object], T]) -> dict[str, T]:
    block = _block(config, key)
    if not isinstance(block, dict):
        raise SettingsError(key, "should be a mapping by name")
    entries = cast(dict[str, object], block)
    for name in entries:
        validation.check_name(str(name), key)
    return {name: read(name, body) for name, body in entries.items()}
