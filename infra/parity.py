"""Say what the target cannot honour: a warning in dev, an error in prod and where nothing can stand in for it."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.core.errors import SettingsError
from components.core.traits import Traits
from components.workloads import parity
from components.workloads.settings import Workload
from infra.settings import Profile


def report(profile: Profile, workloads: Mapping[str, Workload], traits: Traits) -> None:
    """Report every gap between what the stack asks for and what its target does.

    Raises:
        SettingsError: for the first gap in prod, and for one that nothing can stand in for.
    """
    for gap in parity.gaps(workloads, traits):
        if profile == "prod" or gap.refused:
            raise SettingsError(gap.path, gap.instead)
        pulumi.log.warn(f"{gap.path}: {gap.instead}")
