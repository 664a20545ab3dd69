"""A stack whose runs are processes of their own, each forked: what dies in one is not missed in the next."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from moorage.engine.state import crypto, store
from tests.engine.model import description, state
from tests.engine.model.embedded import engine, provider
from tests.engine.model.killed import askable, disk


@dataclasses.dataclass(frozen=True)
class Kill:
    """When a run dies: around its `effect`-th effect, counted from 1, or `seconds` after its begin."""

    effect: int = 0
    done: bool = False
    """After the effect was had, before the engine hears of it."""
    seconds: float = 0.0


@dataclasses.dataclass(frozen=True)
class Ended:
    """How a run went: it was killed, or it said so itself."""

    killed: bool
    ok: bool = False
    pending: list[tuple[str, str, str]] = dataclasses.field(default_factory=list[tuple[str, str, str]])
    """Type, URN and key of operations that only the user can judge."""
    steps: list[tuple[str, str]] = dataclasses.field(default_factory=list[tuple[str, str]])
    said: str = ""
    effects: int = 0


class Stack:
    """State and world in a folder. `asked`: the provider can tell what came of a creation."""

    def __init__(self, root: Path, keys: crypto.Keys, salt: str, *, asked: bool) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        self._keys, self._salt = keys, salt
        self._kind = askable.Askable if asked else provider.Worldly
        self._project = engine.prepare(root)
        self.world = disk.World(root / "world")
        for name, content in state.World.begin().objects.items():
            self.world.objects[name] = content

    def _store(self) -> store.Store:
        return store.Store(self._root / ".pulumi", description.PROJECT, description.STACK, self._keys, self._salt)

    def rows(self) -> list[state.Row]:
        """Return what the state says now."""
        snapshot = self._store().load()
        return [engine.row(each) for each in snapshot.resources] if snapshot else []

    def play(self, run: description.Run, kill: Kill | None = None, **decided: Any) -> Ended:
        """Play one run in a process of its own; `decided` are fields of the request."""
        result = self._root / "result.json"
        result.unlink(missing_ok=True)
        child = os.fork()
        if not child:
            try:
                result.write_text(json.dumps(self._play(run, kill or Kill(), decided)))
            except Exception as error:
                result.write_text(json.dumps({"ok": False, "said": f"{type(error).__name__}: {error}"}))
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return Ended(killed=True)
        found: dict[str, Any] = json.loads(result.read_text())
        found |= {name: [tuple(each) for each in found.get(name, [])] for name in ("pending", "steps")}
        return Ended(killed=False, **found)

    def _play(self, run: description.Run, kill: Kill, decided: dict[str, Any]) -> dict[str, Any]:
        if kill.seconds:
            threading.Thread(target=lambda: (time.sleep(kill.seconds), _die()), daemon=True).start()
        counted = 0

        @contextlib.contextmanager
        def around() -> Generator[None]:
            nonlocal counted
            counted += 1
            if counted == kill.effect and not kill.done:
                _die()
            yield
            if counted == kill.effect:
                _die()

        events: list[dict[str, Any]] = []
        worldly = self._kind(self.world, around=around)
        asked = engine.ask(self._project, self._store(), worldly, run, orderly=False)
        outcome = engine.OPERATIONS[run.op](dataclasses.replace(asked, **decided), events.append)
        return {
            "ok": outcome.ok,
            "pending": [
                (each.type, each.resource.urn, each.resource.inputs.get("key", "")) for each in outcome.pending
            ],
            "steps": outcome.steps,
            "said": engine.said(events),
            "effects": counted,
        }


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
