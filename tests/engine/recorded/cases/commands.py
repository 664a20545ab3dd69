"""Package command: made, changed, replaced by a trigger, run in vain."""

import pulumi
from pulumi import ResourceOptions as Options
from pulumi_command import local

OPERATIONS = """
preview first
up first
up first
preview second
up second
up third
up failing
destroy
"""


def _commands(text: str, trigger: int) -> local.Command:
    a = local.Command("a", create=f"echo {text}", update=f"echo changed to {text}", delete="true", triggers=[trigger])
    hush = {"HUSH": pulumi.Output.secret("x")}
    b = local.Command("b", create="cat", stdin=a.stdout, opts=Options(depends_on=[a]), environment=hush)
    pulumi.export("b", b.stdout)
    return b


def first() -> None:
    """Two in a row."""
    _commands("one", 1)


def second() -> None:
    """Another text."""
    _commands("two", 1)


def third() -> None:
    """Another trigger."""
    _commands("two", 2)


def failing() -> None:
    """One that fails."""
    b = _commands("two", 2)
    local.Command("c", create="echo no; exit 3", opts=Options(depends_on=[b]))
