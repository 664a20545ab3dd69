"""A registration on its way from the wire to the deployment: what it inherits, its transforms, its provider."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moorage.engine import marks, values
from moorage.engine import urn as urns
from moorage.engine.assets import hashing
from moorage.engine.deploy import defaults, goal, register, world
from moorage.engine.program import callbacks, hooking, options, packages, transforms


@dataclass(frozen=True)
class Registrar:
    """Takes the registrations of one run. Safe to use from any thread."""

    run: world.World
    providers: defaults.Defaults
    packages: packages.Packages
    transforms: transforms.Transforms
    folder: Path
    """Where the program runs."""

    def register(self, request: Any) -> world.Registered:
        """Bring a resource to what the program asks for.

        Raises:
            goal.GoalError: it asks for what is not honoured.
            world.StoppedError: the run has ended, or ends because of this; the error is reported.
        """
        options.check(request, request.type, request.name)
        goal.check_urns(
            [request.parent, request.deletedWith, *request.replace_with, *request.dependencies, *request.aliasURNs]
        )
        own = list(request.transforms)
        self._inherit(request)
        try:
            self.transforms.resource(request, self._ancestors(request.parent), self._hashed)
        except callbacks.CallbackError as error:
            self.run.going()  # a transform that waits for another resource hears of the end before the user does
            raise goal.GoalError(f"{request.type} {request.name}: a transform failed: {error}") from error
        options.check(request, request.type, request.name)
        answer = register.register(self.run, self._goal(request))
        self.transforms.keep(answer.row.urn, own)
        if not request.custom:
            self.providers.component(answer.row.urn, request.parent, request.providers)
        return answer

    def _hashed(self, inputs: values.Values) -> values.Values:
        return hashing.hashed(inputs, self.folder)

    def _ancestors(self, urn: str) -> Iterator[str]:
        while urn:
            yield urn
            above = self.run.goals.get(urn)
            urn = above.parent if above else ""

    def _inherit(self, request: Any) -> None:
        """Fill in what a registration does not say and its parent does."""
        parent = self.run.goals.get(request.parent)
        package = urns.package(request.type) if request.custom else ""
        if parent:
            request.deletedWith = request.deletedWith or parent.deleted_with
            if not request.HasField("protect") and parent.protect:
                request.protect = True
            if not request.HasField("retainOnDelete") and parent.retain_on_delete:
                request.retainOnDelete = True
            above = urns.type_of(urns.split_reference(parent.provider)[0]) if parent.provider else ""
            if above and urns.provider_package(above) == package:
                request.provider = request.provider or parent.provider
        if request.custom:
            request.provider = self.providers.named(package, request.provider, request.providers, request.parent)

    def _goal(self, request: Any) -> goal.Goal:
        run = self.run
        wanted = goal.decode(request)
        wanted = dataclasses.replace(wanted, inputs=self._hashed(wanted.inputs), hooks=hooking.bound(request.hooks))
        if not run.preview and marks.has_unknown(wanted.inputs) and not (run.failed or run.uncreated):
            raise goal.GoalError(f"{request.type} {request.name}: an input is unknown, outside of a preview")
        if not wanted.custom:
            return dataclasses.replace(wanted, provider="")
        if urns.is_provider(wanted.type):
            package = self.packages.wanted(urns.provider_package(wanted.type), request)
            return dataclasses.replace(wanted, inputs=package.inputs(wanted.inputs), provider="")
        if wanted.provider:
            return wanted
        package = self.packages.wanted(urns.package(wanted.type), request)
        return dataclasses.replace(wanted, provider=self.providers.default(package))
