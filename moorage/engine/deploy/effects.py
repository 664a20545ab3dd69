"""Calls to providers: values without marks go in, marked ones come out; so many at a time; errors as one kind."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import threading
import time
from collections.abc import Generator
from typing import Literal

from moorage.engine import blinds, events, resource, values
from moorage.engine import urn as urns
from moorage.engine.deploy import comparison, ignore, marking, naming, registry
from moorage.engine.providers import protocol


class EffectError(Exception):
    """A provider refused or failed; `id` and `outputs` are set when the resource exists all the same."""

    def __init__(
        self, message: str, id: str = "", outputs: values.Values | None = None, reasons: list[str] | None = None
    ):
        super().__init__(message)
        self.id = id
        self.outputs = outputs
        self.reasons = reasons or [message]


class Effects:
    """What the deployment asks of the provider of a row. Rows go in marked, values come out marked."""

    def __init__(
        self,
        providers: registry.Registry,
        names: naming.Naming,
        emitter: events.Emitter,
        seed: bytes,
        parallel: int,
        *,
        preview: bool,
    ) -> None:
        self.providers = providers
        self.preview = preview
        self._names = names
        self._emitter = emitter
        self._seed = seed
        self._asked: set[str] = set()
        self._slots = threading.BoundedSemaphore(max(parallel, 1))

    def naming(self, urn: str) -> tuple[protocol.Autonaming | None, bool]:
        """Return the physical name to propose, and whether it is the same each time."""
        return self._names.propose(urn, self._seed_of(urn))

    def _seed_of(self, urn: str) -> bytes:
        return hashlib.sha256(self._seed + urn.encode()).digest()

    def _context(
        self, row: resource.Resource, action: Literal["create", "update", "delete", "read", ""] = ""
    ) -> protocol.Context:
        def log(severity: Literal["debug", "info", "warning", "error"], text: str) -> None:
            if severity != "debug":
                self._emitter.diagnostic(severity, hidden(text), row.urn)

        def hidden(text: str) -> str:
            return blinds.without(text, blinds.marked(row.inputs))

        def refresh_before_update() -> None:
            self._asked.add(row.urn)

        return protocol.Context(
            urn=row.urn,
            type=row.type,
            name=urns.name(row.urn),
            preview=self.preview,
            timeout=row.custom_timeouts.get(action, 0.0),
            seed=self._seed_of(row.urn),
            autonaming=self.naming(row.urn)[0],
            ignore_changes=tuple(row.ignore_changes),
            log=log,
            status=lambda text: self._emitter.diagnostic("info", hidden(text), row.urn, ephemeral=True),
            refresh_before_update=refresh_before_update,
        )

    @contextlib.contextmanager
    def _slot(self, *given: values.Values) -> Generator[None]:
        with self._slots, _translated(*given):
            yield

    def refreshes(self, urn: str) -> bool:
        """Say whether the provider asked, in this run, that a resource be read before each update."""
        return urn in self._asked

    def check(self, row: resource.Resource, old: values.Values, new: values.Values) -> protocol.Checked:
        """Return the checked inputs."""
        with self._slot(old, new):
            if urns.is_provider(row.type):
                checked = self.providers.check(row.urn, new)
            else:
                provider = self.providers.get(row.provider)
                checked = provider.check(self._context(row), old, new)
        secrets = [*blinds.marked(old), *blinds.marked(new)] if checked.failures else []
        failures = [protocol.Failure(each.property, blinds.without(each.reason, secrets)) for each in checked.failures]
        return protocol.Checked(checked.inputs, failures)

    def diff(self, old: resource.Resource, new: resource.Resource, inputs: values.Values) -> protocol.Diff:
        """Compare a recorded row with checked inputs, by the provider of `new`."""
        with self._slot(old.inputs, old.outputs, inputs):
            if urns.is_provider(old.type):
                return self.providers.diff(new.urn, old.inputs, inputs)
            provider = self.providers.get(new.provider)
            diff = provider.diff(self._context(new), old.id, old.inputs, old.outputs, inputs)
        if diff.changes != "unknown":
            return diff
        kept, _ = ignore.apply(inputs, old.inputs, new.ignore_changes)
        detailed = comparison.compare(old.inputs, kept)
        return dataclasses.replace(diff, detailed=detailed, changes="some" if detailed else "none")

    def configure(self, row: resource.Resource) -> None:
        """Make a provider resource's provider available under its reference."""
        with _translated(row.inputs):
            self.providers.configure(row.urn, row.id, row.inputs)

    def ensure(self, row: resource.Resource) -> None:
        """Configure a recorded provider that this run's program did not register."""
        with _translated(row.inputs):
            self.providers.ensure(row)

    def create(self, row: resource.Resource) -> tuple[str, values.Values]:
        """Return id and outputs."""
        if urns.is_provider(row.type):
            made = dataclasses.replace(row, id=registry.new_id(preview=self.preview))
            self.configure(made)
            return made.id, registry.filtered(row.inputs)
        with self._slot(row.inputs):
            provider = self.providers.get(row.provider)
            created, outputs = provider.create(self._context(row, "create"), row.inputs)
        if not created and not self.preview:
            raise EffectError("provider did not return an ID from Create")
        return created, outputs

    def update(self, old: resource.Resource, new: resource.Resource) -> values.Values:
        """Return the outputs after a change in place."""
        if urns.is_provider(new.type):
            self.configure(dataclasses.replace(new, id=old.id))
            return registry.filtered(new.inputs)
        with self._slot(old.inputs, old.outputs, new.inputs):
            return self.providers.get(new.provider).update(
                self._context(new, "update"), old.id, old.inputs, old.outputs, new.inputs
            )

    def delete(self, row: resource.Resource) -> None:
        """Remove what a row records."""
        if urns.is_provider(row.type):
            return
        with self._slot(row.inputs, row.outputs):
            provider = self.providers.get(row.provider)
            provider.delete(self._context(row, "delete"), row.id, row.inputs, row.outputs)

    def read(
        self, row: resource.Resource, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Return id, inputs and outputs as they are, None when there is no such resource."""
        with self._slot(inputs, outputs):
            provider = self.providers.get(row.provider)
            return provider.read(self._context(row, "read"), id, inputs, outputs)

    def find(self, row: resource.Resource) -> tuple[str, values.Values] | None:
        """Return what a creation of which nobody knows the end has made; None: nothing.

        Raises:
            EffectError: the provider cannot tell.
        """
        with self._slot(row.inputs):
            provider = self.providers.get(row.provider)
            if not isinstance(provider, protocol.Findable):
                raise EffectError(f"package {provider.package} cannot tell what exists")
            return provider.find(self._context(row, "read"), row.inputs)

    def tells(self, row: resource.Resource) -> bool:
        """Say whether the provider of a row knows what exists, so that reading is enough after a killed run."""
        with _translated():
            provider = self.providers.get(row.provider)
        plain = provider.plain if isinstance(provider, marking.Marking) else provider
        return isinstance(plain, protocol.Findable)

    def invoke(self, reference: str, token: str, arguments: values.Values) -> values.Values:
        """Call a function."""
        with self._slot(arguments):
            return self.providers.get(reference).invoke(token, arguments)


@contextlib.contextmanager
def _translated(*given: values.Values) -> Generator[None]:
    """Raise a provider's errors as one kind, and without the secrets that it was given: some of it is recorded."""
    try:
        yield
    except protocol.ProviderError as error:
        secrets = [text for each in given for text in blinds.marked(each)]
        reasons = [blinds.without(reason, secrets) for reason in error.reasons]
        raise EffectError(blinds.without(str(error), secrets), error.id, error.outputs, reasons) from error
    except (EffectError, protocol.UnansweredError):
        raise
    except Exception as error:
        # a provider's own mistake: the run must still end with true state and a line that says where
        secrets = [text for each in given for text in blinds.marked(each)]
        raise EffectError(blinds.without(f"{type(error).__name__}: {error}", secrets)) from error


def now() -> str:
    """Return the time as Go prints it (RFC 3339, UTC)."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    fraction = f".{nanoseconds:09d}".rstrip("0").rstrip(".")
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + fraction + "Z"
