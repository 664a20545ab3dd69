"""The sentence below each field of a model, read from the source; here only, as parsing it would slow every run."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap

from components.core.model import Model


@functools.cache
def of(model: type[Model]) -> dict[str, str]:
    """Return the description of each field of `model`, those of the models it extends included."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, Model) and one is not Model:
            found |= _own(one)
    return {name: text for name, text in found.items() if name in model.model_fields}


def _own(model: type[Model]) -> dict[str, str]:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101 - the source of a class is a class
    found: dict[str, str] = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
            case _:
                pass
    return found
