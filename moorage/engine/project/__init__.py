"""The files of a user's project: Pulumi.yaml and the stack files, read, and edited without losing a comment."""
