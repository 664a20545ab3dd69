"""An image that is held at a version: nothing is built, and what workloads have to know of it is what the file says."""

from __future__ import annotations

import types
from typing import cast

import pulumi

from components.core import contract
from components.core.component import Component
from components.core.contract import ContractSettings
from components.core.project import Project
from components.core.traits import Traits
from components.images import contract as contracts
from components.images import pins
from components.images.builders import keep, loaded, names


class Pinned(Component, token="images:Pinned"):
    """An image that is there already, as the component that would build it; `image` is what workloads run."""

    image: contract.Image

    def __init__(
        self,
        name: str,
        reference: str,
        given: ContractSettings,
        project: Project,
        traits: Traits,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts, built=pins.record(reference))
        runs = pulumi.Output.from_input(reference)
        if traits.image_store:
            found = loaded.image(self, reference, None)
            runs = found.name if "@" in reference else found.image_id
            if isinstance(given, contracts.ImageSettings):
                repository = names.repository(name, project.scope, traits)
                runs = keep.keep(self, runs, repository, keep.LISTED, project.scope, traits.store)
        self.image = contracts.image(name, runs, given)
        self.publish(reference=runs)


def build(
    kind: type[Component],
    name: str,
    reference: str,
    given: ContractSettings,
    project: Project,
    traits: Traits,
    opts: pulumi.ResourceOptions,
) -> contract.Image:
    """Return the image `name` held at `reference`.

    It is the resource that its own `kind` makes of it, so that pinning replaces nothing.
    """
    held = cast(type[Pinned], types.new_class(kind.__name__, (Pinned,), {"token": kind.token.partition(":")[2]}))
    return held(name, reference, given, project, traits, opts).image
