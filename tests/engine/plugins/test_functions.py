"""Functions of a plugin: which provider answers, what it is given, what the program hears."""

from __future__ import annotations

from pathlib import Path

from moorage.engine import values
from tests.engine.core import stage as stages
from tests.engine.plugins import probe


def test_functions(stage: stages.Stage, home: Path) -> None:
    """Of secret arguments that a plugin could not be given as such, everything that comes back is secret."""
    probe.install(home, {})
    outcome = stage.up(
        probe.program("""
pulumi.export("plain", pulumi.runtime.invoke_output("probe:index:echo", {"a": 1, "b": "x"}))
pulumi.export("secret", pulumi.runtime.invoke_output("probe:index:echo", {"a": pulumi.Output.secret(1), "b": "x"}))
""")
    )
    assert outcome.ok, stage.errors
    assert outcome.outputs == {"plain": {"a": 1, "b": "x"}, "secret": values.Secret({"a": 1, "b": "x"})}
    assert [each["args"] for each in probe.requests(home, "Invoke")] == [{"a": 1.0, "b": "x"}] * 2


def test_a_refused_call_is_the_programs_error(stage: stages.Stage, home: Path) -> None:
    """What a function refuses reaches the program, which may go on without it."""
    probe.install(home, {})
    outcome = stage.up(
        probe.program("""
try:
    pulumi.runtime.invoke("probe:index:refuse", {"a": 1})
except Exception as error:
    pulumi.export("error", str(error).split(": ", 1)[1])
""")
    )
    assert outcome.ok, stage.errors
    assert outcome.outputs == {"error": "invocation of probe:index:refuse returned an error: is too much (a)"}


def test_which_provider_answers_a_function(stage: stages.Stage, home: Path) -> None:
    """A function takes the provider it is given, else that of its parent; a resource's version asks for its own."""
    probe.install(home, {})
    outcome = stage.up(
        probe.program("""
class Group(pulumi.ComponentResource):
    def __init__(self, name, providers):
        super().__init__("probe:index:Group", name, {}, pulumi.ResourceOptions(providers=providers))

def ask(name, **options):
    found = pulumi.runtime.invoke_output("probe:index:echo", {"a": name}, pulumi.InvokeOutputOptions(**options))
    pulumi.export(name, found)

made = Maker("m", zone="z")
ask("given", provider=made)
ask("inherited", parent=Group("g", [made]))
ask("default")
""")
    )
    assert outcome.ok, stage.errors
    assert sorted(each["args"].get("zone", "") for each in probe.requests(home, "Configure")) == ["", "z"]
    assert len(probe.requests(home, "Invoke")) == 3


def test_a_function_waits_for_what_it_depends_on(stage: stages.Stage, home: Path) -> None:
    """In a preview what depends on a planned resource, or takes an unknown argument, is unknown and not asked for."""
    probe.install(home, {})
    program = """
made = Probe("a", kind="Echo")
def ask(arguments, **options):
    return pulumi.runtime.invoke_output("probe:index:echo", arguments, pulumi.InvokeOutputOptions(**options))
pulumi.export("after", ask({"a": 1}, depends_on=[made]))
pulumi.export("with", ask({"a": made.id}))
pulumi.export("free", ask({"a": 2}))
"""
    outcome = stage.preview(probe.program(program))
    assert outcome.ok, stage.errors
    assert outcome.outputs == {"after": values.UNKNOWN, "with": values.UNKNOWN, "free": {"a": 2}}
    assert [each["args"] for each in probe.requests(home, "Invoke")] == [{"a": 2.0}]
    outcome = stage.up(probe.program(program))
    assert outcome.outputs == {"after": {"a": 1}, "with": {"a": "made"}, "free": {"a": 2}}


def test_methods_are_refused(stage: stages.Stage, home: Path) -> None:
    """A method of a resource is one line that says so."""
    probe.install(home, {})
    assert not stage.up(probe.program('pulumi.runtime.call("probe:index:Echo/method", {"a": 1})')).ok
    assert stage.errors == ["the embedded engine does not support a call of a resource's method"]
