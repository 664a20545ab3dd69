"""The protobuf stubs that ship in the `pulumi` package, loaded without importing `pulumi` itself.

Importing the package costs a third of a preview's time and the engine needs none of it but the messages.
"""

from __future__ import annotations

import importlib
import importlib.util
import pathlib
import sys
import types
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pulumi.runtime.proto import (
        alias_pb2,
        callback_pb2,
        callback_pb2_grpc,
        engine_pb2,
        engine_pb2_grpc,
        errors_pb2,
        plugin_pb2,
        provider_pb2,
        provider_pb2_grpc,
        resource_pb2,
        resource_pb2_grpc,
        status_pb2,
    )

_NAME: Final = "moorage.engine._pulumirpc"

__all__ = [
    "alias_pb2",
    "callback_pb2",
    "callback_pb2_grpc",
    "engine_pb2",
    "engine_pb2_grpc",
    "errors_pb2",
    "plugin_pb2",
    "provider_pb2",
    "provider_pb2_grpc",
    "resource_pb2",
    "resource_pb2_grpc",
    "status_pb2",
]


def __getattr__(name: str) -> types.ModuleType:
    """Load a module of stubs when it is first named: what serves providers is not needed by every run."""
    if name not in __all__:
        raise AttributeError(name)
    if _NAME not in sys.modules:
        spec = importlib.util.find_spec("pulumi")
        if spec is None or spec.origin is None:
            msg = "the pulumi package is not installed beside moorage"
            raise ImportError(msg)
        package = types.ModuleType(_NAME)
        package.__path__ = [str(pathlib.Path(spec.origin).parent / "runtime" / "proto")]
        sys.modules[_NAME] = package
    found = globals()[name] = importlib.import_module(f"{_NAME}.{name}")
    return found
