"""A Dockerfile's mistakes are found early, and nothing is refused that BuildKit takes."""

from __future__ import annotations

import pytest

from moorage.engine.providers.docker_build import dockerfile


@pytest.mark.parametrize(
    "text",
    [
        "FROM scratch\nCOPY . /\n",
        "ARG x\nFROM $x AS y\nfrom --platform=linux/amd64 a as b\n",
        "FROM x\nRUN a \\\n# comment\n\n  b\nCMD x",
        "# escape=`\nFROM x\nRUN a `\n b\n",
        "FROM x\nRUN <<EOF\nFOO bar\nEOF\nCOPY <<-a <<'b' /x\nfoo\n\ta\nbar\nb\nUSER 1\n",
        "FROM x\nRUN echo $((1<<2)) '<<' \"a <<EOF b\" <<<x\n",
        'FROM x\nCOPY ["a", "b"]\nENV A=1 B=2\nENV A b c\nLABEL a=b \\\n  c=d\n',
        "FROM x\r\nRUN y\r\n",
        "\ufeffFROM x",
        "# syntax=docker/dockerfile:1\nFROM x\n",
        "# syntax=my/own\nANYTHING goes\n",
    ],
)
def test_good_ones_pass(text: str) -> None:
    """Each of these is taken by BuildKit 0.31's parser."""
    assert dockerfile.problem(text) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "file with no instructions"),
        ("# only\n", "file with no instructions"),
        ("FROM x\nRUM y\n", "line 2: unknown instruction: RUM (did you mean RUN?)"),
        ("FROM\n", "line 1: FROM requires either one or three arguments"),
        ("FROM a b c\n", "line 1: FROM requires either one or three arguments"),
        ("RUN x\n", "line 1: no build stage in current context"),
        ("FROM x\n\nCOPY a \\\n\n", "line 3: COPY requires at least two arguments"),
        ('FROM x\nADD ["a"]\n', "line 2: ADD requires at least two arguments"),
        ("FROM x\nCOPY <<EOF\na\nEOF\n", "line 2: COPY requires at least two arguments"),
        ("FROM x\nUSER\n", "line 2: USER requires exactly one argument"),
        ("FROM x\nENV A\n", "line 2: ENV must have two arguments"),
        ("FROM x\nRUN <<EOF\nfoo\n", "unterminated heredoc"),
        ("# syntax=docker/dockerfile:1\nfoo\n", "line 2: unknown instruction: foo"),
    ],
)
def test_bad_ones_are_named(text: str, problem: str) -> None:
    """Each of these is refused by BuildKit's parser too; the line is the instruction's first."""
    assert dockerfile.problem(text) == problem
