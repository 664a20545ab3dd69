"""The rules: each takes the root of a tree and returns one line per finding."""

from __future__ import annotations

import ast
import pathlib
import re
import statistics
from collections.abc import Callable, Iterator

from tests.guards.sources import ALL, Source, sources

Rule = Callable[[pathlib.Path], Iterator[str]]

LONGEST, MEDIAN, PROGRAM = 300, 100, 60
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore)(?P<rest>.*)$")
REASON = re.compile(r"^(:\s*[A-Z0-9, ]+?|\[[A-Za-z, ]+\])\s+(-{1,2}|#)\s+\S.{7,}$")


def kinds(root: pathlib.Path) -> set[str]:
    """Return every word that names a kind, from the folders."""
    return {path.parent.name.replace("_", "-") for path in root.glob("components/*/*/settings.py")}


def no_comparison_with_a_kind(root: pathlib.Path) -> Iterator[str]:
    """Consumers ask for traits; only a tool's own folder knows its name."""
    words = kinds(root)
    for source in sources(root, ("infra", "components")):
        own = source.path.split("/")[2] if source.path.count("/") >= 3 else ""
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Compare):
                compared = [node.left, *node.comparators]
            elif isinstance(node, ast.MatchValue):
                compared = [node.value]
            else:
                continue
            for constant in _constants(compared):
                if constant in words - {own.replace("_", "-")}:
                    yield f"{source.path}:{node.lineno}: compares with the kind {constant!r}"


def no_decision_on_the_stack_name(root: pathlib.Path) -> Iterator[str]:
    """Stricter rules read the profile; the stack's name is for names and labels."""
    for source in sources(root, ("infra", "components")):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Compare | ast.Match):
                for inner in ast.walk(node.subject if isinstance(node, ast.Match) else node):
                    if isinstance(inner, ast.Attribute) and inner.attr in {"stack", "get_stack"}:
                        yield f"{source.path}:{node.lineno}: decides on the stack's name"


def program_is_straight(root: pathlib.Path) -> Iterator[str]:
    """The program fits on a screen and has no branch."""
    path = root / "infra/__main__.py"
    text = path.read_text(encoding="utf-8")
    if len(text.splitlines()) >= PROGRAM:
        yield f"infra/__main__.py: {len(text.splitlines())} lines, allowed: fewer than {PROGRAM}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.If | ast.IfExp | ast.Match | ast.While | ast.Try):
            yield f"infra/__main__.py:{node.lineno}: branches"


def files_are_small(root: pathlib.Path) -> Iterator[str]:
    """No file above 300 lines, half of them below 100."""
    lengths = {source.path: len(source.text.splitlines()) for source in sources(root, ALL)}
    for path, length in lengths.items():
        if length > LONGEST:
            yield f"{path}: {length} lines, allowed: {LONGEST}"
    if statistics.median(lengths.values()) >= MEDIAN:
        yield f"median of {statistics.median(lengths.values())} lines, allowed: fewer than {MEDIAN}"


def suppressions_have_reasons(root: pathlib.Path) -> Iterator[str]:
    """Whoever switches a check off says which one and why, on the same line."""
    for source in sources(root, ALL):
        for number, line in enumerate(source.text.splitlines(), 1):
            found = SUPPRESSION.search(line)
            if found and "SUPPRESSION =" not in line and not REASON.match(found["rest"].strip()):
                yield f"{source.path}:{number}: a suppression without a reason"


def publish_comes_last(root: pathlib.Path) -> Iterator[str]:
    """Every component ends its constructor with `self.publish(...)`."""
    for source in sources(root, ("components",)):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and any(keyword.arg == "token" for keyword in node.keywords):
                last = next(
                    (f.body[-1] for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__"), None
                )
                if last is None or not ast.unparse(last).startswith("self.publish("):
                    yield f"{source.path}:{node.lineno}: {node.name} does not end its constructor with publish()"


def tokens_are_unique(root: pathlib.Path) -> Iterator[str]:
    """A type token is state: written out, once."""
    seen: dict[str, str] = {}
    for source in sources(root, ("components",)):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                for keyword in node.keywords:
                    if keyword.arg == "token":
                        token = ast.unparse(keyword.value)
                        if token in seen or not isinstance(keyword.value, ast.Constant):
                            yield f"{source.path}:{node.lineno}: token {token} is not a unique literal"
                        seen[token] = source.path


def no_resource_inside_apply(root: pathlib.Path) -> Iterator[str]:
    """What is made inside `apply` is missing from previews."""
    for source in sources(root, ("infra", "components")):
        made = {name.asname or name.name for node in ast.walk(source.tree) for name in _sdk_names(node)}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "apply":
                for inner in (inner for argument in node.args for inner in ast.walk(argument)):
                    if isinstance(inner, ast.Call) and ast.unparse(inner.func).split(".")[0] in made:
                        yield f"{source.path}:{inner.lineno}: makes a resource inside apply"


def settings_and_plans_touch_nothing(root: pathlib.Path) -> Iterator[str]:
    """Settings, plans and core have no clock, no network, no chance and no environment."""
    banned = {"time", "datetime", "random", "secrets", "socket", "subprocess", "urllib", "http", "requests"}
    for source in sources(root, ("components",)):
        if not (source.path.startswith("components/core/") or source.path.endswith(("/settings.py", "/plan.py"))):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
                for name in names:
                    if name.split(".")[0] in banned:
                        yield f"{source.path}:{node.lineno}: imports {name}"
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                yield f"{source.path}:{node.lineno}: reads the environment"


RULES: tuple[Rule, ...] = (
    no_comparison_with_a_kind,
    no_decision_on_the_stack_name,
    program_is_straight,
    files_are_small,
    suppressions_have_reasons,
    publish_comes_last,
    tokens_are_unique,
    no_resource_inside_apply,
    settings_and_plans_touch_nothing,
)


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner.value


def _sdk_names(node: ast.AST) -> Iterator[ast.alias]:
    if isinstance(node, ast.Import):
        yield from (name for name in node.names if name.name.startswith("pulumi_"))
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pulumi_"):
        yield from node.names


__all__ = ["RULES", "Rule", "Source"]
