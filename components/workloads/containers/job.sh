#!/bin/sh
# A job is run to its end, once: one that a killed run left behind is awaited, or has ended well in the meantime.
# It prints what it did, in the words of DOES; the next run finds them in PULUMI_COMMAND_STDOUT.
ended() { printf '%s\n' "$DOES" && exit 0; }
[ "${PULUMI_COMMAND_STDOUT:-}" != "$DOES" ] || ended
look() { "$CLIENT" inspect --format "$1" "$CONTAINER"; }
before=$(look '{{json .State.FinishedAt}}' | tr -d '"')
running=$("$CLIENT" ps --quiet --no-trunc --filter "label=moorage.project=$PROJECT" \
  --filter "label=moorage.stack=$STACK" --filter "label=moorage.workload=$WORKLOAD") || exit 1
for id in $running; do
  [ "$id" = "$CONTAINER" ] || timeout "$SECONDS_ALLOWED" "$CLIENT" wait "$id" >/dev/null ||
    { echo "$0 waits for container $id of the version before, which does not end" >&2 && exit 1; }
done
case $(look '{{.State.Status}} {{.State.ExitCode}}') in
  running*) ;;
  "exited 0") ended ;;
  *) "$CLIENT" start "$CONTAINER" >/dev/null || exit 1 ;;
esac
code=$(timeout "$SECONDS_ALLOWED" "$CLIENT" wait "$CONTAINER")
case $? in
  0)
    [ "$code" -ne 0 ] || ended
    reason="exited with code $code"
    [ "$(look '{{.State.OOMKilled}}')" != true ] || reason="ran out of memory and was killed"
    ;;
  124)
    kill -0 "$PPID" || exit 1 # whoever is left behind by a killed run leaves it to the next one
    "$CLIENT" kill "$CONTAINER" >/dev/null 2>&1
    reason="did not end within $SECONDS_ALLOWED s and was killed"
    ;;
  *) reason="could not be watched to its end" ;;
esac
"$CLIENT" logs --since "$before" --tail "$LOG_LINES" "$CONTAINER" >&2
echo "$0 $reason" >&2
exit 1
