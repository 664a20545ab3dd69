"""Component: the base that makes the usual component mistakes hard to make."""

from __future__ import annotations

from typing import Any, ClassVar

import pulumi


class Component(pulumi.ComponentResource):
    """A component with an explicit type token. Caller options reach it and nothing below it."""

    token: ClassVar[str] = ""
    """Said once, as a class argument: `class Docker(Component, token="targets:Docker")`. It is state: never derived."""

    def __init_subclass__(cls, *, token: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.token = f"moorage:{token}"

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        """`inputs` are what a preview compares and names when it changes; plain data, as the component makes of it."""
        super().__init__(self.token, name, inputs or None, opts)
        self.name = name

    def named(self, suffix: str) -> str:
        """Return the name of a child that is not the primary one."""
        return f"{self.name}-{suffix}"

    def inside(self, **options: Any) -> pulumi.ResourceOptions:
        """Return the options of a child: this component is its parent, whatever the caller asked of the component."""
        return pulumi.ResourceOptions(parent=self, **options)

    def publish(self, **outputs: Any) -> None:
        """Register the outputs; the last statement of every constructor."""
        self.register_outputs(outputs)
