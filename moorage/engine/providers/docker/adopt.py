"""Whether an object that is there is what a killed creation made: by its name, and by what else the inputs gave it."""

from __future__ import annotations

from collections.abc import Mapping

from moorage.engine.providers.docker import labels, values
from moorage.engine.providers.protocol import ProviderError
from moorage.engine.values import Values


def ours(what: str, inputs: Values, found: Mapping[str, str] | None) -> bool:
    """Tell whether an object of the inputs' name, with the labels `found`, is what these inputs made.

    Raises:
        ProviderError: Nothing tells: the name was not made up for this resource, and no label was given.
    """
    wanted = labels.to_map(inputs.get("labels"))
    if any((found or {}).get(label) != value for label, value in wanted.items()):
        return False
    if not wanted and "name" not in inputs.get(values.DEFAULTS, []):
        msg = f"{what} {inputs['name']}: is there, but nothing tells whether the run that was killed made it"
        raise ProviderError(msg)
    return True
