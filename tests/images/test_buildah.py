"""Images built by Buildah: the real one, through the command provider, loaded into this machine's Docker."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

from moorage.engine.state import crypto
from tests.images import building, stacks

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def keys() -> crypto.Keys:
    """Return what encrypts the state: deriving a key takes 0.3 s."""
    return crypto.Keys("test")


@pytest.fixture
def stack(tmp_path: pathlib.Path, keys: crypto.Keys) -> Iterator[stacks.Stack]:
    """Return a stack whose image Buildah builds."""
    made = stacks.make(tmp_path, keys, "buildah-test", {"builder": {"buildah": {}}})
    yield made
    made.deployed.destroy()


def run(reference: str) -> str:
    """Return what a container of an image prints."""
    return building.docker("run", "--rm", "--network", "none", reference).stdout


def test_it_builds_and_loads(stack: stacks.Stack) -> None:
    """What runs is an image ID of the engine, with what was copied and bound; a second preview finds no change."""
    stack.up()
    assert building.docker("inspect", "--format", "{{.Id}}", stack.reference).stdout.strip() == stack.reference
    assert run(stack.reference) == "hello\none\n"
    assert set(stack.preview().changes) == {"same"}


def test_what_a_step_binds_is_looked_at(stack: stacks.Stack) -> None:
    """Another content of a bound file runs its step again, of which Buildah's own cache knows nothing."""
    stack.up()
    stack.write(**{"bound/word": "goodbye\n"})
    stack.up()
    assert run(stack.reference) == "goodbye\none\n"


def test_the_builder_is_told_what_to_ignore_by_us(stack: stacks.Stack) -> None:
    """A `.containerignore` of the source, which Buildah would prefer, decides nothing: what was chosen enters."""
    stack.write(**{".containerignore": "code\n", "Containerfile": "FROM nothing\n"})
    stack.up()
    assert run(stack.reference) == "hello\none\n"


def test_a_failed_build(stack: stacks.Stack) -> None:
    """It shows the last lines of its log and leaves the old image in use; the next one that works is taken."""
    stack.up()
    before = stack.reference
    stack.write(Dockerfile=stacks.DOCKERFILE + 'RUN ["/bin/busybox", "ls", "/not-there"]\n')
    failed = stack.up(fails=True)
    assert [line for line in failed.errors if "ls: /not-there: No such file or directory" in line]
    assert "the image cannot be built" in "\n".join(failed.errors)
    assert "STEP 1/" not in "\n".join(failed.errors)
    assert stack.deployed.resources["app-loaded"].outputs["imageId"] == before
    stack.write(Dockerfile=stacks.DOCKERFILE, code="two\n")
    stack.up()
    assert run(stack.reference) == "hello\ntwo\n"


def test_no_buildah(stack: stacks.Stack, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Buildah the error says who installs it."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    failed = stack.up(fails=True)
    assert "buildah is not installed; moorage doctor --fix installs it" in "\n".join(failed.errors)


def test_nothing_of_the_clone_is_recorded(stack: stacks.Stack) -> None:
    """The state holds neither the checkout's path nor anything else that another clone would not have."""
    stack.up()
    built = stack.deployed.resources["app"]
    assert str(stack.folder) not in f"{built.inputs} {built.outputs}"
    assert built.inputs["environment"]["CONTEXT"].startswith(".moorage/")
