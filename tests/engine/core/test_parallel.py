"""Many steps at a time, along dependencies, never more than asked for."""

from __future__ import annotations

import threading

import pytest

from moorage.engine import resource
from moorage.engine.deploy import graph, registry
from moorage.engine.providers import protocol
from tests.engine.core import stage as stages
from tests.engine.core import things


@pytest.mark.parametrize("parallel", [1, 4])
def test_independent_steps_run_together(stage: stages.Stage, parallel: int) -> None:
    """As many provider calls as allowed are under way at once, at creation as at deletion."""
    stage.options = {"parallel": parallel}
    together = threading.Barrier(parallel)

    def meet(_method: str, _name: str) -> None:
        together.wait(60)

    stage.cloud.before = meet
    program = 'for n in range(8):\n    Thing(f"t{n}")\n'
    assert stage.up(program).ok
    assert stage.cloud.most_at_once == parallel
    stage.cloud.most_at_once = 0
    assert stage.destroy().ok
    assert stage.cloud.most_at_once == parallel


def test_deletions_share_a_provider() -> None:
    """A recorded provider that many deletions want at the same time is made and configured once."""
    cloud = things.Cloud()
    made: list[str] = []

    def find(package: str) -> protocol.Provider:
        made.append(package)
        threading.Event().wait(0.02)  # long enough for the others to come, too
        return cloud.find(package)

    known = registry.Registry(find)
    row = resource.Resource(stages.PROVIDER, "pulumi:providers:test", custom=True, id="x")
    threads = [threading.Thread(target=known.ensure, args=(row,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["test"]


def test_order_along_dependencies(stage: stages.Stage) -> None:
    """A step begins when those that it depends on have ended; deletion goes the other way round."""
    program = """
        a, x = Thing("a"), Thing("x")
        b = Thing("b", of=a.serial)
        c = Thing("c", Options(depends_on=[b, x]))
    """
    stage.up(program)
    made = [name for _, name in stage.cloud.calls]
    stage.destroy()
    gone = [name for _, name in stage.cloud.calls]
    for first, then in (("a", "b"), ("b", "c"), ("x", "c")):
        assert made.index(first) < made.index(then)
        assert gone.index(then) < gone.index(first)


def _row(urn: str, **fields: object) -> resource.Resource:
    return resource.Resource(urn, "t", custom=bool(fields.pop("custom", True)), **fields)  # pyright: ignore[reportArgumentType] - as the case says, by name


def test_what_must_outlive_what() -> None:
    """Parent, named dependencies, provider, `deletedWith`, and all below a component that is named."""
    rows = [
        _row("urn:stack", custom=False),
        _row("urn:provider"),
        _row("urn:group", custom=False, parent="urn:stack"),
        _row("urn:inner", parent="urn:group", provider="urn:provider::1"),
        _row("urn:after", parent="urn:stack", dependencies=["urn:group"]),
        _row("urn:with", deleted_with="urn:inner", property_dependencies={"x": ["urn:after"]}),
    ]
    assert graph.dependencies(rows) == [set(), set(), {0}, {1, 2}, {0, 2, 3}, {3, 4}]


def test_dependents() -> None:
    """Direct and indirect ones in order; a child is none; what is ignored hides what hangs from it alone."""
    rows = [
        _row("urn:a"),
        _row("urn:child", parent="urn:a"),
        _row("urn:b", dependencies=["urn:a"]),
        _row("urn:c", property_dependencies={"x": ["urn:b"]}),
        _row("urn:d", provider="urn:c::1"),
        _row("urn:e"),
    ]
    assert [row.urn for row in graph.dependents(rows, rows[0], [])] == ["urn:b", "urn:c", "urn:d"]
    assert [row.urn for row in graph.dependents(rows, rows[0], ["urn:c"])] == ["urn:b"]
