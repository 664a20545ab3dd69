"""The program: settings, target, images, workloads, outputs. It never asks which kind it has."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))  # so that `pulumi install` alone is enough

import pulumi

from components import images, targets
from components.core.naming import Scope
from components.core.project import Project
from components.shared.secrets.component import Secrets
from components.workloads import run
from infra import parity
from infra.settings import NAMESPACE, Settings

directory = pathlib.Path(__file__).resolve().parent
project = Project(directory.parent, directory, Scope(pulumi.get_project(), pulumi.get_stack()))

settings = Settings.load(pulumi.Config(NAMESPACE), project)
images.recorded(settings.sources, project, targets.traits(*settings.target))
secrets = Secrets("secrets", settings.secrets, project)
target = targets.make(*settings.target, secrets.values)
parity.report(settings.profile, settings.workloads, target.traits)
built = {
    name: images.build(name, kind, given, project, target, secrets.values, pin=settings.pinned.get(name, ""))
    for name, (kind, given) in settings.images.items()
}
endpoints = run.run(settings.workloads, built, secrets.values, target, project.scope)
for name, endpoint in endpoints.items():
    pulumi.export(name, endpoint.exported())
