"""Dynamic providers: the program's own code, in the program's interpreter."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from moorage.engine import resource, values
from moorage.engine.providers import host, protocol, pulumi_python
from moorage.engine.providers.pulumi_python import early
from tests.engine.core import stage as stages
from tests.engine.core.stage import ops

TYPE = "pulumi-python:dynamic:Resource"
HEAD = """
from pulumi import dynamic


class Files(dynamic.ResourceProvider):
    def check(self, olds, news):
        wrong = [dynamic.CheckFailure("size", "must not be negative")] if news.get("size", 0) < 0 else []
        return dynamic.CheckResult({"mode": "rw", **news}, wrong)

    def diff(self, id, olds, news):
        changed = [key for key in ("size", "disk") if olds.get(key) != news.get(key)]
        return dynamic.DiffResult(bool(changed), ["disk"] if "disk" in changed else [], [], news.get("exclusive"))

    def create(self, inputs):
        if inputs.get("broken"):
            raise ValueError("no space left")
        return dynamic.CreateResult(f"file-{inputs['size']:.0f}", {**inputs, "pages": inputs["size"] * 2})

    def read(self, id, props):
        return dynamic.ReadResult(id, {**props, "pages": 7})

    def update(self, id, olds, news):
        return dynamic.UpdateResult({**news, "pages": news["size"] * 2, "was": olds["size"]})

    def delete(self, id, props):
        print(f"deleting {id}")


class File(dynamic.Resource):
    pages: pulumi.Output[int]
    mode: pulumi.Output[str]

    def __init__(self, name, opts=None, **props):
        super().__init__(Files(), name, {"pages": None, "mode": None, **props}, opts)
"""


def _program(text: str) -> str:
    return HEAD + text


def test_a_life(stage: stages.Stage) -> None:
    """A dynamic resource is checked, created, compared, updated, replaced and deleted by its own code."""
    outcome = stage.up(_program('pulumi.export("pages", File("a", size=2).pages)'))
    assert outcome.ok, stage.errors
    assert (ops(outcome), outcome.outputs) == ([("create", "a")], {"pages": 4})
    row = stage.row("a")
    assert (row.type, row.id) == (TYPE, "file-2")
    code = row.inputs["__provider"]
    assert isinstance(code, values.Secret)
    assert row.inputs == {"size": 2, "mode": "rw", "__provider": code}
    assert row.outputs == {"size": 2, "mode": "rw", "pages": 4, "__provider": code}
    provider = next(each for each in stage.rows.values() if each.type == "pulumi:providers:pulumi-python")
    assert (provider.urn, provider.inputs, provider.outputs) == (
        f"{stages.PREFIX}pulumi:providers:pulumi-python::default",
        {},
        {},
    )

    assert ops(stage.up(_program('File("a", size=2)'))) == [("same", "a")]
    assert ops(stage.up(_program('File("a", size=3)'))) == [("update", "a")]
    assert stage.plain("a")["pages"] == 6
    assert stage.plain("a")["was"] == 2
    assert stage.row("a").id == "file-2"
    assert ops(stage.up(_program('File("a", size=3, disk="b")'))) == [
        ("create-replacement", "a"),
        ("replace", "a"),
        ("delete-replaced", "a"),
    ]
    assert stage.row("a").id == "file-3"
    assert ops(stage.up(_program('File("a", size=3, disk="c", exclusive=True)'))) == [
        ("delete-replaced", "a"),
        ("replace", "a"),
        ("create-replacement", "a"),
    ]
    assert ops(stage.up("")) == [("delete", "a")]
    assert "deleting file-3" in stage.said("info")


def test_a_preview_runs_no_effect(stage: stages.Stage) -> None:
    """A preview checks and compares; what only a creation tells stays unknown."""
    text = 'first = File("a", size=2)\nFile("b", size=1, pages_of_a=first.pages)\npulumi.export("pages", first.pages)'
    outcome = stage.preview(_program(text))
    assert outcome.ok, stage.errors
    assert ops(outcome) == [("create", "a"), ("create", "b")]
    assert outcome.outputs == {"pages": values.UNKNOWN}


def test_refresh_reads(stage: stages.Stage) -> None:
    """A refresh takes what `read` returns, and keeps the inputs."""
    stage.up(_program('File("a", size=2)'))
    outcome = stage.refresh()
    assert outcome.ok, stage.errors
    assert stage.plain("a")["pages"] == 7
    assert stage.row("a").inputs["size"] == 2


def test_a_refused_input_is_one_line(stage: stages.Stage) -> None:
    """What `check` refuses is told with the property's name, and nothing is recorded."""
    assert not stage.up(_program('File("a", size=-1)')).ok
    assert stage.errors == [f"{TYPE} resource 'a': property size has a problem: must not be negative"]
    assert "a" not in stage.rows


def test_an_exception_is_told_with_where_it_was_raised(stage: stages.Stage) -> None:
    """What the code raises reaches the user as the SDK words it, and nothing is recorded."""
    assert not stage.up(_program('File("a", size=1, broken=True)')).ok
    (error,) = stage.errors
    assert error.splitlines()[0] == "Traceback (most recent call last):"
    assert error.splitlines()[-1] == "ValueError: no space left"
    assert "a" not in stage.rows


def test_secrets_stay_secret(stage: stages.Stage) -> None:
    """The code gets plain values; what it returns under the name of a secret input is a secret again."""
    outcome = stage.up(_program('File("a", size=1, key=pulumi.Output.secret("canary"), plain="p")'))
    assert outcome.ok, stage.errors
    row = stage.row("a")
    assert row.inputs["key"] == row.outputs["key"] == values.Secret("canary")
    assert row.outputs["plain"] == "p"


def test_code_that_ends_the_process_is_one_line(stage: stages.Stage) -> None:
    """Code that ends the process is one line that says so."""
    text = """
    class Bad(dynamic.ResourceProvider):
        def create(self, inputs):
            import os
            os._exit(3)

    class Thing(dynamic.Resource):
        def __init__(self, name):
            super().__init__(Bad(), name, {})

    Thing("a")
    """
    outcome = stage.up(_program(text.replace("\n    ", "\n")))
    assert not outcome.ok
    assert stage.errors == ["package pulumi-python: its plugin ended during Create (exit status 3)"]
    assert "a" not in stage.rows


def test_code_in_modules_beside_the_program(stage: stages.Stage) -> None:
    """A provider's code may use the modules that lie beside the program."""
    (stage.root / "sizes.py").write_text("def double(size):\n    return size * 2\n")
    text = """
import sizes


class Twice(dynamic.ResourceProvider):
    def create(self, inputs):
        return dynamic.CreateResult("twice", {"size": sizes.double(inputs["size"])})


class Double(dynamic.Resource):
    def __init__(self, name, **props):
        super().__init__(Twice(), name, props)


Double("a", size=4)
"""
    assert stage.up(_program(text)).ok, stage.errors
    assert stage.plain("a")["size"] == 8


def test_it_ends_with_the_engine(tmp_path: Path) -> None:
    """When the engine is killed, what serves dynamic providers ends, too."""
    engine = f"""
import os, pathlib, time
from moorage.engine.providers import host
from moorage.engine.providers.plugin import connection
from moorage.engine.providers.pulumi_python import launch

of = host.Host(directory=pathlib.Path({str(tmp_path)!r}), virtualenv=pathlib.Path({sys.prefix!r}))
link = connection.Link("pulumi-python", launch.command(of, ""), of)
print(link.process.id, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", engine], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        served = int(process.stdout.readline())
        watched = os.pidfd_open(served)
        process.kill()
    try:
        assert select.select([watched], [], [], 20)[0] == [watched]
    finally:
        os.close(watched)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import pulumi.dynamic", True),
        ("    from pulumi import Output, dynamic", True),
        ("from pulumi.dynamic import Resource", True),
        ("import pulumi  # nothing dynamic", False),
        ("from pulumi import dynamically", False),
    ],
)
def test_it_starts_early_where_it_is_surely_needed(tmp_path: Path, line: str, found: bool) -> None:
    """The program's own imports tell, and so does a state that has a dynamic provider."""
    (tmp_path / "__main__.py").write_text(f"import os\n{line}\n")
    kind = "pulumi:providers:pulumi-python"
    row = resource.Resource(f"urn:pulumi:s::p::{kind}::default", kind, custom=True)
    assert early.wanted([], tmp_path) is found
    assert early.wanted([], tmp_path / "__main__.py") is found
    assert early.wanted([], tmp_path / "absent") is False
    assert early.wanted([row], tmp_path / "absent") is True


def test_one_that_was_started_early_ends_with_the_run(tmp_path: Path) -> None:
    """Whether a provider took it or not."""
    of = host.Host(directory=tmp_path, virtualenv=Path(sys.prefix))
    with of.closing:
        early.start(of)
        link = of.early["pulumi-python"].result()
        os.kill(link.process.id, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(link.process.id, 0)


def test_one_that_cannot_start_early_is_told_when_it_is_needed(tmp_path: Path) -> None:
    """The first provider that needs it hears why."""
    of = host.Host(directory=tmp_path, virtualenv=tmp_path)
    with of.closing:
        early.start(of)
        provider = pulumi_python.provider()
        assert isinstance(provider, protocol.Hosted)
        provider.host = of
        with pytest.raises(protocol.ProviderError, match=r"has no interpreter$"):
            provider.configure({})
