"""What a program may ask: `pulumirpc.ResourceMonitor`, every method honoured or refused by name."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Mapping
from concurrent import futures
from typing import Any, Final, Never

import grpc
from google.protobuf import empty_pb2

from moorage.engine import marks, resource, values, wire
from moorage.engine import urn as urns
from moorage.engine.assets import content, hashing
from moorage.engine.deploy import defaults, effects, goal, hooks, outputs, reading, world
from moorage.engine.program import (
    callbacks,
    facts,
    hooking,
    options,
    packages,
    refusals,
    registration,
    stubs,
    transforms,
    underway,
)
from moorage.engine.providers import protocol

_pb = stubs.resource_pb2


class CallError(Exception):
    """A function failed: the program is told, which may know what to do without its answer."""


@dataclasses.dataclass(frozen=True)
class Parts:
    """What answers a program's requests."""

    run: world.World
    providers: defaults.Defaults
    outputs: outputs.Outputs


class Monitor(refusals.Refusals):
    """Serves one run. grpc calls it from many threads.

    The program is let in at once, while the state is still being loaded; what needs the state waits for `open`.
    """

    def __init__(self, known: facts.Facts, on_finish: Callable[[], None]) -> None:
        self.finished = threading.Event()
        """The program has asked for everything that it wants."""
        self.under_way = underway.UnderWay()
        self._facts = known
        self._on_finish = on_finish
        self._parts: futures.Future[Parts] = futures.Future()
        self._dismissed = threading.Event()
        self._calls = callbacks.Callbacks()
        self._transforms = transforms.Transforms(self._calls)
        self._packages = packages.Packages()

    def open(self, parts: Parts) -> None:
        """Answer from now on."""
        self._parts.set_result(parts)

    def abandon(self) -> None:
        """Tell whoever waits, or comes, that there is no run any more."""
        self.dismiss()
        self._calls.close()
        if not self._parts.done():
            self._parts.set_exception(world.StoppedError())

    @property
    def stopped(self) -> bool:
        """Say whether the run has ended early."""
        return self._parts.done() and (self._parts.exception() is not None or self._run.stopped.is_set())

    @property
    def _run(self) -> world.World:
        return self._parts.result().run

    @property
    def _providers(self) -> defaults.Defaults:
        return self._parts.result().providers

    def SupportsFeature(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Answer one feature by its old name."""
        return _pb.SupportsFeatureResponse(hasSupport=request.id in facts.FEATURES)

    def GetDeploymentInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Tell what the run is and what the engine honours."""
        return self._facts.info()

    def RegisterPackage(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Give a package a reference."""
        return self._serve(
            context, request.name, lambda: _pb.RegisterPackageResponse(ref=self._packages.register(request))
        )

    def RegisterStackTransform(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take a transform of every resource."""
        self._transforms.add(request)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take a transform of every function call."""
        self._transforms.add_call(request)
        return empty_pb2.Empty()

    def RegisterResourceHook(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take a function that runs before or after steps."""
        return self._serve(context, request.name, lambda: self._add_hook(request, hooking.hook))

    def RegisterErrorHook(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take a function that says whether a failed effect is tried again."""
        return self._serve(context, request.name, lambda: self._add_hook(request, hooking.retry))

    def _add_hook(self, request: Any, wrapped: Callable[[callbacks.Callbacks, Any], hooks.Hook | hooks.Retry]) -> Any:
        self._run.hooks.add(request.name, wrapped(self._calls, request))
        return empty_pb2.Empty()

    def RegisterResource(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Bring a resource to what the program asks for; answers when that is done and saved."""
        return self._serve(context, request.name, lambda: self._register(request))

    def _register(self, request: stubs.resource_pb2.RegisterResourceRequest) -> Any:
        parts = self._parts.result()
        registrar = registration.Registrar(
            parts.run, parts.providers, self._packages, self._transforms, self._facts.folder
        )
        return _answer(request, registrar.register(request))

    def RegisterResourceOutputs(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Take the outputs of a component or the stack."""

        def take() -> Any:
            self._parts.result().outputs.register(
                request.urn, hashing.hashed(wire.decode(request.outputs), self._facts.folder)
            )
            return empty_pb2.Empty()

        return self._serve(context, request.urn, take)

    def ReadResource(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Look at a resource that exists and is not ours."""
        return self._serve(context, request.name, lambda: self._read(request))

    def _read(self, request: stubs.resource_pb2.ReadResourceRequest) -> Any:
        run = self._run
        options.check(request, request.type, request.name)
        goal.check_urns([request.parent, *request.dependencies])
        package = self._packages.wanted(urns.package(request.type), request)
        row = resource.Resource(
            urn=urns.make(run.stack, run.project, request.parent, request.type, request.name),
            type=request.type,
            custom=True,
            external=True,
            parent=request.parent,
            inputs=marks.lower(wire.decode(request.properties), set()),
            provider=request.provider or self._providers.default(package),
            dependencies=sorted(set(request.dependencies)),
            additional_secret_outputs=list(request.additionalSecretOutputs),
        )
        known = values.UNKNOWN if request.id == wire.UNKNOWN_TEXT else request.id
        answer = reading.read(run, row, known)
        properties = answer.row.outputs if request.acceptSecrets else marks.strip(answer.row.outputs)
        return _pb.ReadResourceResponse(
            urn=answer.row.urn,
            id=answer.row.id,
            properties=wire.encode(properties),
            result=_pb.Result.Value(_RESULTS[answer.outcome]),
        )

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Call a function of a package."""
        return self._serve(context, request.tok, lambda: self._invoke(request))

    def _invoke(self, request: stubs.resource_pb2.ResourceInvokeRequest) -> Any:
        run = self._run
        run.going()
        options.check(request, "function", request.tok)
        package = urns.package(request.tok)
        request.provider = self._providers.named(package, request.provider, {}, request.parent)
        try:
            self._transforms.call(request)
        except callbacks.CallbackError as error:
            run.going()
            raise goal.GoalError(f"function {request.tok}: a transform failed: {error}") from error
        arguments = hashing.hashed(wire.decode(request.args), self._facts.folder)
        if request.tok == "pulumi:pulumi:getResource":
            return _result(reading.get_resource(run, arguments))
        if run.preview and reading.unresolved(run, list(request.dependsOn)):
            return _pb.ResourceInvokeResponse(unknown=True)
        reference = request.provider or self._providers.default(self._packages.wanted(package, request))
        try:
            return _result(run.effects.invoke(reference, request.tok, arguments))
        except protocol.UnansweredError:
            return _pb.ResourceInvokeResponse(unknown=True)
        except effects.EffectError as error:
            raise CallError(f"invocation of {request.tok} returned an error: {error}") from error

    def SignalAndWaitForShutdown(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Hear that the program has registered everything. It waits only where a hook of it may still be needed."""
        self.finished.set()
        self._on_finish()
        if self._run.hooks:
            self._dismissed.wait()
        return empty_pb2.Empty()

    def dismiss(self) -> None:
        """Let the program end: nothing of it is needed any more."""
        self._dismissed.set()

    def _serve(self, context: grpc.ServicerContext, what: str, call: Callable[[], Any]) -> Any:
        """Run a handler; every error ends the run with one line, and the program then hears that it is over."""
        try:
            run = self._run
        except world.StoppedError:
            over(context)
        try:
            with self.under_way:
                return call()
        except world.StoppedError:
            over(context)
        except CallError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except (goal.GoalError, content.AssetError, effects.EffectError, hooks.HookError) as error:
            run.refuse("", str(error))
            over(context)
        except Exception as error:
            run.refuse("", f"{what}: {type(error).__name__}: {error}")
            over(context)

    def refuse(self, context: grpc.ServicerContext, what: str) -> Never:
        """End the run with one line that names what was asked for."""
        with contextlib.suppress(world.StoppedError):
            self._run.refuse("", f"the embedded engine does not support {what}")
        over(context)


def over(context: grpc.ServicerContext) -> Never:
    """Tell the program that the run is over."""
    context.abort(grpc.StatusCode.UNAVAILABLE, "the deployment has ended")
    raise AssertionError  # abort raises


_RESULTS: Final[Mapping[world.Outcome, str]] = {"success": "SUCCESS", "failed": "FAIL", "skipped": "FAIL"}


def _result(found: values.Values) -> Any:
    response = _pb.ResourceInvokeResponse()
    getattr(response, "return").CopyFrom(wire.encode(found))  # a keyword here, a field's name there
    return response


def _answer(request: stubs.resource_pb2.RegisterResourceRequest, answer: world.Registered) -> Any:
    row = answer.row
    # a component's recorded outputs are of the last run: it says its new ones later
    found = row.outputs if row.custom else {}
    if not request.supportsPartialValues:
        found = {key: value for key, value in found.items() if not marks.has_unknown(value)}
    if not request.acceptSecrets:
        found = {key: marks.strip(value) for key, value in found.items()}
    return _pb.RegisterResourceResponse(
        urn=row.urn,
        id=row.id,
        object=wire.encode(found),
        result=_pb.Result.Value(_RESULTS[answer.outcome]),
        unknown=answer.unknown,
    )
