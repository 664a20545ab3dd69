"""What a request may carry: one table of every field of the installed SDK, honoured or refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf import message

from moorage.engine.deploy import goal

# Honoured: read somewhere, or said of the caller itself (what it accepts in the answer), or only shown (positions).
_BOTH: Final = frozenset(
    {
        "type",
        "name",
        "parent",
        "provider",
        "dependencies",
        "version",
        "acceptSecrets",
        "acceptResources",
        "additionalSecretOutputs",
        "sourcePosition",
        "stackTrace",
        "accepts_byte_string",
    }
)
_REGISTER: Final = _BOTH | {
    "custom",
    "object",
    "protect",
    "propertyDependencies",
    "deleteBeforeReplace",
    "deleteBeforeReplaceDefined",
    "ignoreChanges",
    "aliasURNs",
    "aliases",
    "aliasSpecs",
    "importId",
    "customTimeouts",
    "supportsPartialValues",
    "supportsResultReporting",
    "providers",
    "replaceOnChanges",
    "retainOnDelete",
    "deletedWith",
    "hideDiffs",
    "transforms",
    "hooks",
    "pluginDownloadURL",
    "pluginChecksums",
    "packageRef",
    "replace_with",
    "replacement_trigger",
}
_READ: Final = _BOTH | {"id", "properties", "pluginDownloadURL", "pluginChecksums", "packageRef"}
_INVOKE: Final = frozenset(
    {
        "tok",
        "args",
        "provider",
        "version",
        "acceptResources",
        "sourcePosition",
        "stackTrace",
        "accepts_byte_string",
        "accept_output_values",
        "dependsOn",
        "parent",
        "pluginDownloadURL",
        "pluginChecksums",
        "packageRef",
    }
)

HONOURED: Final[Mapping[str, frozenset[str]]] = {
    "RegisterResourceRequest": _REGISTER,
    "ReadResourceRequest": _READ,
    "ResourceInvokeRequest": _INVOKE,
}
"""By message. A field that is set and not named here is refused."""

REFUSED: Final[Mapping[str, Mapping[str, str]]] = {
    "RegisterResourceRequest": {
        "remote": "remote component (a component of another language or package)",
        "state_migrations": "state_migrations",
        "envVarMappings": "env_var_mappings",
        "parentStackTraceHandle": "stack trace handle of a remote component",
        "snippetId": "snippet",
    },
    "ReadResourceRequest": {
        "parentStackTraceHandle": "stack trace handle of a remote component",
    },
    "ResourceInvokeRequest": {
        "parentStackTraceHandle": "stack trace handle of a remote component",
    },
}
"""By message: the fields that are refused when set, and what a user calls them."""


def _says_nothing(value: Any) -> bool:
    """Recognise the message of hooks: the SDK always sends it, empty where none is bound."""
    return isinstance(value, message.Message) and value.ByteSize() == 0


def refused(request: message.Message) -> list[str]:
    """Return the user's names of all options of a request that are set and not honoured."""
    kind = request.DESCRIPTOR.name
    honoured, names = HONOURED[kind], REFUSED[kind]
    return [
        names.get(field.name, field.name)
        for field, value in request.ListFields()
        if field.name not in honoured and not _says_nothing(value)
    ]


def check(request: message.Message, kind: str, name: str) -> None:
    """Refuse a request that asks for what is not honoured.

    Raises:
        goal.GoalError: with the names of all such options.
    """
    found = refused(request)
    if found:
        raise goal.GoalError(f"{kind} {name}: the embedded engine does not honour {', '.join(found)}")
