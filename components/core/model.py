"""Model: settings as data, closed, frozen and strict."""

from __future__ import annotations

from typing import Annotated, Final

import pydantic


class Model(pydantic.BaseModel):
    """A block of a stack file. Unknown keys, wrong types and later changes are errors."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


NAME: Final = r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$"
Name = Annotated[str, pydantic.StringConstraints(pattern=NAME)]
"""What a user names: lower case, digits, hyphens, at most 40 characters, so that it is a valid host name everywhere."""

Port = Annotated[int, pydantic.Field(ge=1, le=65535)]
"""A TCP port."""

AbsolutePath = Annotated[str, pydantic.StringConstraints(pattern=r"^/[^:,\s]*[^:,\s/]$")]
"""A path inside a container, without a trailing slash."""
