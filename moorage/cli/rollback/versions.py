"""The versions of a stack: what each update that succeeded deployed, from the history that both engines write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from moorage.engine import urn
from moorage.engine.state.store import Store

KIND: Final = "moorage:images:"
JOB: Final = "job"

Block = dict[str, Any]
"""A part of a stack file, as it was written."""


@dataclass(frozen=True)
class Version:
    """One update that succeeded: the configuration it had, and the images that it ran."""

    number: int
    """In `stack history`: the oldest operation is 1."""
    when: float
    """Its end, in seconds since 1970."""
    config: Mapping[str, Any]
    references: Mapping[str, str]
    """What workloads ran, by the image's name."""
    built: Mapping[str, Block]
    """What each image was built from, as `components.images.record` has it."""

    @property
    def workloads(self) -> dict[str, Block]:
        """Return the workloads by name."""
        return block(self.config, "workloads")

    @property
    def images(self) -> dict[str, Block]:
        """Return the images by name."""
        return block(self.config, "images")

    @property
    def pinned(self) -> dict[str, str]:
        """Return the images that were held, with their references."""
        return block(self.config, "pinned")

    @property
    def steady(self) -> dict[str, Block]:
        """Return the workloads that are no jobs: only those can be as they were."""
        return {name: one for name, one in self.workloads.items() if one.get("kind") != JOB}

    def of(self, workload: str) -> tuple[Block, str, Block] | None:
        """Return what makes a workload what it is: its settings, its image, and what that states; None without it."""
        found = self.workloads.get(workload)
        if found is None:
            return None
        image = str(found.get("image"))
        rest = {key: value for key, value in found.items() if key != "image"}
        return rest, self.references.get(image, ""), self.images.get(image, {})


def block(config: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return `moorage:<key>` of a recorded configuration; the CLI may have recorded it as text."""
    found: Any = config.get(f"moorage:{key}") or {}
    return cast(Block, json.loads(found) if isinstance(found, str) else found)


def find(store: Store, entries: list[dict[str, Any]]) -> list[Version]:
    """Return the versions since the stack was made or destroyed last, newest first; `entries` are its history.

    Raises:
        StateError: a recorded state is damaged or missing.
    """
    found: list[Version] = []
    for entry in entries:
        if entry["kind"] == "destroy" and entry.get("result") == "succeeded":
            break
        if entry["kind"] == "update" and entry.get("result") == "succeeded":
            found.append(_version(store, entry))
    return found


def _version(store: Store, entry: dict[str, Any]) -> Version:
    deployment: Block = (store.export(entry["version"]) or {}).get("deployment") or {}
    rows: list[Block] = deployment.get("resources") or []
    made = {urn.name(row["urn"]): row for row in rows if row["type"].startswith(KIND) and not row.get("delete")}
    return Version(
        number=entry["version"],
        when=entry.get("endTime") or entry["startTime"],
        config=entry.get("config") or {},
        references={name: str(_part(row, "outputs").get("reference", "")) for name, row in made.items()},
        built={name: _part(_part(row, "inputs"), "built") for name, row in made.items()},
    )


def _part(row: Block, key: str) -> Block:
    return cast(Block, row.get(key) or {})
