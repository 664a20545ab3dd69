#!/bin/sh
"$CLIENT" update --pids-limit "$PIDS" "$CONTAINER" >/dev/null
