"""With `--continue-on-error` all is done that does not depend on what failed."""

from pulumi import ResourceOptions as Options

from tests.engine.recorded.things.sdk import Thing

OPERATIONS = """
fail create a
up first --continue-on-error
mend create a
up first
fail update a
fail delete gone
up second --continue-on-error
mend update a
mend delete gone
fail delete b
destroy --continue-on-error
"""


def _things(value: int) -> None:
    a = Thing("a", value=value)
    b = Thing("b", value=a.echo)
    Thing("c", Options(depends_on=[b]), value=value)
    Thing("d", value=value)


def first() -> None:
    """Some depend on a, one does not."""
    _things(1)
    gone = Thing("gone", value=1)
    Thing("user", Options(depends_on=[gone]), value=1)


def second() -> None:
    """Changes and deletions."""
    _things(2)
