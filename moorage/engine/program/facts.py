"""What a program may know before it asks for anything: what the run is, and what the engine honours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from moorage.engine.program import stubs

_pb = stubs.resource_pb2

FEATURES: Final[Mapping[str, int]] = {
    "secrets": _pb.RESOURCE_MONITOR_FEATURE_SECRETS,
    "resourceReferences": _pb.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    "outputValues": _pb.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    "aliasSpecs": _pb.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    "deletedWith": _pb.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    "replaceWith": _pb.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    "replacementTrigger": _pb.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    "transforms": _pb.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    "invokeTransforms": _pb.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    "parameterization": _pb.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
    "resourceHooks": _pb.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    "errorHooks": _pb.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
    "sendsOptionsToHooks": _pb.RESOURCE_MONITOR_FEATURE_SENDS_OPTIONS_TO_HOOKS,
}
"""What the engine honours and the SDK asks for by name: the name, and the number that newer SDKs know it by."""

NUMBERED: Final = (_pb.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON, _pb.RESOURCE_MONITOR_FEATURE_INVOKE_PARENT)
"""What the engine honours and only has a number."""


@dataclass(frozen=True)
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

    def info(self) -> Any:
        """Return the answer to GetDeploymentInfo."""
        return _pb.DeploymentInfo(
            project=self.project,
            stack=self.stack,
            organization=self.organization,
            config=dict(self.config),
            configSecretKeys=self.secret_keys,
            dryRun=self.preview,
            parallel=self.parallel,
            supportedFeatures=[*FEATURES.values(), *NUMBERED],
        )
