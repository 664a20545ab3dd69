"""`python -m tests.engine.model.killed SEED KILLS`: evolve the stack of a seed until so many runs of it were killed."""

from __future__ import annotations

import sys

from moorage.engine.state import crypto
from tests.engine.model.killed import campaign


def main() -> int:
    """Check one stack; returns an exit code."""
    keys = crypto.Keys("model")
    salt = keys.create().salt
    keys.open(salt).encrypt("")  # the key costs 0.3 s: derived here, it is there in every fork
    killed, wrong = campaign.check(int(sys.argv[1]), keys, salt, int(sys.argv[2]))
    sys.stdout.write("\n".join([f"{killed} runs killed", *wrong, ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
