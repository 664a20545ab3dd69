"""The command `moorage`: its commands by section, and the help that a first reader sees."""

from __future__ import annotations

from typing import Final

import click

from moorage.cli.command import Group

SECTIONS: Final = {
    "Deploy": ("preview", "up", "rollback", "refresh", "destroy", "cancel"),
    "Look": ("status", "logs", "exec", "outputs"),
    "Set up": ("doctor", "config", "stack", "state", "images", "completion"),
}

EXAMPLES: Final = """
moorage doctor --fix               bring up what this machine is missing
moorage up                         preview, ask, deploy, print the URLs
moorage rollback web               back to the version before
moorage logs web --follow          what a workload says
moorage exec database -- psql      run a command inside one
moorage destroy                    remove all of it
"""

group = Group(
    name="moorage",
    help="""From Python source to a hardened, running container.

    A stack file (Pulumi.<stack>.yaml) says what runs and where; moorage shows what would change, changes it, and
    tells where to reach it. Where the Pulumi CLI has a command, this one has its name, flags and JSON, and hands over
    to the CLI when it is installed; the state is the same for both.
    """,
    modules={name: f"moorage.cli.commands.{name}" for names in SECTIONS.values() for name in names},
    sections=SECTIONS,
    aliases={"update": "up", "pre": "preview", "down": "destroy", "dn": "destroy"},
    examples=EXAMPLES,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)

click.version_option(package_name="moorage", message="%(version)s", help="Show the version.")(group)
