"""Resource hooks: functions of the program around steps. What they see and do was seen with the Pulumi CLI."""

from __future__ import annotations

from typing import Any

import pytest

from moorage.engine import resource
from moorage.engine.deploy import hooks
from moorage.engine.program import callbacks, hooking, stubs
from moorage.engine.state import checkpoint, crypto, row, seals
from tests.engine.core import stage as stages

HOOKS = """
from pulumi import ErrorHook, ResourceHook, ResourceHookBinding, ResourceHookOptions
broken = []

def tell(word, **options):
    def hook(args):
        bags = [args.new_inputs, args.old_inputs, args.new_outputs, args.old_outputs]
        print(word, args.name, args.type, bool(args.id), [bag and int(bag.get("size", 0)) for bag in bags])
        if word in broken:
            raise ValueError("odd")
    return ResourceHook(word, hook, ResourceHookOptions(**options))

KINDS = ["before_create", "after_create", "before_update", "after_update", "before_delete", "after_delete"]

def bind(*kinds, **options):
    return ResourceHookBinding(**{kind: [tell(kind, **options)] for kind in kinds or KINDS})
"""


def test_a_resources_life(stage: stages.Stage) -> None:
    """Each hook hears of its steps with what is known before and after: new and old inputs, new and old outputs."""
    thing = 'Thing("a", Options(hooks=bind()), size={}, fixed={})'
    assert stage.up(HOOKS + thing.format(1, 1)).ok
    assert stage.said("info") == [
        "before_create a test:index:Thing False [1, None, None, None]",
        "after_create a test:index:Thing True [1, None, 1, None]",
    ]
    assert stage.up(HOOKS + thing.format(2, 1)).ok
    assert stage.said("info") == [
        "before_update a test:index:Thing True [2, 1, None, 1]",
        "after_update a test:index:Thing True [2, 1, 2, 1]",
    ]
    assert stage.up(HOOKS + thing.format(3, 2)).ok
    assert stage.said("info") == [
        "before_create a test:index:Thing False [3, None, None, None]",
        "after_create a test:index:Thing True [3, None, 3, None]",
        "before_delete a test:index:Thing True [None, 2, None, 2]",
        "after_delete a test:index:Thing True [None, 2, None, 2]",
    ]
    assert stage.up(HOOKS + thing.format(3, 2)).ok
    assert stage.said("info") == []
    assert stage.up(HOOKS + "bind()").ok
    assert stage.said("info") == [
        "before_delete a test:index:Thing True [None, 3, None, 3]",
        "after_delete a test:index:Thing True [None, 3, None, 3]",
    ]


def test_a_components_life(stage: stages.Stage) -> None:
    """The hook after a component's creation or update hears of the outputs that it registers."""
    program = 'Group("g", Options(hooks=bind()), size={0}).register_outputs({{"size": {1}}})'
    assert stage.up(HOOKS + program.format(1, 2)).ok
    assert stage.said("info") == [
        "before_create g test:index:Group False [1, None, None, None]",
        "after_create g test:index:Group False [1, None, 2, None]",
    ]
    assert stage.up(HOOKS + program.format(3, 4)).ok
    assert stage.said("info") == [
        "before_update g test:index:Group False [3, 1, None, 2]",
        "after_update g test:index:Group False [3, 1, 4, 2]",
    ]
    assert stage.up(HOOKS + program.format(3, 4)).ok
    assert stage.said("info") == []


def test_previews(stage: stages.Stage) -> None:
    """A hook runs in previews only where it asks for it."""
    assert stage.preview(HOOKS + 'Thing("a", Options(hooks=bind()))').ok
    assert stage.said("info") == []
    assert stage.preview(HOOKS + 'Thing("a", Options(hooks=bind(on_dry_run=True)), size=1)').ok
    assert stage.said("info") == [
        "before_create a test:index:Thing False [1, None, None, None]",
        "after_create a test:index:Thing False [1, None, 1, None]",
    ]


def test_the_state_names_hooks(stage: stages.Stage) -> None:
    """A row records the names by kind, and the checkpoint is of the version that has hooks."""
    assert stage.up(HOOKS + 'Thing("a", Options(hooks=bind("before_delete", "after_create")))').ok
    recorded = row.write(stage.row("a"), lambda _, text: text)
    assert recorded["resourceHooks"] == {"AfterCreate": ["after_create"], "BeforeDelete": ["before_delete"]}
    assert row.read(recorded, lambda _, text: text).hooks == recorded["resourceHooks"]
    rows = checkpoint.Snapshot(list(stage.rows.values()))
    document = checkpoint.encode("organization/stage/dev", rows, seals.Seals(crypto.create("x")), "")
    assert (document["version"], document["features"]) == (4, ["hooks"])


def test_a_failing_hook_before_a_step_stops_it(stage: stages.Stage) -> None:
    """The step fails with the hook's words, and nothing is created."""
    outcome = stage.up(HOOKS + 'broken.append("before_create")\nThing("a", Options(hooks=bind()))')
    assert not outcome.ok
    assert stage.errors == ['before hook "before_create" failed: odd']
    assert (stage.cloud.things, "a" in stage.rows) == ({}, False)


AFTER = """
broken.append("after_create")
a = Thing("a", Options(hooks=bind()))
Thing("b", Options(depends_on=[a]))
"""


def test_a_failing_hook_after_a_step_fails_the_run(stage: stages.Stage) -> None:
    """The resource exists and is recorded; what is not begun yet does not begin."""
    outcome = stage.up(HOOKS + AFTER)
    assert not outcome.ok
    assert stage.errors == ['after hook "after_create" failed: odd']
    assert (stages.ops(outcome), "a" in stage.rows, "b" in stage.rows) == ([("create", "a")], True, False)


def test_a_failing_hook_after_a_step_and_what_goes_on(stage: stages.Stage) -> None:
    """With `continue_on_error`, what depends on the resource is created, too; the run has failed all the same."""
    stage.options = {"continue_on_error": True}
    outcome = stage.up(HOOKS + AFTER)
    assert not outcome.ok
    assert stages.ops(outcome) == [("create", "a"), ("create", "b")]


def test_errors_of_a_hook_that_ignores_them(stage: stages.Stage) -> None:
    """They are warnings."""
    outcome = stage.up(HOOKS + 'broken += KINDS\nThing("a", Options(hooks=bind(ignore_errors=True)))')
    assert outcome.ok
    assert stage.said("warning") == [
        'BeforeCreate hook "before_create" failed: odd',
        'AfterCreate hook "after_create" failed: odd',
    ]


def test_a_failing_hook_before_a_delete(stage: stages.Stage) -> None:
    """Nothing is deleted."""
    stage.up(HOOKS + 'Thing("a", Options(hooks=bind()))')
    outcome = stage.up(HOOKS + 'broken.append("before_delete")\nbind()')
    assert not outcome.ok
    assert stage.errors == ['before hook "before_delete" failed: odd']
    assert list(stage.cloud.things) == [stage.row("a").id]


def test_a_delete_hook_that_the_program_does_not_register(stage: stages.Stage) -> None:
    """The resource is not deleted without it."""
    stage.up(HOOKS + 'Thing("a", Options(hooks=bind()))')
    outcome = stage.up("pass")
    assert not outcome.ok
    assert stage.errors == ['hook "before_delete" was not registered']
    assert "a" in stage.rows


def test_destroy_does_not_run_the_program(stage: stages.Stage) -> None:
    """So it refuses to delete anything where a resource has delete hooks, and says which."""
    stage.up(HOOKS + 'Thing("a", Options(hooks=bind()))\nThing("b")')
    assert not stage.destroy().ok
    text = "Resource has delete hooks registered, but the program is not running. Hooks: before_delete, after_delete"
    assert stage.errors == [text]
    assert len(stage.cloud.things) == 2


def test_a_name_is_taken_once(stage: stages.Stage) -> None:
    """Two hooks of one name end the run."""
    outcome = stage.up(HOOKS + 'Thing("a", Options(hooks=ResourceHookBinding(after_create=[tell("x"), tell("x")])))')
    assert not outcome.ok
    assert stage.errors == ['resource hook already registered for name "x"']


RETRY = """
from pulumi import ErrorHook, ResourceHookBinding

def retry(args):
    print(args.name, args.failed_operation, list(args.errors))
    return {answer}

hooks = ResourceHookBinding(on_error=[ErrorHook("retry", retry)])
"""


def test_an_error_hook_tries_again(stage: stages.Stage) -> None:
    """It is told of every failure so far, last first, and its yes is another try."""
    tries = iter([ValueError("one"), ValueError("two")])
    stage.cloud.before = lambda method, _: _raise(next(tries, None)) if method == "create" else None
    outcome = stage.up(RETRY.format(answer="True") + 'Thing("a", Options(hooks=hooks))')
    assert outcome.ok, stage.errors
    assert stage.said("info") == [
        "a create ['ValueError: one']",
        "a create ['ValueError: two', 'ValueError: one']",
    ]
    assert stage.said("warning") == [
        "retrying create due to on-error hook request (1/100)",
        "retrying create due to on-error hook request (2/100)",
    ]
    assert len(stage.cloud.things) == 1


def _raise(error: Exception | None) -> None:
    if error:
        raise error


@pytest.mark.parametrize(
    ("method", "program"),
    [("update", 'Thing("a", Options(hooks=hooks), size=2)'), ("delete", "hooks\nGroup('g', Options(hooks=hooks))")],
)
def test_an_error_hook_that_gives_up(stage: stages.Stage, method: str, program: str) -> None:
    """Its no is the end of the step, with the last error."""
    stage.up(RETRY.format(answer="False") + 'Thing("a", Options(hooks=hooks), size=1)')
    stage.cloud.broken[method, "a"] = ValueError("odd")
    outcome = stage.up(RETRY.format(answer="len(args.errors) < 2") + program)
    assert not outcome.ok
    assert stage.said("info") == [
        f"a {method} ['ValueError: odd']",
        f"a {method} ['ValueError: odd', 'ValueError: odd']",
    ]
    assert stage.errors == ["ValueError: odd"]
    assert "a" in stage.rows


def test_an_error_hook_that_raises(stage: stages.Stage) -> None:
    """The step fails with its words."""
    stage.cloud.broken["create", "a"] = ValueError("odd")
    outcome = stage.up(RETRY.format(answer="1 / 0") + 'Thing("a", Options(hooks=hooks))')
    assert not outcome.ok
    assert stage.errors == ['error hooks execution failed: error hook "retry" failed: division by zero']


def test_an_error_hook_that_never_gives_up(stage: stages.Stage) -> None:
    """A hundred tries are the most."""
    stage.cloud.broken["create", "a"] = ValueError("odd")
    outcome = stage.up(RETRY.format(answer="True").replace("print(", "(") + 'Thing("a", Options(hooks=hooks))')
    assert not outcome.ok
    assert stage.errors == ["maximum number of error hook retries reached"]
    assert stage.cloud.calls.count(("create", "a")) == 100
    assert stage.said("warning")[-1] == "maximum number of error hook retries (100) reached"


class _Program(callbacks.Callbacks):
    """A program that keeps what it is asked and says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []

    def call(self, callback: Any, request: Any, answer: Any) -> Any:
        """Keep the request."""
        self.asked.append(request)
        return answer()


def test_options_are_sent_to_hooks() -> None:
    """A hook hears the options that the rows before and after record."""
    program = _Program()
    registered = hooking.hook(program, stubs.resource_pb2.RegisterResourceHookRequest(name="x"))
    old = resource.Resource("urn:a", "t:t:T", custom=True, id="1", protect=True, hooks={"OnError": ["retry"]})
    new = resource.Resource(
        "urn:a", "t:t:T", custom=True, ignore_changes=["x"], custom_timeouts={"create": 60}, parent="urn:p"
    )
    registered.call(hooks.Moment("update", old, new))
    (asked,) = program.asked
    assert (asked.old_options.protect, list(asked.old_options.hooks.on_error)) == (True, ["retry"])
    assert (list(asked.new_options.ignore_changes), asked.new_options.parent) == (["x"], "urn:p")
    assert asked.new_options.custom_timeouts.create == "60s"
