"""What every component builds on: pulumi and pydantic, never a provider SDK."""
