"""The web server: `python -m shop` serves the pages on port 8080, and finishes open requests before it stops."""

import logging
import os
import signal
import sys
import types

import uvicorn

from shop import logs, settings, store, web


def _end(_signal: int, _frame: types.FrameType | None) -> None:
    sys.exit(0)


def main() -> int:
    """Serve; ends with 0 after a stop signal, and with 1 and one log line when a setting is wrong."""
    logs.setup()
    try:
        database = settings.database(os.environ)
        database.conninfo()
        port = settings.number(os.environ, "PORT", default=8080, lowest=0, highest=65535)
    except settings.SettingsError as error:
        logging.getLogger("shop.web").critical("%s", error)
        return 1
    config = uvicorn.Config(
        web.app(store.Store(database)),
        host=os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - inside a container; who may reach it is said outside
        port=port,
        log_config=None,
        access_log=False,  # shop.requests says more
        server_header=False,
        timeout_graceful_shutdown=8,  # engines kill after 10 s
    )
    # Once it has stopped, uvicorn raises the signal again; that is an end as wanted, not a crash.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    server = uvicorn.Server(config)
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
