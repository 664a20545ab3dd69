"""What a program may ask: `pulumirpc.ResourceMonitor`, every method honoured or refused by name."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Mapping
from concurrent import futures
from pathlib import Path
from typing import Any, Final, Never

import grpc
from google.protobuf import empty_pb2, message

from moorage.engine import marks, resource, values, wire
from moorage.engine import urn as urns
from moorage.engine.assets import content, hashing
from moorage.engine.deploy import defaults, effects, goal, outputs, reading, register, world
from moorage.engine.program import options, refusals, stubs, underway
from moorage.engine.providers import protocol

_pb = stubs.resource_pb2

FEATURES: Final = ("secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith")
"""What SupportsFeature and GetDeploymentInfo say yes to; exactly what is honoured."""


@dataclasses.dataclass(frozen=True)
class Facts:
    """What a program may know of the run before its state is loaded."""

    project: str
    stack: str
    organization: str
    config: Mapping[str, str]
    secret_keys: list[str]
    parallel: int
    preview: bool
    folder: Path
    """Where the program runs."""


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

    def __init__(self, facts: Facts, on_finish: Callable[[], None]) -> None:
        self.finished = threading.Event()
        """The program has asked for everything that it wants."""
        self.under_way = underway.UnderWay()
        self._facts = facts
        self._on_finish = on_finish
        self._parts: futures.Future[Parts] = futures.Future()

    def open(self, parts: Parts) -> None:
        """Answer from now on."""
        self._parts.set_result(parts)

    def abandon(self) -> None:
        """Tell whoever waits, or comes, that there will be no run."""
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
        return _pb.SupportsFeatureResponse(hasSupport=request.id in FEATURES)

    def GetDeploymentInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Tell what the run is and what the engine honours."""
        numbers = {
            "secrets": _pb.RESOURCE_MONITOR_FEATURE_SECRETS,
            "resourceReferences": _pb.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
            "outputValues": _pb.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
            "aliasSpecs": _pb.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
            "deletedWith": _pb.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
        }
        facts = self._facts
        return _pb.DeploymentInfo(
            project=facts.project,
            stack=facts.stack,
            organization=facts.organization,
            config=dict(facts.config),
            configSecretKeys=facts.secret_keys,
            dryRun=facts.preview,
            parallel=facts.parallel,
            supportedFeatures=[numbers[name] for name in FEATURES],
        )

    def RegisterResource(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Bring a resource to what the program asks for; answers when that is done and saved."""
        return self._serve(context, request.name, lambda: self._register(request))

    def _register(self, request: stubs.resource_pb2.RegisterResourceRequest) -> Any:
        run = self._run
        self._refuse_options(request, request.type, request.name)
        goal.check_urns([request.parent, request.deletedWith, *request.dependencies, *request.aliasURNs])
        parent = run.goals.get(request.parent)
        wanted = goal.decode(request, parent)
        wanted = dataclasses.replace(wanted, inputs=hashing.hashed(wanted.inputs, self._facts.folder))
        if not run.preview and marks.has_unknown(wanted.inputs) and not run.failed:
            raise goal.GoalError(f"{request.type} {request.name}: an input is unknown, outside of a preview")
        if wanted.custom and not urns.is_provider(wanted.type):
            package = urns.package(wanted.type)
            found = self._providers.resolve(
                package, request.version, request.provider, request.providers, request.parent
            )
            wanted = dataclasses.replace(wanted, provider=found)
        elif urns.is_provider(wanted.type):
            wanted = dataclasses.replace(wanted, inputs=defaults.provider_inputs(wanted, request.version), provider="")
        else:
            wanted = dataclasses.replace(wanted, provider="")
        answer = register.register(run, wanted)
        if not wanted.custom:
            self._providers.component(answer.row.urn, request.parent, request.providers)
        return _answer(request, answer)

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
        self._refuse_options(request, request.type, request.name)
        goal.check_urns([request.parent, *request.dependencies])
        package = urns.package(request.type)
        row = resource.Resource(
            urn=urns.make(run.stack, run.project, request.parent, request.type, request.name),
            type=request.type,
            custom=True,
            external=True,
            parent=request.parent,
            inputs=marks.lower(wire.decode(request.properties), set()),
            provider=self._providers.resolve(package, request.version, request.provider, {}, request.parent),
            dependencies=sorted(set(request.dependencies)),
            additional_secret_outputs=list(request.additionalSecretOutputs),
        )
        known = values.UNKNOWN if request.id == wire.UNKNOWN_TEXT else request.id
        answer = reading.read(run, row, known)
        properties = answer.row.outputs if request.acceptSecrets else marks.strip(answer.row.outputs)
        return _pb.ReadResourceResponse(urn=answer.row.urn, id=answer.row.id, properties=wire.encode(properties))

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Call a function of a package."""
        return self._serve(context, request.tok, lambda: self._invoke(request))

    def _invoke(self, request: stubs.resource_pb2.ResourceInvokeRequest) -> Any:
        run = self._run
        run.going()
        self._refuse_options(request, "function", request.tok)
        arguments = hashing.hashed(wire.decode(request.args), self._facts.folder)
        if request.tok == "pulumi:pulumi:getResource":
            return _result(reading.get_resource(run, arguments))
        if run.preview and reading.unresolved(run, list(request.dependsOn)):
            return _pb.ResourceInvokeResponse(unknown=True)
        package = urns.package(request.tok)
        reference = self._providers.resolve(package, request.version, request.provider, {}, request.parent)
        try:
            return _result(run.effects.invoke(reference, request.tok, arguments))
        except protocol.UnansweredError:
            return _pb.ResourceInvokeResponse(unknown=True)

    def SignalAndWaitForShutdown(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Hear that the program has registered everything. Nothing of it is needed any more: it need not wait."""
        self.finished.set()
        self._on_finish()
        return empty_pb2.Empty()

    def _refuse_options(self, request: message.Message, kind: str, name: str) -> None:
        refused = options.refused(request)
        if refused:
            raise goal.GoalError(f"{kind} {name}: the embedded engine does not honour {', '.join(refused)}")

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
        except (goal.GoalError, content.AssetError, effects.EffectError) as error:
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
        urn=row.urn, id=row.id, object=wire.encode(found), result=_pb.Result.Value(_RESULTS[answer.outcome])
    )
