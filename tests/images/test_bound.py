"""What Buildah's cache is told: which content a step binds."""

from __future__ import annotations

import re

import pytest

from components.images import bound, staging

FILES = {"build/lock": "one", "build/install.py": "install", "app/main.py": "print()"}


def context(mounts: str, **changed: str) -> staging.Context:
    """Return a context with one step that has these mounts."""
    text = f'FROM scratch AS base\n# a step\nRUN {mounts} \\\n    ["true"]\n'
    files = {**FILES, **{name.replace("__", "/").replace("_py", ".py"): value for name, value in changed.items()}}
    return staging.Context(text, [staging.File(path, value.encode()) for path, value in files.items()])


def argument(found: staging.Context) -> str:
    """Return the value of the argument before the step."""
    stated = re.search(r"^ARG MOORAGE_BOUND=([0-9a-f]{64})\n(# a step\n)?RUN ", bound.dockerfile(found), re.MULTILINE)
    assert stated is not None
    return stated[1]


@pytest.mark.parametrize(
    "mounts",
    [
        "--mount=type=bind,source=build,target=/build",
        "--mount=type=bind,src=./build,dst=/build",
        "--mount=source=build,target=/build",
        "--mount=type=secret,id=ca --mount=type=bind,source=build/,target=/build",
        "--mount=type=bind,source=build/install.py,target=/i --mount=type=bind,source=build/lock,target=/l",
    ],
)
def test_the_content_of_what_is_bound_counts(mounts: str) -> None:
    """A bound file that changes changes the argument; one that is not bound does not."""
    usual = argument(context(mounts))
    assert argument(context(mounts, build__lock="two")) != usual
    assert argument(context(mounts, app__main_py="exit()")) == usual


@pytest.mark.parametrize(
    "mounts",
    [
        "--mount=type=bind,target=/all",
        "--mount=type=bind,source=.,target=/all",
        "--mount=type=bind,from=base,source=/lib,target=/lib",
        "--mount=type=cache,from=base,target=/lib",
        "--mount=type=bind,source=$WHERE,target=/build",
    ],
)
def test_what_cannot_be_told_counts_as_a_whole(mounts: str) -> None:
    """For a stage, a variable or the whole context every file counts."""
    usual = argument(context(mounts))
    assert argument(context(mounts, app__main_py="exit()")) != usual


@pytest.mark.parametrize("mounts", ["", "--network=none", "--mount=type=secret,id=ca", "--mount=type=cache,target=/c"])
def test_a_step_that_binds_nothing_stays_as_it_is(mounts: str) -> None:
    """The text is the context's own."""
    found = context(mounts)
    assert bound.dockerfile(found) == found.dockerfile
