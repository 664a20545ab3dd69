#!/bin/sh
# A version takes over: started, checked, handed over to by the proxy; then the workload's other containers are stopped.
# A failed one is stopped instead, and what served goes on. Ended anywhere and run again, it ends as if run once.
# It prints the containers that serve; the next run finds them in PULUMI_COMMAND_STDOUT.
# shellcheck disable=SC2086 # ids are split on purpose
served=${PULUMI_COMMAND_STDOUT:-}
# Left behind by a run that was killed, this must not act beside the next one.
led() { kill -0 "$PPID" 2>/dev/null || exit 1; }
look() { "$CLIENT" inspect --format "$1" "$2"; }
without() { for id in $1; do case " $2 " in *" $id "*) ;; *) printf '%s ' "$id" ;; esac done; }
present() {
  "$CLIENT" ps --quiet --no-trunc "$@" --filter "label=moorage.project=$PROJECT" \
    --filter "label=moorage.stack=$STACK" --filter "label=moorage.workload=$WORKLOAD"
}
failed() { # what is wrong, the container whose log says more
  led
  [ -z "$2" ] || "$CLIENT" logs --tail "$LOG_LINES" "$2" >&2
  echo "$0 failed: $1" | head -n 1 >&2
  new=$(without "$NEW" "$served")
  [ -z "$new" ] || "$CLIENT" stop $new >/dev/null
  # Two containers never share a volume: what served starts again only where nothing else runs.
  [ -z "$ALONE" ] || [ -n "$(present)" ] || [ -z "$served" ] || "$CLIENT" start $served >/dev/null
  exit 1
}
ended() { # whether a container ended by itself, and in `why` how
  facts=$(look '{{.State.Running}} {{.State.Restarting}} {{.State.OOMKilled}} {{.RestartCount}} {{.State.ExitCode}}' "$1")
  read -r running restarting starved count code <<EOF || exit 1
$facts
EOF
  why="exited with code $code"
  [ "$starved" = false ] || why="was killed: out of memory"
  [ "$running" = false ] && { [ "$code" != 0 ] || [ "$RESTART" = always ]; } && return
  [ "$restarting" = true ] && return
  why="ended and was started again"
  [ "$count" -gt "$restarts" ]
}
works() {
  [ -n "$CHECK" ] || { [ "$(date +%s)" -ge "$((began + SETTLED_SECONDS))" ]; return; }
  eval "set -- \"$1\" $CHECK" # its words are quoted for a shell
  said=$(timeout "$CHECK_SECONDS" "$CLIENT" exec "$@" 2>&1 </dev/null)
}
others=$(present --all) || exit 1
others=$(without "$others" "$NEW")
[ -z "$ALONE" ] || [ -z "$others" ] || "$CLIENT" stop $others >/dev/null || exit 1
began=$(date +%s)
for id in $NEW; do
  led
  said=$("$CLIENT" start "$id" 2>&1 </dev/null) || failed "did not start: $said" ""
done
for id in $NEW; do
  restarts=$(look '{{.RestartCount}}' "$id") || exit 1
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
[ -z "$PROXY" ] || said=$("$CLIENT" exec -i "$PROXY" proxyctl serve 2>&1) || failed "$said" ""
led
[ -z "$others" ] || "$CLIENT" stop $others >/dev/null || exit 1
echo $NEW
