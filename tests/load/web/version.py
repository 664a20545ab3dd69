"""What this build is: rewritten for each version."""

VERSION = "v1"
MODE: str = "good"
