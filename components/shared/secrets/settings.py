"""Where each secret comes from: data only. No value passes through settings."""

from __future__ import annotations

from typing import Annotated

import pydantic

from components.core.model import Model

SOURCES = ("config", "env", "file", "generate")


class Source(Model):
    """Where one secret comes from: exactly one of the keys."""

    config: Annotated[str, pydantic.StringConstraints(pattern=r"^([A-Za-z0-9_.-]+:)?[A-Za-z0-9_.-]+$")] | None = None
    """A key of the stack's configuration, stored with `config set --secret`."""
    env: Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """A variable of the environment that the deployment runs in."""
    file: Annotated[str, pydantic.StringConstraints(min_length=1)] | None = None
    """A file; a relative path starts at the project's root. One line break at its end is dropped."""
    generate: Annotated[int, pydantic.Field(ge=16, le=256)] | None = None
    """Made once, of this many letters and digits, and kept in the stack's state."""

    @pydantic.model_validator(mode="after")
    def _one(self) -> Source:
        given = [key for key in SOURCES if getattr(self, key) is not None]
        if len(given) != 1:
            msg = f"exactly one of {', '.join(SOURCES)} is needed, found {', '.join(given) or 'none'}"
            raise ValueError(msg)
        return self
