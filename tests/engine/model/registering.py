"""A registration in the model: what a resource was, what it is to be, and the steps between."""

from __future__ import annotations

import copy

from tests.engine.model import cascade, description, state
from tests.engine.model.simulation import Simulation, Stopped, Unsure
from tests.engine.model.state import Row

PROVIDER = f"pulumi:providers:{description.PACKAGE}"


class Registering:
    """Takes the resources of a program one after the other, each when the one before is there."""

    def __init__(self, sim: Simulation) -> None:
        self._sim = sim
        self._got: dict[str, Row] = {}
        self._unknown: set[str] = set()
        """Keys whose outputs the program does not know, since their step failed or was passed over."""
        self._provided = False

    def program(self, program: description.Program) -> None:
        """Register everything."""
        self._plain(Row(description.stack_urn(), "pulumi:pulumi:Stack", custom=False))
        for declared in program:
            if declared.kind != "group" and not self._provided:
                self._provided = True
                self._plain(Row(description.provider_urn(), PROVIDER, custom=True))
            self._register(declared)

    def _plain(self, new: Row) -> None:
        """Register the stack or the default provider."""
        sim = self._sim
        sim.urns.add(new.urn)
        old = sim.olds.get(new.urn)
        if old:
            sim.sames.add(new.urn)
            sim.same(new, old)
        else:
            sim.creates.add(new.urn)
            sim.create(new)

    def _register(self, declared: description.Declared) -> None:
        sim = self._sim
        new = self._goal(declared)
        if new.urn in sim.urns or new.urn in sim.aliased:
            raise Unsure("two resources of one name")
        sim.urns.add(new.urn)
        self._got[declared.key] = new
        old = self._find(declared, new)
        if declared.kind == "seen":
            self._read(new, old)
            return
        included = self._included(new)
        goal_inputs = new.inputs
        if old and new.custom:
            new.inputs = {**goal_inputs, **{key: old.inputs[key] for key in declared.ignore if key in old.inputs}}
        if new.urn in sim.deletes and old:
            # what is no target is made again as it was
            new.inputs = goal_inputs if included else old.inputs
            self._recreate(declared, new, old)
        elif old and old.external:
            new.inputs = goal_inputs
            sim.creates.add(new.urn)
            if not self._passed_over(declared, new) and sim.create(new, old, pends=True):
                sim.steps.append(("replace", new.urn))
        elif not included and old:
            self._untargeted(declared, new.urn, old)
        elif old:
            self._existing(declared, new, old, goal_inputs)
        elif not included:
            sim.sames.add(new.urn)
            sim.skipped_creates.add(new.urn)
            self._unknown.add(declared.key)
            sim.steps.append(("same", new.urn))
        else:
            sim.creates.add(new.urn)
            if not self._passed_over(declared, new) and not sim.create(new):
                self._unknown.add(declared.key)

    def _goal(self, declared: description.Declared) -> Row:
        parent = self._got[declared.parent].urn if declared.parent else description.stack_urn()
        thing = declared.kind == "thing"
        inputs: state.Values = {"key": declared.key}
        if thing:
            inputs |= {"value": declared.value, "fixed": declared.fixed}
            inputs |= {"exclusive": True} if declared.exclusive else {}
        for use in declared.uses:
            known = use.key not in self._unknown
            inputs[use.input] = self._got[use.key].outputs[use.output] if known else state.UNKNOWN
        used = {use.input: [self._got[use.key].urn] for use in declared.uses}
        above = self._got.get(declared.parent)
        return Row(
            urn=description.make(description.TYPES[declared.kind], declared.name, parent),
            type=description.TYPES[declared.kind],
            custom=declared.kind != "group",
            id=declared.id,
            parent=parent,
            inputs=inputs if declared.kind != "group" else {},
            provider=description.provider_urn() if declared.kind != "group" else "",
            dependencies=sorted(
                {*(self._got[key].urn for key in declared.after), *(urns[0] for urns in used.values())}
            ),
            property_dependencies=used,
            protect=declared.protect,
            external=declared.kind == "seen",
            retain=declared.retain,
            deleted_with=self._got[declared.deleted_with].urn
            if declared.deleted_with
            else (above.deleted_with if above and declared.kind != "seen" else ""),
            replace_with=[self._got[key].urn for key in declared.replace_with],
        )

    def _find(self, declared: description.Declared, new: Row) -> Row | None:
        """Return what is recorded under its URN, else under the first alias that has something."""
        sim = self._sim
        olds = sim.olds
        if new.urn in olds:
            return olds[new.urn]
        for former in self._former(declared, new):
            if former not in olds:
                continue
            if former in sim.urns or former in sim.aliased:
                raise Unsure("two resources claim one alias")
            sim.aliased[former] = new.urn
            sim.aliases[new.urn] = former
            new.aliases = [former]
            return olds[former]
        return None

    def _former(self, declared: description.Declared, new: Row) -> list[str]:
        sim = self._sim
        own: list[str] = []
        for alias in declared.aliases if declared.kind != "seen" else ():
            parent = new.parent
            if alias.parents:
                parent = self._got[alias.parent].urn if alias.parent else ""
                parent = sim.aliases.get(parent, parent)
            own.append(description.make(new.type, alias.name, parent))
        if new.parent in sim.aliases:
            before = sim.aliases[new.parent]
            name, now = before.split("::")[-1], new.parent.split("::")[-1]
            for each in (declared.name, *(urn.split("::")[-1] for urn in own)):
                renamed = name + each.removeprefix(now) if each.startswith(now) else each
                own.append(description.make(new.type, renamed, before))
        return own

    def _included(self, new: Row) -> bool:
        sim = self._sim
        if not sim.run.targets:
            return True
        found = new.urn in sim.run.targets
        if not found and sim.run.dependents:
            found = bool(new.needs(provider=True) & sim.targets)
        if found:
            sim.targets.add(new.urn)
        return found

    def _passed_over(self, declared: description.Declared, new: Row) -> bool:
        """Say whether what it depends on failed (then it is passed over) or is not to be made (then the run fails)."""
        sim = self._sim
        if new.needs(provider=True) & sim.skipped_creates:
            raise Stopped
        if new.needs() & sim.skipped:
            sim.skipped.add(new.urn)
            self._unknown.add(declared.key)
            return True
        return False

    def _read(self, new: Row, old: Row | None) -> None:
        sim = self._sim
        if old and not old.external and old.id != new.id:
            raise Unsure("a read in place of a resource: the state forgets what is still to be deleted")
        sim.reads.add(new.urn)
        if new.needs() & sim.skipped or new.needs(provider=True) & sim.skipped_creates:
            raise Unsure("a read that depends on what failed")
        sim.read("read", new, old)

    def _recreate(self, declared: description.Declared, new: Row, old: Row) -> None:
        sim = self._sim
        sim.deletes.discard(new.urn)
        sim.replaces.add(new.urn)
        if self._passed_over(declared, new):
            return
        sim.steps.append(("replace", new.urn))
        if not sim.create(new, old):
            self._unknown.add(declared.key)

    def _existing(self, declared: description.Declared, new: Row, old: Row, goal_inputs: state.Values) -> None:
        sim = self._sim
        difference = self._difference(new, old)
        first = difference.first if declared.delete_first is None else declared.delete_first
        if difference.replaces or old.pending:
            if new.needs() & sim.skipped and (first or new.protect):
                raise Unsure("a replacement that cannot be made, of what is protected or deleted first")
            if new.protect and old.protect:
                raise Stopped
            sim.replaces.add(new.urn)
            new.inputs = goal_inputs
            if self._passed_over(declared, new):
                return
            if not (cascade.replace if first else _replace)(sim, new, old):
                self._unknown.add(declared.key)
        elif difference.changed:
            sim.updates.add(new.urn)
            if not self._passed_over(declared, new) and not sim.update(new, old):
                self._unknown.add(declared.key)
        else:
            sim.sames.add(new.urn)
            if not self._passed_over(declared, new):
                sim.same(new, old)

    def _difference(self, new: Row, old: Row) -> state.Difference:
        sim = self._sim
        if (
            new.urn in sim.run.replace
            or sim.replaces.intersection(new.replace_with)
            or new.deleted_with in sim.replaces
        ):
            return state.Difference(changed=True, replaces=True, first=False)
        if not new.custom:
            return state.Difference(changed=False, replaces=False, first=False)
        return state.compare(old.outputs, new.inputs)

    def _untargeted(self, declared: description.Declared, urn: str, old: Row) -> None:
        """Keep a resource as it was, and before it whatever it depended on."""
        self._keep(urn, old)
        self._got[declared.key] = self._sim.news[-1]

    def _keep(self, urn: str, old: Row) -> None:
        sim = self._sim
        if old.delete:
            return
        sim.urns.add(old.urn)
        sim.sames |= {urn, old.urn}
        for need in sorted(old.needs()):
            if need in sim.stepped():
                continue
            if need not in sim.olds:
                raise Stopped
            self._keep(urn, sim.olds[need])
        new = copy.deepcopy(old)
        if new.needs(provider=True) & sim.skipped_creates:
            raise Stopped
        sim.same(new, old)


def _replace(sim: Simulation, new: Row, old: Row) -> bool:
    if not sim.create(new, old, pends=True):
        return False
    sim.steps.append(("replace", new.urn))
    return True
