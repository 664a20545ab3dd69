#!/bin/sh
# Podman's client has no word for it: the program on the standard input has.
[ "$CLIENT" = docker ] || exec python3 -
"$CLIENT" update --pids-limit "$PIDS" "$CONTAINER" >/dev/null
