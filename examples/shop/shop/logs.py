"""Logs as one JSON object per line on standard output."""

import logging
import sys
from typing import TextIO

from pythonjsonlogger import core
from pythonjsonlogger import json as jsonlogger


def setup(stream: TextIO | None = None) -> None:
    """Send all logs from level INFO on to `stream`, standard output by default.

    Keys are `timestamp` (ISO 8601, UTC), `level`, `logger`, `message`, then whatever a call gave as `extra`.
    """
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        jsonlogger.JsonFormatter(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*core.RESERVED_ATTRS, "color_message"],  # uvicorn's copy of the message for terminals
            timestamp=True,
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # The pool repeats on each try what the caller's own error says once.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
