#!/bin/sh
# A version takes over: started, checked, handed over to by the proxy; then the workload's other containers are stopped.
# A failed one is stopped instead, and what served goes on. Ended anywhere and run again, it ends as if run once.
# It reads what the proxy is to serve, and prints the containers that serve and what it read, for the next run.
# shellcheck disable=SC2034,SC2086,SC2154 # ids are split on purpose; the rest is shared with version.sh
document=$(cat)
served=$(printf '%s' "${PULUMI_COMMAND_STDOUT:-}" | head -n 1)
before=$(printf '%s' "${PULUMI_COMMAND_STDOUT:-}" | tail -n +2)
# Left behind by a run that was killed, this must not act beside the next one.
led() { kill -0 "$PPID" 2>/dev/null || exit 1; }
serve() { [ -z "$PROXY" ] || [ -z "$1" ] || said=$(printf '%s' "$1" | "$CLIENT" exec -i "$PROXY" proxyctl serve 2>&1); }
restored() { # whether what served before serves, whatever was reached since
  for id in $served; do
    [ "$(look '{{.State.Running}}' "$id" 2>/dev/null)" = true ] || begin "$id" >/dev/null || return 1
  done
  serve "$before"
}
failed() { # what is wrong, the container whose log says more
  led
  [ -z "$2" ] || "$CLIENT" logs --tail "$LOG_LINES" "$2" >&2
  echo "$0 failed: $1" | head -n 1 >&2
  new=$(without "$NEW" "$served")
  if [ -n "$ALONE" ]; then
    [ -z "$new" ] || retire $new
    # Two containers never share a volume: what served starts again only where nothing else runs.
    [ -n "$(without "$(present)" "$served")" ] || restored
  elif restored; then
    [ -z "$new" ] || retire $new
  fi # else calls may still reach the new ones, and nothing better is left
  exit 1
}
others=$(present --all) || exit 1
others=$(without "$others" "$NEW")
if [ -n "$ALONE" ] && [ -n "$others" ]; then
  serve "$WAIT" || failed "$said" "" # callers wait while nothing serves
  retire $others || failed "what served before could not be stopped" ""
fi
began=$(date +%s) counts=
for id in $NEW; do
  led
  # The engine counts its restarts anew from a start.
  counts="$counts $id=$(look '{{if .State.Running}}{{.RestartCount}}{{else}}0{{end}}' "$id")"
  said=$(begin "$id") || failed "did not start: $said" ""
done
for id in $NEW; do
  restarts=${counts##* "$id"=} restarts=${restarts%% *}
  until works "$id"; do
    led
    ! ended "$id" || failed "$why" "$id"
    [ "$(date +%s)" -lt "$((began + SECONDS_ALLOWED))" ] ||
      failed "its check did not succeed within $SECONDS_ALLOWED s${said:+: $said}" "$id"
    sleep 0.5
  done
  ! ended "$id" || failed "$why" "$id"
done
led
serve "$document" || failed "$said" ""
led
[ -z "$others" ] || retire $others || exit 1
echo $NEW
printf '%s\n' "$document"
