"""A workload as units: its volumes and secrets, its `.container` file, and the service that is started from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_random as random

from components.core.component import Component
from components.core.contract import Image
from components.core.naming import Scope
from components.core.reach import Units
from components.workloads import files
from components.workloads import plan as plans
from components.workloads.settings import Workload
from components.workloads.units import container, ini, install, plan


class Unit(Component, token="workloads:Unit"):
    """One workload. `ready` exists once it is up and healthy, or has ended well."""

    url: str | None
    ready: Sequence[pulumi.Resource]

    def __init__(
        self,
        name: str,
        workloads: Mapping[str, Workload],
        image: Image,
        secrets: Mapping[str, pulumi.Output[str]],
        reach: Units,
        scope: Scope,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        spec, unit = workloads[name], scope.fixed(name)
        shown = {file.path: files.shown(files.data(file)) for file in spec.files.values()}
        super().__init__(name, opts, **({"files": shown} if shown else {}))
        needs: list[pulumi.Resource] = [
            install.made(key, scope.fixed(key), "volume", ini.dump(text), self.inside(), keep=spec.volumes[key].keep)
            for key, text in plan.volumes(name, spec, scope).items()
        ]
        stored: dict[str, pulumi.Output[str]] = {}
        for key in spec.secrets:
            stored[key] = self._stored(key, secrets[key], scope)
            value = secrets[key].apply(str.encode)
            needs.append(install.secret(self.named(key), stored[key], value, self.inside()))
        for key, known in plan.configuration(name, spec, scope).items():
            content = files.data(spec.files[key])
            needs.append(install.secret(self.named(f"file-{key}"), known, content, self.inside()))
        text = pulumi.Output.all(image.reference, pulumi.Output.all(**stored)).apply(
            lambda known: ini.dump(
                container.file(name, spec, image, known[0], plan.around(name, workloads, known[1], scope), scope)
            )
        )
        options = self.inside(depends_on=needs)
        if spec.kind == "job":
            written = install.job(name, unit, text, options)
            held = [*stored.values(), *plan.configuration(name, spec, scope).values()]
            triggers = [image.reference, spec.command or [], plans.environment(spec), held]
            done = install.run(
                self.named("run"), unit, image.reference, triggers, reach, self.inside(depends_on=[written])
            )
            self.ready = [done]
        else:
            self.ready = [install.serve(name, unit, image.reference, text, reach, options)]
        self.url = f"http://{reach.address}:{spec.expose.host_port}" if spec.expose is not None else None
        self.publish(url=self.url)

    def _stored(self, key: str, value: pulumi.Output[str], scope: Scope) -> pulumi.Output[str]:
        """Return Podman's name of a secret: another one for another value, so that the unit changes with it."""
        version = random.RandomId(
            self.named(f"{key}-version"), byte_length=4, keepers={"value": value}, opts=self.inside()
        )
        return pulumi.Output.concat(scope.fixed(self.named(key)), "-", version.hex)
