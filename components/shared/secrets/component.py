"""The stack's secrets as secret Outputs; what is generated is kept in the state."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_random as random

from components.core.component import Component
from components.core.project import Project
from components.shared.secrets import found
from components.shared.secrets.settings import Source


class Secrets(Component, token="shared:Secrets"):
    """The stack's secrets; `values` holds a secret Output under each name."""

    def __init__(
        self,
        name: str,
        sources: Mapping[str, Source],
        project: Project,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.values = {key: self._value(key, source, project) for key, source in sources.items()}
        self.publish()

    def _value(self, name: str, source: Source, project: Project) -> pulumi.Output[str]:
        value = found.value(name, source, project)
        if value is not None:
            return pulumi.Output.secret(value)
        made = random.RandomPassword(self.named(name), length=source.generate or 0, special=False, opts=self.inside())
        return made.result
