"""One file per command. They import click and this package only; all else is imported when a command runs."""
