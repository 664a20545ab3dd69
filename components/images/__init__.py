"""Images: from source to an immutable reference with a contract. One folder a kind.

The program calls `settings` for every image (offline), then `build`. `moorage` calls `names` in between, and decides
what is not in the locks yet (`components.images.decide`); the program itself never decides.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Mapping
from typing import assert_never, cast

import pulumi

from components.core import kinds, validation
from components.core.contract import ContractSettings, Image
from components.core.errors import SettingsError
from components.core.project import Project
from components.core.reach import Cluster, Compose, Containers, Target, Units
from components.core.traits import Traits
from components.images import able, bases, cache, context, lock
from components.images.contract import ImageSettings


def settings(
    name: str, block: object, project: Project, profile: str, *, pinned: bool = False
) -> tuple[str, ContractSettings]:
    """Return the kind's name and its validated settings, the source looked at; no SDK is loaded, nothing is written.

    The source of a pinned image need not be there.

    Raises:
        SettingsError: with the path of the first mistake, below `images.<name>`.
    """
    path = f"images.{name}"
    word, body = kinds.only(block, path)
    kind = kinds.find("images", word, path)
    given = cast(ContractSettings, validation.parse(kind.settings, body, f"{path}.{word}"))
    where = f"{path}.{word}"
    if not pinned:
        context.plan(word).check(given, context.folder(given, where, project), where, profile, project)
    return word, given


def check_secrets(images: Mapping[str, tuple[str, ContractSettings]], known: Collection[str]) -> None:
    """Check that every secret that a build reads is one of the stack's.

    Raises:
        SettingsError: at the first one that is not.
    """
    for name, (word, given) in images.items():
        for key, secret in context.plan(word).secrets(given).items():
            if secret not in known:
                path = f"images.{name}.{word}.{key}"
                raise SettingsError(path, f"{secret!r} is not a secret of this stack", known, secret)


def check_delivery(images: Mapping[str, tuple[str, ContractSettings]], traits: Traits) -> None:
    """Check that what each image asks for can be built and brought to a target with these traits.

    Raises:
        SettingsError: at the first option that cannot.
    """
    for name, (word, given) in images.items():
        if isinstance(given, ImageSettings):
            able.check(given, f"images.{name}.{word}", traits)


def names(images: Mapping[str, tuple[str, ContractSettings]], project: Project) -> tuple[bases.Wanted, ...]:
    """Return the bases that these images stand on, sorted, each once: what has to be in the locks."""
    found = {
        base
        for name, (word, given) in images.items()
        for base in context.plan(word).names(given, context.folder(given, f"images.{name}.{word}", project))
    }
    return tuple(sorted(found))


def platforms(images: Mapping[str, tuple[str, ContractSettings]], traits: Traits) -> tuple[str, ...]:
    """Return what these images are built for, all together, as `os/architecture`, sorted."""
    stated = [given.platforms if isinstance(given, ImageSettings) else [] for _, given in images.values()]
    return tuple(sorted({one for block in stated for one in block or [traits.platform]}))


def recorded(images: Mapping[str, tuple[str, ContractSettings]], project: Project, traits: Traits) -> None:
    """Check that every base is decided and present for what is built for, before anything is registered.

    Raises:
        SettingsError: at the first base that is not; the line says which command decides.
    """
    known = lock.read(project.root)
    for name, (word, given) in images.items():
        for wanted in names({name: (word, given)}, project):
            where = f"images.{name}.{word}.{'ref' if wanted.whole else 'base'}"
            known.base(wanted, cache.folder(), where, platforms=platforms({name: (word, given)}, traits))


def build(
    name: str,
    word: str,
    given: ContractSettings,
    project: Project,
    target: Target,
    secrets: Mapping[str, pulumi.Output[str]],
    opts: pulumi.ResourceOptions | None = None,
    *,
    pin: str = "",
) -> Image:
    """Build the image `name` of kind `word` for `target`, and return it as workloads see it.

    With `pin`, the reference of one that is there, nothing is built.

    Raises:
        SettingsError: a base that is not decided yet, an unknown secret, a target that no image can be brought to.
    """
    path = f"images.{name}.{word}"
    opts = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(providers=_providers(target, path)), opts)
    made = kinds.load(kinds.find("images", word, f"images.{name}"), path)
    if pin:
        pinned = importlib.import_module("components.images.pinned")  # its SDKs are no settings' affair
        return pinned.build(made, name, pin, given, project, target.traits, opts)
    return made(name, given, path, project, target.traits, secrets, opts).image


def _providers(target: Target, path: str) -> list[pulumi.ProviderResource]:
    """Return the providers through which an image reaches the target's own store."""
    match target.reach:
        case Containers(provider=provider, builds=builds):
            return [provider, builds] if builds else [provider]
        case Cluster() | Compose() | Units() if target.traits.registry is not None:
            return []
        case Cluster() | Compose() | Units():
            raise SettingsError(path, "the target has no image store that a build can be loaded into")
        case _:
            assert_never(target.reach)
