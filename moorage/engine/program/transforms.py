"""Transforms: functions of the program that change a registration or a function call before the engine sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, cast

from google.protobuf import message

from moorage.engine import marks, values, wire
from moorage.engine.program import callbacks, stubs

_pb = stubs.resource_pb2

_OPTIONS: Final[Mapping[str, str]] = {
    "import": "importId",
    "depends_on": "dependencies",
    "protect": "protect",
    "ignore_changes": "ignoreChanges",
    "replace_on_changes": "replaceOnChanges",
    "replacement_trigger": "replacement_trigger",
    "version": "version",
    "aliases": "aliases",
    "provider": "provider",
    "providers": "providers",
    "hide_diff": "hideDiffs",
    "custom_timeouts": "customTimeouts",
    "plugin_download_url": "pluginDownloadURL",
    "retain_on_delete": "retainOnDelete",
    "deleted_with": "deletedWith",
    "replace_with": "replace_with",
    "delete_before_replace": "deleteBeforeReplace",
    "additional_secret_outputs": "additionalSecretOutputs",
    "plugin_checksums": "pluginChecksums",
    "hooks": "hooks",
}
"""The fields of TransformResourceOptions, and those of a registration that they stand for."""

_CALL_OPTIONS: Final[Mapping[str, str]] = {
    "provider": "provider",
    "version": "version",
    "plugin_download_url": "pluginDownloadURL",
    "plugin_checksums": "pluginChecksums",
}
"""The fields of TransformInvokeOptions, and those of a function call."""


class Transforms:
    """The transforms of the stack and of each resource. Safe to use from any thread."""

    def __init__(self, calls: callbacks.Callbacks) -> None:
        self._calls = calls
        self._lock = threading.Lock()
        self._stack: list[stubs.callback_pb2.Callback] = []
        self._stack_calls: list[stubs.callback_pb2.Callback] = []
        self._own: dict[str, list[stubs.callback_pb2.Callback]] = {}

    def add(self, callback: stubs.callback_pb2.Callback) -> None:
        """Take a transform of every registration from now on."""
        with self._lock:
            self._stack.append(callback)

    def add_call(self, callback: stubs.callback_pb2.Callback) -> None:
        """Take a transform of every function call from now on."""
        with self._lock:
            self._stack_calls.append(callback)

    def keep(self, urn: str, own: Iterable[stubs.callback_pb2.Callback]) -> None:
        """Take a registered resource's own transforms, which its descendants pass, too."""
        with self._lock:
            self._own[urn] = list(own)

    def resource(
        self,
        request: Any,
        ancestors: Iterable[str],
        hashed: Callable[[values.Values], values.Values],
    ) -> bool:
        """Change a registration: by its own transforms, then those of its ancestors, nearest first, then the stack's.

        Args:
            request: the registration, changed in place.
            ancestors: the URNs of its parent, that one's parent and so on.
            hashed: fills in the hashes of assets.

        Returns:
            Whether there was any transform.

        Raises:
            callbacks.CallbackError: a transform raised.
        """
        own = list(request.transforms)
        with self._lock:
            passed = [*own, *(each for urn in ancestors for each in self._own.get(urn, ())), *self._stack]
        if not passed:
            return False
        request.object.CopyFrom(wire.encode(_upgraded(request, hashed, with_dependencies=bool(own))))
        options = _options(request)
        for callback in passed:
            asked = _pb.TransformRequest(
                type=request.type, name=request.name, custom=request.custom, parent=request.parent, options=options
            )
            asked.properties.CopyFrom(request.object)
            response = self._calls.call(callback, asked, _pb.TransformResponse)
            if response.HasField("options"):
                options = response.options
            if response.HasField("properties"):
                request.object.CopyFrom(response.properties)
        _take(request, options, with_dependencies=bool(own))
        return True

    def call(self, request: Any) -> None:
        """Change a function call, in place.

        Raises:
            callbacks.CallbackError: a transform raised.
        """
        with self._lock:
            passed = list(self._stack_calls)
        for callback in passed:
            asked = _pb.TransformInvokeRequest(token=request.tok)
            asked.args.CopyFrom(request.args)
            for theirs, ours in _CALL_OPTIONS.items():
                _copy(request, ours, asked.options, theirs)
            response = self._calls.call(callback, asked, _pb.TransformInvokeResponse)
            if response.HasField("options"):
                for theirs, ours in _CALL_OPTIONS.items():
                    _copy(response.options, theirs, request, ours)
            if response.HasField("args"):
                request.args.CopyFrom(response.args)


def _options(request: Any) -> Any:
    """Return the options of a registration as transforms see them."""
    options: Any = _pb.TransformResourceOptions()
    for theirs, ours in _OPTIONS.items():
        _copy(request, ours, options, theirs)
    if not (request.deleteBeforeReplaceDefined or request.deleteBeforeReplace):
        options.ClearField("delete_before_replace")
    del options.aliases[:]
    options.aliases.extend(stubs.alias_pb2.Alias(urn=urn) for urn in request.aliasURNs)
    options.aliases.extend(request.aliases)
    return options


def _take(
    request: Any,
    options: Any,
    *,
    with_dependencies: bool,
) -> None:
    """Make the options of the last transform those of the registration.

    As under the CLI, only a resource with transforms of its own takes its dependencies from what they return.
    """
    before = list(request.dependencies)
    for theirs, ours in _OPTIONS.items():
        _copy(options, theirs, request, ours)
    request.ClearField("aliasURNs")
    request.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")
    found = set(request.dependencies) if with_dependencies else set(before)
    if with_dependencies:
        request.ClearField("propertyDependencies")
        for key, value in wire.decode(request.object).items():
            own: set[str] = set()
            marks.lower(value, own)
            request.propertyDependencies[key].urns.extend(sorted(own))
            found |= own
    request.ClearField("dependencies")
    request.dependencies.extend(sorted(found))


def _upgraded(
    request: Any,
    hashed: Callable[[values.Values], values.Values],
    *,
    with_dependencies: bool,
) -> values.Values:
    """Return the inputs with secrets and unknowns as outputs, which is how transforms are given them."""
    inputs = {key: _output(value) for key, value in hashed(wire.decode(request.object)).items()}
    if not with_dependencies:
        return inputs
    given = {key: set(item.urns) for key, item in request.propertyDependencies.items()}
    for key, value in inputs.items():
        known: set[str] = set()
        marks.lower(value, known)
        needed = given.get(key, set()) if given else set(request.dependencies)
        if not needed <= known:
            output = value if isinstance(value, values.OutputValue) else values.OutputValue(value)
            inputs[key] = values.OutputValue(output.value, sorted({*output.dependencies, *needed}))
    return inputs


def _output(value: Any) -> Any:
    match value:
        case values.Secret():
            return values.OutputValue(values.Secret(_output(value.value)))
        case values.Unknown():
            return values.OutputValue(value)
        case dict():
            return {key: _output(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_output(item) for item in cast("list[Any]", value)]
        case _:
            return value


def _copy(source: message.Message, name: str, target: message.Message, as_name: str) -> None:
    """Copy one field from message to message; what is not set there is not set here."""
    target.ClearField(as_name)
    if source.DESCRIPTOR.fields_by_name[name].has_presence and not source.HasField(name):
        return
    match getattr(source, name):
        case message.Message() as found:
            getattr(target, as_name).CopyFrom(found)
        case str() | bool() as found:
            setattr(target, as_name, found)
        case found:
            getattr(target, as_name).MergeFrom(found)
