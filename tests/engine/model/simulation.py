"""One run of the model: what it knows while it goes, and what each step does."""

from __future__ import annotations

import copy

from tests.engine.model import description
from tests.engine.model.state import Row, World


class Stopped(Exception):  # noqa: N818 -- an outcome
    """The run ends here, and has failed."""


class Unsure(Exception):  # noqa: N818 -- an outcome
    """A case in which Pulumi contradicts itself, refuses the program, or goes by chance: no claim is made."""


class Simulation:
    """The sets that Pulumi's step generator keeps, and the rows as its snapshot has them."""

    def __init__(self, base: list[Row], world: World, run: description.Run) -> None:
        self.base = copy.deepcopy(base)
        self.world = copy.deepcopy(world)
        self.run = run
        self.steps: list[tuple[str, str]] = []
        self.failures: list[tuple[str, str]] = []
        self.news: list[Row] = []
        self.done: set[int] = set()
        """By `id()`: rows of `base` that the state has no more."""
        self.urns: set[str] = set()
        self.sames: set[str] = set()
        self.creates: set[str] = set()
        self.updates: set[str] = set()
        self.replaces: set[str] = set()
        self.reads: set[str] = set()
        self.deletes: set[str] = set()
        self.ahead: set[int] = set()
        """By `id()`: rows that were deleted before their replacement comes."""
        self.aliased: dict[str, str] = {}
        """Former URN to the one of now."""
        self.aliases: dict[str, str] = {}
        """The reverse."""
        self.targets: set[str] = set(run.targets)
        self.skipped_creates: set[str] = set()
        self.skipped: set[str] = set()
        """URNs whose step failed, or was passed over because of one that did."""
        self.errored: list[Row] = []
        self.overcautious = False
        self.olds: dict[str, Row] = {}
        self.index()

    def index(self) -> None:
        """Find recorded rows by URN, without those that only wait for their delete."""
        self.olds = {row.urn: row for row in self.base if not row.delete}

    def operated(self, urn: str) -> bool:
        """Say whether the program has this resource, perhaps under another name."""
        urn = self.aliased.get(urn, urn)
        return urn in self.sames | self.updates | self.replaces | self.reads

    def stepped(self) -> set[str]:
        """Return the URNs for which there was a step."""
        return self.reads | self.creates | self.sames | self.updates | self.deletes | self.replaces

    def _fails(self, method: str, row: Row, key: object) -> bool:
        return row.custom and row.type != _PROVIDER and (method, str(key)) in self.run.faults

    def fail(self, op: str, row: Row, *others: Row) -> None:
        """Note that a step failed; the run ends unless it is to go on."""
        self.failures.append((op, row.urn))
        self.errored += [row, *others]
        self.skipped.add(row.urn)
        if not self.run.go_on:
            raise Stopped

    def same(self, new: Row, old: Row) -> None:
        """Carry a row over."""
        self.steps.append(("same", new.urn))
        new.id, new.outputs = old.id, old.outputs
        self.done.add(id(old))
        self.news.append(new)

    def create(self, new: Row, old: Row | None = None, *, pends: bool = False) -> bool:
        """Create, perhaps in place of `old`, which `pends` leaves to be deleted after all else."""
        op = "create-replacement" if old else "create"
        if self._fails("create", new, new.inputs.get("key")):
            self.fail(op, new, *([old] if old else []))
            return False
        self.steps.append((op, new.urn))
        if new.type == _PROVIDER:
            new.id = "provider"
        elif new.custom:
            new.id, new.outputs = self.world.create(new.inputs)
        if old and pends:
            old.delete = True
        if old and old.pending:
            self.done.add(id(old))
        self.news.append(new)
        return True

    def update(self, new: Row, old: Row) -> bool:
        """Change in place."""
        if self._fails("update", new, new.inputs.get("key")):
            self.fail("update", new, old)
            return False
        self.steps.append(("update", new.urn))
        new.id = old.id
        if new.custom:
            new.outputs = self.world.update(old.id, old.outputs, new.inputs)
        self.done.add(id(old))
        self.news.append(new)
        return True

    def read(self, op: str, new: Row, old: Row | None) -> None:
        """Look at an object that is not the program's."""
        self.steps.append((op, new.urn))
        new.outputs = dict(self.world.objects[new.id])
        if old:
            self.done.add(id(old))
        self.news.append(new)

    def delete(self, row: Row, *, replacing: bool, ahead: bool = False) -> bool:
        """Delete; `ahead` of a replacement the row stays until that is there."""
        op = "discard" if row.external else "delete"
        op = f"{op}-replaced" if replacing else op
        if row.protect and not replacing:
            self.failures.append((op, row.urn))
            self.errored.append(row)
            return False
        keeps = row.external or row.retain or row.deleted_with in self.deletes or not row.custom
        if not keeps and row.type != _PROVIDER:
            if self._fails("delete", row, row.outputs.get("key")):
                self.fail(op, row)
                return False
            self.world.objects.pop(row.id, None)
        self.steps.append((op, row.urn))
        if ahead:
            row.pending = True
        else:
            self.done.add(id(row))
        return True

    def rows(self) -> list[Row]:
        """Return what the state has at the end: new rows first, then what nobody touched."""
        return [*self.news, *(row for row in self.base if id(row) not in self.done)]


_PROVIDER = f"pulumi:providers:{description.PACKAGE}"
