"""A program without a process: registers given resources with the engine over its own wire, from a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import resource_pb2, resource_pb2_grpc

from moorage.engine.program import program

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


@dataclass(frozen=True)
class Declared:
    """A resource of the program: a component without `custom`; references are names of others."""

    name: str
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    custom: bool = True
    parent: str = ""
    needs: tuple[str, ...] = ()
    deleted_with: str = ""
    retain: bool = False

    @property
    def type(self) -> str:
        """Return its type token."""
        return "test:index:Thing" if self.custom else "test:index:Group"


class Puppet:
    """Stands in for `program.Program`: told what to run, it registers everything, and then has ended."""

    def __init__(self, declared: Sequence[Declared]) -> None:
        self._declared = declared
        self._thread = threading.Thread(target=lambda: None)
        self._code = 0

    def listen(self, output: Callable[[bool, str], None]) -> None:
        """Have nothing to say."""

    def tell(self, task: program.Task) -> None:
        """Run."""
        self._thread = threading.Thread(target=self._run, args=(task,), daemon=True)
        self._thread.start()

    def wait(self) -> int:
        """Wait for the end."""
        self._thread.join()
        return self._code

    def kill(self) -> None:
        """End with the engine."""

    def stop(self) -> None:
        """End with the engine."""

    def _run(self, task: program.Task) -> None:
        try:
            with grpc.insecure_channel(task.address) as channel:
                _register_all(resource_pb2_grpc.ResourceMonitorStub(channel), task, self._declared)
        except grpc.RpcError:
            self._code = 32  # the engine has said why


def _register_all(monitor: Any, task: program.Task, declared: Sequence[Declared]) -> None:
    root: str = monitor.RegisterResource(
        resource_pb2.RegisterResourceRequest(type="pulumi:pulumi:Stack", name=f"{task.project}-{task.stack}")
    ).urn
    urns: dict[str, str] = {}
    for each in declared:
        inputs = struct_pb2.Struct()
        inputs.update({**each.inputs, **({"name": f"toy-{each.name}"} if each.custom else {})})
        asked = resource_pb2.RegisterResourceRequest(
            type=each.type,
            name=each.name,
            parent=urns.get(each.parent) or root,
            custom=each.custom,
            object=inputs,
            dependencies=[urns[name] for name in each.needs],
            deletedWith=urns.get(each.deleted_with, ""),
            acceptSecrets=True,
            supportsPartialValues=True,
            supportsResultReporting=True,
        )
        if each.retain:
            asked.retainOnDelete = True
        for name in each.needs[:1]:
            asked.propertyDependencies["size"].urns.append(urns[name])
        urns[each.name] = monitor.RegisterResource(asked).urn
    monitor.RegisterResourceOutputs(
        resource_pb2.RegisterResourceOutputsRequest(urn=root, outputs=_struct({"token": {**SECRET, "value": "canary"}}))
    )


def _struct(data: dict[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(cast("Any", data))
    return made
