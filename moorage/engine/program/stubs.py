"""The protobuf stubs that ship in the `pulumi` package, loaded without importing `pulumi` itself.

Importing the package costs a third of a preview's time and the engine needs none of it but the messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import alias_pb2, engine_pb2, engine_pb2_grpc, resource_pb2, resource_pb2_grpc
else:
    import importlib
    import importlib.util
    import pathlib
    import sys
    import types

    _NAME = "moorage.engine._pulumirpc"

    def _load(module: str) -> types.ModuleType:
        if _NAME not in sys.modules:
            spec = importlib.util.find_spec("pulumi")
            if spec is None or spec.origin is None:
                msg = "the pulumi package is not installed beside moorage"
                raise ImportError(msg)
            package = types.ModuleType(_NAME)
            package.__path__ = [str(pathlib.Path(spec.origin).parent / "runtime" / "proto")]
            sys.modules[_NAME] = package
        return importlib.import_module(f"{_NAME}.{module}")

    alias_pb2 = _load("alias_pb2")
    engine_pb2 = _load("engine_pb2")
    engine_pb2_grpc = _load("engine_pb2_grpc")
    resource_pb2 = _load("resource_pb2")
    resource_pb2_grpc = _load("resource_pb2_grpc")

__all__ = ["alias_pb2", "engine_pb2", "engine_pb2_grpc", "resource_pb2", "resource_pb2_grpc"]
