"""Names and labels that end up in state and on machines."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Whose things these are; `project` and `stack` are Pulumi's, used in names and labels only."""

    project: str
    stack: str

    def fixed(self, name: str) -> str:
        """Return the physical name of a thing that outlives versions: a volume, a network."""
        return f"{self.project}-{self.stack}-{name}"

    def repository(self, name: str) -> str:
        """Return the same as the name of an image's repository: lower case, with single separators."""
        return re.sub(r"[^a-z0-9]+", "-", self.fixed(name).lower()).strip("-")

    def labels(self, workload: str = "") -> dict[str, str]:
        """Return the labels that say whose a thing is."""
        labels = {"moorage.project": self.project, "moorage.stack": self.stack}
        return labels | ({"moorage.workload": workload} if workload else {})


def secret_variable(name: str) -> str:
    """Return the variable that holds the path of the secret `name`: `database-password` -> `DATABASE_PASSWORD_FILE`."""
    return f"{name.upper().replace('-', '_')}_FILE"
