"""The package's SDK, as programs use it."""

from __future__ import annotations

from typing import Any

import pulumi


class Thing(pulumi.CustomResource):
    """A thing of any kind; inputs go by their names on the wire."""

    value: pulumi.Output[Any]
    size: pulumi.Output[int]
    serial: pulumi.Output[int]
    """Its number among those of its name: another one after a replacement."""
    echo: pulumi.Output[str]
    """Computed from `value`: unknown in the preview of a change."""
    secretToken: pulumi.Output[str]  # noqa: N815 -- the wire's name

    def __init__(
        self, name: str, opts: pulumi.ResourceOptions | None = None, /, *, kind: str = "Thing", **inputs: Any
    ) -> None:
        computed: dict[str, Any] = {"serial": None, "echo": None, "size": None, "secretToken": None}
        super().__init__(f"thing:index:{kind}", name, {**computed, **inputs}, opts)


class Provider(pulumi.ProviderResource):
    """An explicit provider: `region`, `note`."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **config: Any) -> None:
        super().__init__("thing", name, config, opts)


class Group(pulumi.ComponentResource):
    """A component that does nothing on its own."""

    def __init__(
        self, name: str, opts: pulumi.ResourceOptions | None = None, /, *, kind: str = "Group", **inputs: Any
    ) -> None:
        super().__init__(f"my:index:{kind}", name, inputs, opts)


def echo(opts: pulumi.InvokeOptions | None = None, **arguments: Any) -> Any:
    """Return the arguments and the provider's region, at once."""
    return pulumi.runtime.invoke("thing:index:echo", arguments, opts).value


def ask(function: str, opts: pulumi.InvokeOutputOptions | None = None, **arguments: Any) -> pulumi.Output[Any]:
    """Call a function with outputs as arguments."""
    return pulumi.runtime.invoke_output(f"thing:index:{function}", arguments, opts)
