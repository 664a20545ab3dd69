"""A transform of invokes changes their arguments and options."""

import pulumi

from tests.engine.recorded.things import sdk
from tests.engine.recorded.things.sdk import Provider, Thing

OPERATIONS = """
preview first
up first
"""


def first() -> None:
    """Every echo is told one thing more; one asks another provider."""
    far = Provider("far", region="far")

    def add(args: pulumi.InvokeTransformArgs) -> pulumi.InvokeTransformResult | None:
        if args.args.get("far"):
            return pulumi.InvokeTransformResult(args.args, pulumi.InvokeOptions(provider=far))
        return pulumi.InvokeTransformResult({**args.args, "more": "and more"}, args.opts)

    pulumi.runtime.register_invoke_transform(add)
    a = Thing("a", value=1)
    pulumi.export("one", sdk.ask("echo", text=a.echo))
    pulumi.export("far", sdk.ask("echo", far=True))
