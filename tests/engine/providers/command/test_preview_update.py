"""What a previewed update of a command says of its results."""

import pytest

from moorage.engine import values
from moorage.engine.providers import protocol
from moorage.engine.providers.command import package

CONTEXT = protocol.Context("urn", "command:local:Command", "res", preview=True)
OUTPUTS = {"create": "echo a", "stdout": "a", "stderr": ""}


@pytest.mark.parametrize(
    ("new", "stdout"),
    [
        ({"create": "echo a", "update": "echo u"}, "a"),
        ({"create": "echo b"}, values.UNKNOWN),
        ({}, values.UNKNOWN),
        ({"create": "echo a", "stdin": values.UNKNOWN}, values.UNKNOWN),
    ],
)
def test_results_are_unknown_when_a_known_input_changes(new: values.Values, stdout: values.Value) -> None:
    """As in the real provider, an added input leaves the results; a changed, dropped or unknown one does not."""
    after = package.Command().update(CONTEXT, "res1", {"create": "echo a"}, OUTPUTS, new)
    assert after == {**new, "stdout": stdout, "stderr": "" if stdout == "a" else values.UNKNOWN}
