"""`python -m moorage`: the same as the `moorage` command."""

import sys

from moorage.cli import main

sys.exit(main.main())
