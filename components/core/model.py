"""Model: settings as data, closed, frozen and strict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

import pydantic
from pydantic import json_schema
from pydantic_core import core_schema


class Model(pydantic.BaseModel):
    """A block of a stack file. Unknown keys, wrong types and later changes are errors."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


@dataclass(frozen=True)
class Like:
    """The form of a text: what it matches, and one that does, for who wrote another."""

    pattern: str
    such: str

    def __get_pydantic_core_schema__(
        self, source: type[str], handler: pydantic.GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Check after the type is known to be right."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: pydantic.GetJsonSchemaHandler
    ) -> json_schema.JsonSchemaValue:
        """Give editors the pattern."""
        return {**handler(schema), "pattern": self.pattern}

    def check(self, value: str) -> str:
        """Return the text.

        Raises:
            ValueError: it has another form.
        """
        if re.fullmatch(self.pattern, value) is None:
            msg = f"{value!r} should be of the form {self.such}"
            raise ValueError(msg)
        return value


NAME: Final = r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$"
Name = Annotated[str, pydantic.StringConstraints(pattern=NAME)]
"""What a user names: lower case, digits, hyphens, at most 40 characters, so that it is a valid host name everywhere."""

Port = Annotated[int, pydantic.Field(ge=1, le=65535)]
"""A TCP port."""

AbsolutePath = Annotated[str, Like(r"^/[^:,\s]*[^:,\s/]$", "/var/lib/data")]
"""A path inside a container, without a trailing slash."""
