"""Stands in for the program's process: makes the requests that the SDK makes for a program of a case."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent import futures
from typing import Any

import grpc
from google.protobuf import empty_pb2

from moorage.engine import values, wire
from moorage.engine.program import program, stubs
from tests.engine.model import description
from tests.engine.model.description import Declared

_pb = stubs.resource_pb2


class Driver:
    """What the engine starts, tells and waits for. One that is not `orderly` registers as early as the SDK would."""

    def __init__(self, declared: description.Program, *, orderly: bool = True) -> None:
        self._program = declared
        self._orderly = orderly
        self._code: futures.Future[int] = futures.Future()
        self._got: dict[str, futures.Future[Any]] = {each.key: futures.Future() for each in declared}

    def listen(self, output: Callable[[bool, str], None]) -> None:
        """Say nothing."""

    def tell(self, task: program.Task) -> None:
        """Begin."""
        threading.Thread(target=self._run, args=(task.address,), daemon=True).start()

    def wait(self) -> int:
        """Return the exit code when it is over."""
        return self._code.result()

    def stop(self) -> None:
        """Be over."""
        self._end(1)

    def kill(self) -> None:
        """Be over."""
        self._end(1)

    def _end(self, code: int) -> None:
        if not self._code.done():
            self._code.set_result(code)

    def _run(self, address: str) -> None:
        try:
            with grpc.insecure_channel(address) as channel:
                self._monitor = stubs.resource_pb2_grpc.ResourceMonitorStub(channel)
                stack = _pb.RegisterResourceRequest(
                    type="pulumi:pulumi:Stack", name=f"{description.PROJECT}-{description.STACK}"
                )
                self._stack = self._monitor.RegisterResource(stack).urn
                if self._orderly:
                    for each in self._program:
                        self._declare(each)
                else:
                    with futures.ThreadPoolExecutor(max(len(self._program), 1)) as pool:
                        list(pool.map(self._declare, self._program))
                self._monitor.SignalAndWaitForShutdown(empty_pb2.Empty())
            self._end(0)
        except (grpc.RpcError, futures.CancelledError):
            self._end(1)

    def _declare(self, one: Declared) -> None:
        try:
            call = self._read if one.kind == "seen" else self._register
            answer = call(one)
            with contextlib.suppress(futures.InvalidStateError):  # cancelled meanwhile, by one that failed
                self._got[one.key].set_result(answer)
        except grpc.RpcError:
            for each in self._got.values():
                each.cancel()
            raise

    def _urn(self, key: str) -> str:
        return self._got[key].result().urn if key else self._stack

    def _inputs(self, one: Declared) -> values.Values:
        found: values.Values = {"key": one.key}
        if one.kind == "thing":
            found["value"] = values.Secret(one.value) if one.secret else one.value
            found["fixed"] = one.fixed
            found |= {"exclusive": True} if one.exclusive else {}
        for use in one.uses:
            answer = self._got[use.key].result()
            held = wire.decode(answer.properties if isinstance(answer, _pb.ReadResourceResponse) else answer.object)
            found[use.input] = held.get(use.output, values.UNKNOWN)
        return found if one.kind != "group" else {}

    def _dependencies(self, one: Declared) -> list[str]:
        return sorted({self._urn(key) for key in (*one.after, *(use.key for use in one.uses))})

    def _register(self, one: Declared) -> Any:
        request = _pb.RegisterResourceRequest(
            type=description.TYPES[one.kind],
            name=one.name,
            parent=self._urn(one.parent),
            custom=one.kind != "group",
            object=wire.encode(self._inputs(one)),
            protect=one.protect,
            retainOnDelete=one.retain,
            ignoreChanges=one.ignore,
            dependencies=self._dependencies(one),
            aliases=[self._alias(one, alias) for alias in one.aliases],
            deletedWith=self._urn(one.deleted_with) if one.deleted_with else "",
            replace_with=[self._urn(key) for key in one.replace_with],
            acceptSecrets=True,
            supportsPartialValues=True,
            supportsResultReporting=True,
            aliasSpecs=True,
        )
        if one.delete_first is not None:
            request.deleteBeforeReplaceDefined = True
            request.deleteBeforeReplace = one.delete_first
        for name in self._inputs(one):
            uses = [self._urn(use.key) for use in one.uses if use.input == name]
            request.propertyDependencies[name].urns.extend(uses)
        return self._monitor.RegisterResource(request)

    def _alias(self, one: Declared, alias: description.Alias) -> Any:
        spec = stubs.alias_pb2.Alias.Spec(name=alias.name)
        if alias.parents:
            spec.parentUrn = self._urn(alias.parent)
        return stubs.alias_pb2.Alias(spec=spec)

    def _read(self, one: Declared) -> Any:
        return self._monitor.ReadResource(
            _pb.ReadResourceRequest(
                id=one.id,
                type=description.TYPES[one.kind],
                name=one.name,
                parent=self._urn(one.parent),
                properties=wire.encode(self._inputs(one)),
                dependencies=self._dependencies(one),
                acceptSecrets=True,
            )
        )
