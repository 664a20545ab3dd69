"""A refresh takes over what changed outside and forgets what is gone; the next run mends it."""

import pulumi

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
up first
refresh
put a-1 '{"value": 9, "size": 1}'
drop c-1
refresh
preview first
up first
put a-1 '{"value": 8, "size": 1}'
up first --refresh
drop b-1
destroy --refresh
"""


def first() -> None:
    """Three in a row."""
    a = Thing("a", value=1)
    b = Thing("b", value=a.echo)
    Thing("c", pulumi.ResourceOptions(depends_on=[b]), value=3)
    pulumi.export("echo", a.echo)
