"""A package that a plugin serves: each call of the engine is one of `pulumirpc.ResourceProvider`.

Source of the rules: `sdk/go/common/resource/plugin/provider_plugin.go` of pulumi/pulumi.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, Final, Literal

import grpc

from moorage.engine import marks, values, wire
from moorage.engine import urn as urns
from moorage.engine.program import stubs
from moorage.engine.providers import host, protocol
from moorage.engine.providers.plugin import abilities, answers, connection, failures

_pb = stubs.provider_pb2


class Plugin:
    """One configured instance of a plugin; its process starts with the first call."""

    def __init__(self, package: str, launch: connection.Launch) -> None:
        self.package = package
        self.version = ""
        self.urn = ""
        self.host = host.Host()
        self._launch = launch
        self._link: connection.Link | None = None
        self._starting = threading.Lock()
        self._able: abilities.Abilities | None = None
        self._known = True
        """Whether the whole configuration is known; if not, nothing is asked of it."""

    def _ask(self, method: str, request: Any) -> Any:
        return self._connected().ask(method, request)

    def _connected(self) -> connection.Link:
        with self._starting:
            if self._link is None:
                self._link = self._start()
                self._able = self._link.greeted
            return self._link

    def _start(self) -> connection.Link:
        early = self.host.early.pop(self.package, None)
        if early:
            return early.result()
        return connection.Link(self.package, self._launch(self.host, self.version), self.host)

    @property
    def _abilities(self) -> abilities.Abilities:
        return self._able or abilities.NONE

    def check_config(self, inputs: values.Values) -> protocol.Checked:
        """Check the configuration; a plugin that does not want to takes it as it is."""
        self._take_version(inputs)
        request = _pb.CheckRequest(
            urn=self.urn,
            name=urns.name(self.urn),
            type=urns.type_of(self.urn),
            olds=wire.encode({}),
            news=abilities.NONE.encode(inputs),
        )
        try:
            response = self._connected().call("CheckConfig", request)
        except grpc.RpcError as error:
            if failures.unimplemented(error):
                return protocol.Checked(inputs)
            raise self._connected().failure("CheckConfig", error) from error
        checked = abilities.NONE.annotated(wire.decode(response.inputs), inputs)
        return protocol.Checked(checked, answers.failures(response))

    def diff_config(self, old: values.Values, new: values.Values) -> protocol.Diff:
        """Compare two configurations; a plugin that does not want to is never replaced."""
        self._take_version(new)
        request = _pb.DiffRequest(
            urn=self.urn,
            name=urns.name(self.urn),
            type=urns.type_of(self.urn),
            old_inputs=abilities.NONE.encode(old),
            olds=abilities.NONE.encode(old),
            news=abilities.NONE.encode(new),
        )
        try:
            diff = answers.diff(self._connected().call("DiffConfig", request))
        except grpc.RpcError as error:
            if not failures.unimplemented(error):
                raise self._connected().failure("DiffConfig", error) from error
            diff = protocol.Diff(changes="unknown")
        if diff.changes == "unknown":
            same = marks.strip(old) == marks.strip(new)
            return protocol.Diff(changes="none" if same else "some")
        return diff

    def _take_version(self, inputs: values.Values) -> None:
        self.version = str(inputs.get(protocol.VERSION, ""))

    def configure(self, inputs: values.Values) -> None:
        """Hand over the configuration, unless it is not wholly known yet."""
        self._take_version(inputs)
        self._known = not marks.has_unknown(inputs)
        if not self._known:
            return
        given = {key: marks.strip(value) for key, value in inputs.items() if key != protocol.VERSION}
        variables = {
            f"{self.package}:config:{key}": value if isinstance(value, str) else json.dumps(value)
            for key, value in given.items()
        }
        request = _pb.ConfigureRequest(
            variables=variables,
            args=wire.encode(inputs),
            acceptSecrets=True,
            acceptResources=True,
            sends_old_inputs=True,
            sends_old_inputs_to_delete=True,
        )
        response = self._ask("Configure", request)
        self._able = self._connected().greeted or abilities.of_configure(response)

    def check(self, context: protocol.Context, old: values.Values, new: values.Values) -> protocol.Checked:
        """Check inputs."""
        if not self._known:
            return protocol.Checked(new)
        able = self._abilities
        request = _pb.CheckRequest(
            **_resource(context), olds=able.encode(old), news=able.encode(new), randomSeed=context.seed
        )
        if context.autonaming and able.autonaming:
            request.autonaming.CopyFrom(
                _pb.CheckRequest.AutonamingOptions(
                    proposed_name=context.autonaming.proposed, mode=_MODES[context.autonaming.mode]
                )
            )
        response = self._ask("Check", request)
        return protocol.Checked(able.annotated(wire.decode(response.inputs), new), answers.failures(response))

    def diff(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> protocol.Diff:
        """Compare a recorded resource with new inputs."""
        if not self._known:
            context.log("warning", _UNKNOWN_CONFIGURATION)
            return protocol.Diff(changes="some")
        able = self._abilities
        request = _pb.DiffRequest(
            **_resource(context),
            id=id,
            old_inputs=able.encode(old_inputs, contents=False),
            olds=able.encode(old_outputs, contents=False),
            news=able.encode(new, contents=False),
            ignoreChanges=context.ignore_changes,
        )
        return answers.diff(self._ask("Diff", request))

    def create(self, context: protocol.Context, inputs: values.Values) -> tuple[str, values.Values]:
        """Create a resource, or tell what it would be."""
        if context.preview and not self._known:
            return "", {}
        able = self._abilities
        if context.preview and not able.preview:
            return "", inputs
        request = _pb.CreateRequest(
            **_resource(context), properties=able.encode(inputs), timeout=context.timeout, preview=context.preview
        )
        with answers.marked(able, inputs):
            response = self._ask("Create", request)
        if response.refresh_before_update:
            context.refresh_before_update()
        return response.id, able.annotated(answers.known(response.properties, preview=context.preview), inputs)

    def read(
        self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values
    ) -> tuple[str, values.Values, values.Values] | None:
        """Look at a resource; None when it is gone."""
        if not self._known:
            return id, inputs, outputs
        able = self._abilities
        request = _pb.ReadRequest(
            **_resource(context),
            id=id,
            inputs=able.encode(inputs, contents=False, unknowns=False),
            properties=able.encode(outputs, contents=False, unknowns=False),
            timeout=context.timeout,
        )
        with answers.marked(able, outputs):
            response = self._ask("Read", request)
        if not response.id:
            return None
        if response.refresh_before_update:
            context.refresh_before_update()
        given = inputs
        if response.HasField("inputs"):
            given = abilities.restored(able.annotated(answers.known(response.inputs), inputs), inputs)
        came = abilities.restored(able.annotated(answers.known(response.properties), outputs), inputs)
        return response.id, given, came

    def update(
        self,
        context: protocol.Context,
        id: str,
        old_inputs: values.Values,
        old_outputs: values.Values,
        new: values.Values,
    ) -> values.Values:
        """Change a resource in place, or tell what it would be."""
        if context.preview and not self._known:
            return {}
        able = self._abilities
        if context.preview and not able.preview:
            return new
        request = _pb.UpdateRequest(
            **_resource(context),
            id=id,
            old_inputs=able.encode(old_inputs, contents=False),
            olds=able.encode(old_outputs, contents=False),
            news=able.encode(new),
            timeout=context.timeout,
            ignoreChanges=context.ignore_changes,
            preview=context.preview,
        )
        with answers.marked(able, new, id):
            response = self._ask("Update", request)
        if response.refresh_before_update:
            context.refresh_before_update()
        return able.annotated(answers.known(response.properties, preview=context.preview), new)

    def delete(self, context: protocol.Context, id: str, inputs: values.Values, outputs: values.Values) -> None:
        """Delete a resource."""
        able = self._abilities
        request = _pb.DeleteRequest(
            **_resource(context),
            id=id,
            old_inputs=able.encode(inputs, contents=False, unknowns=False),
            properties=able.encode(outputs, contents=False, unknowns=False),
            timeout=context.timeout,
        )
        self._ask("Delete", request)

    def invoke(self, token: str, arguments: values.Values) -> values.Values:
        """Call a function; of secrets that could not be handed over as such, everything that comes back is secret."""
        if not self._known:
            return {}
        able = self._abilities
        response = self._ask("Invoke", _pb.InvokeRequest(tok=token, args=able.encode(arguments, unknowns=False)))
        if response.failures:
            raise protocol.ProviderError(answers.refused(response))
        found = answers.known(getattr(response, "return"))
        return marks.mark(found, {}, found if marks.has_secret(arguments) and not able.secrets else ())


_UNKNOWN_CONFIGURATION: Final = (
    "The provider for this resource has inputs that are not known during preview.\n"
    "This preview may not correctly represent the changes that will be applied during an update."
)

_MODES: Final[Mapping[Literal["propose", "enforce", "disabled"], Any]] = {
    "propose": _pb.CheckRequest.AutonamingOptions.PROPOSE,
    "enforce": _pb.CheckRequest.AutonamingOptions.ENFORCE,
    "disabled": _pb.CheckRequest.AutonamingOptions.DISABLE,
}


def _resource(context: protocol.Context) -> dict[str, Any]:
    return {"urn": context.urn, "name": context.name, "type": context.type}
