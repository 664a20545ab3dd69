"""The embedded engine: runs a Pulumi Python program without the Pulumi CLI."""
