"""Hooks: functions of the program that run before and after a step, and that say whether a failed one is tried again.

A resource names its hooks by kind (`resource.Resource.hooks`), and so does the state: the delete hooks of a resource
that the program no longer has are those that the program registers under the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from moorage.engine import resource
from moorage.engine.deploy import effects

if TYPE_CHECKING:
    from moorage.engine.deploy import world

Kind = Literal["BeforeCreate", "AfterCreate", "BeforeUpdate", "AfterUpdate", "BeforeDelete", "AfterDelete", "OnError"]
Operation = Literal["create", "update", "delete"]

MOST_TRIES: Final = 100
"""How often a failing effect is tried at most (maxErrorHookRetries of pulumi/pulumi, pkg/resource/deploy)."""

_BEFORE: Final[dict[Operation, Kind]] = {"create": "BeforeCreate", "update": "BeforeUpdate", "delete": "BeforeDelete"}
_AFTER: Final[dict[Operation, Kind]] = {"create": "AfterCreate", "update": "AfterUpdate", "delete": "AfterDelete"}
_T = TypeVar("_T")


class HookError(Exception):
    """What a hook raised; the text is one line."""


@dataclass(frozen=True)
class Moment:
    """What a hook is told: the rows before and after, None where there is none."""

    operation: Operation
    old: resource.Resource | None
    new: resource.Resource | None
    done: bool = False
    """The effect has happened, so the outputs of `new` are those that it has now."""

    @property
    def row(self) -> resource.Resource:
        """Return the row whose hooks are asked."""
        row = self.new or self.old
        if row is None:
            raise ValueError("a moment without a resource")
        return row


@dataclass(frozen=True)
class Hook:
    """A function around a step."""

    call: Callable[[Moment], None]
    """Raises HookError."""
    in_preview: bool = False
    ignore_errors: bool = False


Retry = Callable[[Moment, list[str]], bool]
"""Say whether to try again, given the errors so far, the last one first. Raises HookError."""


class Hooks:
    """What the program has registered, by name; one name for both kinds."""

    def __init__(self) -> None:
        self._hooks: dict[str, Hook] = {}
        self._retries: dict[str, Retry] = {}

    def __bool__(self) -> bool:
        return bool(self._hooks or self._retries)

    def add(self, name: str, hook: Hook | Retry) -> None:
        """Take a hook.

        Raises:
            HookError: the name is empty or taken.
        """
        if not name:
            raise HookError("resource hook name cannot be empty")
        if name in self._hooks or name in self._retries:
            raise HookError(f'resource hook already registered for name "{name}"')
        if isinstance(hook, Hook):
            self._hooks[name] = hook
        else:
            self._retries[name] = hook

    def hook(self, name: str) -> Hook:
        """Return a hook by name."""
        if name not in self._hooks:
            raise HookError(f'hook "{name}" was not registered')
        return self._hooks[name]

    def retry(self, name: str) -> Retry:
        """Return an error hook by name."""
        if name not in self._retries:
            raise HookError(f'error hook "{name}" was not registered')
        return self._retries[name]


def before(run: world.World, moment: Moment) -> None:
    """Run the hooks before an effect.

    Raises:
        effects.EffectError: one of them failed, and the step with it.
    """
    try:
        _around(run, _BEFORE[moment.operation], "before", moment)
    except HookError as error:
        raise effects.EffectError(str(error)) from error


def after(run: world.World, moment: Moment) -> None:
    """Run the hooks after an effect. The step has succeeded whatever they say, but the run has not."""
    try:
        _around(run, _AFTER[moment.operation], "after", moment)
    except HookError as error:
        run.mar(moment.row.urn, str(error))


def _around(run: world.World, kind: Kind, when: str, moment: Moment) -> None:
    for name in moment.row.hooks.get(kind, ()):
        hook = run.hooks.hook(name)
        if run.preview and not hook.in_preview:
            continue
        try:
            hook.call(moment)
        except HookError as error:
            if not hook.ignore_errors:
                raise HookError(f'{when} hook "{name}" failed: {error}') from error
            run.emitter.diagnostic("warning", f'{kind} hook "{name}" failed: {error}', moment.row.urn)


def tried(run: world.World, moment: Moment, effect: Callable[[], _T]) -> _T:
    """Carry out an effect, again and again while it fails and an error hook wants it tried again.

    Raises:
        effects.EffectError: the last failure, or that of an error hook.
    """
    failures: list[str] = []
    names = moment.row.hooks.get("OnError", [])
    while True:
        try:
            return effect()
        except effects.EffectError as error:
            failures.insert(0, str(error))
            if not names or not _again(run, moment, names, failures, error):
                raise
        text = f"retrying {moment.operation} due to on-error hook request ({len(failures)}/{MOST_TRIES})"
        run.emitter.diagnostic("warning", text, moment.row.urn)


def _again(run: world.World, moment: Moment, names: list[str], failures: list[str], error: effects.EffectError) -> bool:
    if len(failures) >= MOST_TRIES:
        text = "maximum number of error hook retries"
        run.emitter.diagnostic("warning", f"{text} ({MOST_TRIES}) reached", moment.row.urn)
        raise effects.EffectError(f"{text} reached", error.id, error.outputs, error.reasons) from error
    try:
        # each of them hears of the failure, also when an earlier one has decided
        answers = [_asked(run, name, moment, failures) for name in names]
    except HookError as failed:
        raise effects.EffectError(
            f"error hooks execution failed: {failed}", error.id, error.outputs, error.reasons
        ) from failed
    return any(answers)


def _asked(run: world.World, name: str, moment: Moment, failures: list[str]) -> bool:
    retry = run.hooks.retry(name)
    try:
        return retry(moment, list(failures))
    except HookError as error:
        raise HookError(f'error hook "{name}" failed: {error}') from error


def refuse_deletes(run: world.World, rows: Iterable[resource.Resource]) -> None:
    """Tell of delete hooks that cannot run because the program does not, as the CLI does without `--run-program`."""
    for row in rows:
        names = [*row.hooks.get("BeforeDelete", ()), *row.hooks.get("AfterDelete", ())]
        if names:
            text = "Resource has delete hooks registered, but the program is not running. Hooks: " + ", ".join(names)
            run.emitter.diagnostic("error", text, row.urn)
            run.fail(row.urn)
