#!/bin/sh
# Has a proxy serve exactly the document on stdin.
exec "$CLIENT" exec -i "$PROXY" proxyctl serve
