"""What a plugin takes of the values that a property can have, as it says itself when it is greeted or configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from moorage.engine import marks, values, wire
from moorage.engine.program import stubs


@dataclass(frozen=True)
class Abilities:
    """A plugin that says nothing takes neither secrets nor references, and has no previews."""

    secrets: bool = False
    resources: bool = False
    preview: bool = False
    autonaming: bool = False

    def encode(self, given: values.Values, *, contents: bool = True, unknowns: bool = True) -> Any:
        """Return values as this plugin takes them, as a message.

        Args:
            given: marked values.
            contents: with what is in assets and archives, which only a creation needs; else only their hashes.
            unknowns: with unknown values; else without the properties that are not known.
        """
        return wire.encode(self._fields(given, contents, unknowns))

    def _fields(self, given: dict[str, Any], contents: bool, unknowns: bool) -> dict[str, Any]:  # noqa: FBT001 -- handed along
        kept = {key: self._value(value, contents, unknowns) for key, value in given.items()}
        return {key: value for key, value in kept.items() if unknowns or value is not values.UNKNOWN}

    def _value(self, value: Any, contents: bool, unknowns: bool) -> Any:  # noqa: FBT001 -- handed along
        match value:
            case values.Secret():
                inner = self._value(value.value, contents, unknowns)
                return values.Secret(inner) if self.secrets and inner is not values.UNKNOWN else inner
            case values.OutputValue():
                return self._value(value.value, contents, unknowns)
            case values.Reference() if not self.resources:
                return marks.strip(value)
            case values.Asset() if not contents:
                return values.Asset(value.hash)
            case values.Archive() if not contents:
                return values.Archive(value.hash)
            case values.Archive(assets=dict()):
                return values.Archive(value.hash, self._fields(value.assets or {}, contents, unknowns))
            case list():
                items = [self._value(item, contents, unknowns) for item in cast("list[Any]", value)]
                return [item for item in items if unknowns or item is not values.UNKNOWN]
            case dict():
                return self._fields(cast("dict[str, Any]", value), contents, unknowns)
            case _:
                return value

    def annotated(self, came: values.Values, given: values.Values) -> values.Values:
        """Return what came with the marks of what was given, if the plugin could not be given any.

        A list of which any part was secret is secret as a whole: its order may have changed.
        """
        return came if self.secrets else _annotated(came, given)


NONE = Abilities()


def _annotated(came: values.Values, given: values.Values) -> values.Values:
    result = dict(came)
    for key, before in given.items():
        if key not in result or isinstance(result[key], values.Secret):
            continue
        if isinstance(result[key], dict) and isinstance(before, dict):
            result[key] = _annotated(result[key], cast("values.Values", before))
        elif marks.has_secret(before):
            result[key] = values.Secret(result[key])
    return result


def of_handshake(response: stubs.provider_pb2.ProviderHandshakeResponse) -> Abilities:
    """Read the answer to a greeting; what knows greetings has previews."""
    return Abilities(
        secrets=response.accept_secrets,
        resources=response.accept_resources,
        preview=True,
        autonaming=response.supports_autonaming_configuration,
    )


def of_configure(response: stubs.provider_pb2.ConfigureResponse) -> Abilities:
    """Read the answer to a configuration."""
    return Abilities(
        secrets=response.acceptSecrets,
        resources=response.acceptResources,
        preview=response.supportsPreview,
        autonaming=response.supports_autonaming_configuration,
    )


def restored(came: values.Values, given: values.Values) -> values.Values:
    """Return what came with the contents of assets and archives that were given and came back as their hashes."""
    known = {each.hash: each for each in marks.walk(given) if isinstance(each, values.Asset | values.Archive)}
    return {key: _restored(value, known) for key, value in came.items()}


def _restored(value: Any, known: dict[str, values.Asset | values.Archive]) -> Any:
    match value:
        case values.Asset(text=None, path=None, uri=None) | values.Archive(assets=None, path=None, uri=None):
            found = known.get(value.hash)
            return found if isinstance(found, type(value)) else value
        case values.Secret():
            return values.Secret(_restored(value.value, known))
        case list():
            return [_restored(item, known) for item in cast("list[Any]", value)]
        case dict():
            return {key: _restored(item, known) for key, item in cast("dict[str, Any]", value).items()}
        case _:
            return value
