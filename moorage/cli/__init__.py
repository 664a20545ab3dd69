"""The `moorage` command: thin; what it does is done by the engine, the components and the Pulumi CLI."""
