"""To read what does not exist is an error; what was read and is gone is one too."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
preview first
up first
put out-7 '{"value": 1}'
up first
drop out-7
up first
destroy
"""


def first() -> None:
    """Something outside."""
    a = Thing("a", value=1)
    Thing("out", Options(id="out-7", depends_on=[a]))
