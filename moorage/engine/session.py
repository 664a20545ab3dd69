"""One run from its request to its outcome: state loaded, providers at hand, everything saved at the end."""

from __future__ import annotations

import contextlib
import functools
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from moorage.engine import events, providers, resource, values
from moorage.engine.deploy import effects, naming, recovery, registry, targets, world
from moorage.engine.project import stackfile
from moorage.engine.providers import host, protocol
from moorage.engine.providers.pulumi_python import early
from moorage.engine.request import Outcome, Request, RunError
from moorage.engine.state import backend, checkpoint, history, journal, store

_ONLY_PULUMI = ("viewOf", "extensionRef", "snippetId")
"""Fields of a row that ask something of the engine which this one does not do."""


@dataclass
class Session:
    """A run under way."""

    request: Request
    run: world.World
    emitter: events.Emitter
    kind: history.Kind
    started: float
    retained: list[str]

    def recover(self, *, reads: bool = False) -> None:
        """Find out what a killed run did; what only the user can tell ends this one, unless it changes nothing."""
        request, run = self.request, self.run
        choices = recovery.Choices(request.clear_pending_creates, request.import_pending_creates)
        recovery.recover(run, choices, reads=reads)
        text = recovery.undecided(run)
        if not text or run.stopped.is_set():
            return
        if self.kind == "refresh" or run.preview:
            self.emitter.diagnostic("warning", text)
        else:
            run.refuse("", text)

    def finish(self, *, ok: bool, outputs: values.Values | None = None) -> Outcome:
        """Save what is left to save, tell the summary, record the operation."""
        run, request = self.run, self.request
        try:
            run.state.close()
        except Exception as error:
            ok = False
            self.emitter.diagnostic("error", str(error))
        ok = ok and not (run.failed or run.flawed or run.marred or run.canceled)
        result: events.Result = "succeeded" if ok else "canceled" if run.canceled else "failed"
        try:
            if not run.preview:
                request.store.history(self._entry(ok=ok))
        except Exception as error:
            self.emitter.diagnostic("warning", f"the history of the stack cannot be written: {error}")
        self.emitter.summary(result)
        return Outcome(
            ok=ok,
            changes=dict(self.emitter.changes),
            outputs=outputs or {},
            steps=self.emitter.steps,
            retained=self.retained,
            pending=run.state.operations(),
            canceled=run.canceled,
        )

    def _entry(self, *, ok: bool) -> history.Entry:
        request = self.request
        return history.Entry(
            kind=self.kind,
            start=int(self.started),
            end=int(time.time()),
            succeeded=ok,
            changes=dict(self.emitter.changes),
            config=request.stackfile.record(),
            message=request.message,
        )


@dataclass(frozen=True)
class Settings:
    """What the stack file says: configuration by full key, and how resources are named."""

    config: dict[str, str]
    names: naming.Naming
    hidden: list[str]
    """What is secret in it, in clear: not to be told."""


def settle(request: Request) -> Settings:
    """Read the configuration, without the state.

    Raises:
        RunError: it is not one that this engine can work with.
    """
    try:
        config = request.stackfile.plain(request.crypter)
        hidden = request.stackfile.secrets(request.crypter)
        names = naming.load(config, request.organization, request.project.name, request.stack)
    except (stackfile.StackFileError, naming.NamingError) as error:
        raise RunError(str(error)) from error
    return Settings(config, names, hidden)


def begin(
    request: Request,
    settings: Settings,
    emitter: events.Emitter,
    kind: history.Kind,
    closing: contextlib.ExitStack,
    *,
    preview: bool,
) -> Session:
    """Load the state and prepare the run; `closing` takes what has to end with it.

    Raises:
        RunError: the state asks for what this engine does not do.
        store.StateError: it cannot be read.
    """
    if not preview:
        request.store.settle()
    snapshot = request.store.load() or checkpoint.Snapshot()
    _check(snapshot.resources)
    state = journal.Journal(snapshot.resources, snapshot.operations, None if preview else request.store.recorder())
    offered = _host(request, settings, emitter, closing)
    # who brings providers of their own need not have this one
    own = request.find in (providers.find, providers.find_or_simulate)
    if own and early.wanted(snapshot.resources, request.project.main):
        early.start(offered)
    find = _hosted(request, offered)
    calls = effects.Effects(
        registry.Registry(find), settings.names, emitter, os.urandom(32), request.parallel, preview=preview
    )
    run = world.World(
        stack=request.stack,
        project=request.project.name,
        effects=calls,
        emitter=emitter,
        state=state,
        preview=preview,
        continue_on_error=request.continue_on_error,
        scope=_scope(request, snapshot.resources),
    )
    return Session(request, run, emitter, kind, time.time(), [])


def _host(request: Request, settings: Settings, emitter: events.Emitter, closing: contextlib.ExitStack) -> host.Host:
    project = request.project
    return host.Host(
        project=project.name,
        stack=request.stack,
        root=project.root,
        directory=project.main if project.main.is_dir() else project.main.parent,
        virtualenv=project.virtualenv,
        config=settings.config,
        say=emitter.diagnostic,
        rows=functools.partial(_rows, request),
        simulates=emitter.simulates,
        closing=closing,
    )


def _rows(request: Request, name: str) -> Sequence[resource.Resource]:
    if request.stacks is None:
        raise protocol.ProviderError(f"stack {name}: there is no backend to look for it")
    try:
        snapshot = request.stacks(name).load()
    except (backend.BackendError, store.StateError) as error:
        raise protocol.ProviderError(str(error)) from error
    if snapshot is None:
        raise protocol.ProviderError(f'unknown stack "{name}"')
    return snapshot.resources


def _hosted(request: Request, offered: host.Host) -> registry.Find:
    """Return `find` with the run told to providers that ask for it."""

    def find(package: str) -> protocol.Provider:
        provider = request.find(package)
        if isinstance(provider, protocol.Placed):
            provider.directory = offered.directory
        if isinstance(provider, protocol.Hosted):
            provider.host = offered
        return provider

    return find


def _scope(request: Request, rows: list[resource.Resource]) -> targets.Scope:
    if request.targets and (request.excludes or request.exclude_protected):
        raise RunError("targets and excludes exclude each other: name either what takes part or what does not")
    protected = [row.urn for row in rows if row.protect] if request.exclude_protected else []
    return targets.Scope(
        targets.Patterns(request.targets),
        targets.Patterns((*request.excludes, *protected)),
        targets.Patterns(request.replaces),
        dependents=request.target_dependents if request.targets else request.exclude_dependents,
    )


def _check(rows: list[resource.Resource]) -> None:
    for row in rows:
        for name in _ONLY_PULUMI:
            if row.extra.get(name):
                raise RunError(f"{row.urn}: the state records {name} of it, which only the pulumi CLI honours")
