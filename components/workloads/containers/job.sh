#!/bin/sh
before=$("$CLIENT" inspect --format '{{.State.FinishedAt}}' "$CONTAINER") || exit 1
"$CLIENT" start "$CONTAINER" >/dev/null || exit 1
if code=$(timeout "$SECONDS_ALLOWED" "$CLIENT" wait "$CONTAINER"); then
  [ "$code" -eq 0 ] && exit 0
  reason="exited with code $code"
else
  "$CLIENT" kill "$CONTAINER" >/dev/null 2>&1
  reason="did not end within $SECONDS_ALLOWED s and was killed"
fi
"$CLIENT" logs --since "$before" --tail "$LOG_LINES" "$CONTAINER" >&2
echo "$0 $reason" >&2
exit 1
