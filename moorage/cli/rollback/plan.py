"""The way back: from which version to which, and the configuration that leads there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from moorage.cli.errors import FAILED, INVALID, Stop
from moorage.cli.rollback import versions
from moorage.cli.rollback.versions import JOB, Block, Version

DIGITS: Final = 7
"""Of an image's digest, in the name of the one that is held beside its successor."""

LONGEST: Final = 40 - DIGITS - 1
"""Characters that such a name may take over from the image: a name has at most 40."""


def target(known: list[Version], workload: str, to: int | None, *, failed: bool) -> Version:
    """Return the version to go back to: `to`, else the last one in which the workload (empty: any) was another.

    `failed`: the last update did not succeed, so that the last version that did is already the one before.

    Raises:
        Stop: there is none, or `to` is none.
    """
    if not known:
        message = "there is nothing to return to: no update of this stack has succeeded since it was made"
        raise Stop(message, FAILED)
    present = known[0]
    named = {name: spec for one in reversed(known) for name, spec in one.workloads.items()}
    if workload and workload not in named:
        message = f"{workload!r} was never a workload of this stack; there are {', '.join(sorted(named))}"
        raise Stop(message, INVALID)
    if workload and named[workload].get("kind") == JOB:
        raise Stop(f"{workload} is a job: what it did stays done, and no rollback undoes it", INVALID)
    if to is not None:
        return _numbered(known, workload, to)
    for one in known if failed else known[1:]:
        worked = failed and one is present and (not workload or workload in one.workloads)
        if worked or _differs(one, present, workload):
            return one
    what = workload or "the stack"
    count = f"{len(known)} update{'s' if len(known) > 1 else ''}"
    raise Stop(f"there is nothing to return to: {what} has been the same in all of {count} that succeeded", FAILED)


def _numbered(known: list[Version], workload: str, to: int) -> Version:
    numbers = [one.number for one in known if not workload or workload in one.workloads]
    for one in known:
        if one.number == to and to in numbers:
            return one
    where = f" with {workload}" if workload else ""
    listed = ", ".join(map(str, sorted(numbers)))
    raise Stop(f"--to {to}: no update{where} that succeeded; allowed: {listed} (moorage stack history)", INVALID)


def _differs(one: Version, other: Version, workload: str) -> bool:
    if workload:
        found = one.of(workload)
        return found is not None and found != other.of(workload)
    return {name: one.of(name) for name in one.steady} != {name: other.of(name) for name in other.steady}


def configuration(today: Mapping[str, Any], present: Version, then: Version, workload: str) -> dict[str, Any]:
    """Return the stack's configuration with a workload (empty: all but jobs) as it was, each image held as it was.

    All other workloads stay as they are deployed; secrets, target and profile are those of `today`'s stack file.

    Raises:
        Stop: a volume would go, with its data.
    """
    workloads, images, pins = dict(present.workloads), dict(present.images), dict(present.pinned)
    for name in [workload] if workload else dict.fromkeys([*present.steady, *then.steady]):
        block = then.workloads.get(name)
        if block is None:
            del workloads[name]
            continue
        image = str(block["image"])
        reference = then.references[image]
        if present.references.get(image) != reference or present.images.get(image) != then.images[image]:
            held = image if image in then.pinned else _held(image, reference)
            images[held], pins[held] = then.images[image], reference
            block = {**block, "image": held}
        workloads[name] = block
    _check_volumes(present.workloads, workloads, then)
    used = {spec.get("image") for spec in workloads.values()}
    images = {name: one for name, one in images.items() if name in used or name not in pins}
    pins = {name: one for name, one in pins.items() if name in images}
    changed = {"moorage:workloads": workloads, "moorage:images": images}
    rest = {key: value for key, value in today.items() if key != "moorage:pinned"}
    return {**rest, **changed, **({"moorage:pinned": pins} if pins else {})}


def held(config: Mapping[str, Any], present: Version, moved: Collection[str]) -> dict[str, Any]:
    """Return the configuration with the images in `moved` held as they are deployed: their sources have changed."""
    pins = {name: present.references[name] for name in moved if present.references.get(name)}
    together = {**versions.block(config, "pinned"), **pins}
    return {**config, **({"moorage:pinned": together} if together else {})}


def _held(image: str, reference: str) -> str:
    """Return the name of an image that is held beside the one that took its place."""
    return f"{image[:LONGEST].rstrip('-')}-{reference.rpartition(':')[2][:DIGITS]}"


def _check_volumes(before: Mapping[str, Block], after: Mapping[str, Block], then: Version) -> None:
    left = {volume for spec in after.values() for volume in _volumes(spec)}
    for name, spec in before.items():
        for volume, stated in _volumes(spec).items():
            if volume not in left and not stated.get("keep"):
                message = (
                    f"update {then.number} had no volume {volume}: returning to it would remove the data of {name}; "
                    f"say keep: true on it and deploy that first, or go back by the stack file"
                )
                raise Stop(message, FAILED)


def _volumes(spec: Block) -> dict[str, Block]:
    found: dict[str, Block | None] = spec.get("volumes") or {}
    return {name: stated or {} for name, stated in found.items()}
