#!/bin/sh
# What a release asks about containers: which there are, whether one ended by itself, whether its check succeeds.
# shellcheck disable=SC2034,SC2154 # `why` and `said` are for release.sh, which sets `restarts` and `began`
look() { "$CLIENT" inspect --format "$1" "$2"; }
without() { for id in $1; do case " $2 " in *" $id "*) ;; *) printf '%s ' "$id" ;; esac done; }
present() {
  "$CLIENT" ps --quiet --no-trunc "$@" --filter "label=moorage.project=$PROJECT" \
    --filter "label=moorage.stack=$STACK" --filter "label=moorage.workload=$WORKLOAD"
}
begin() { "$CLIENT" update --restart "$POLICY" "$1" >/dev/null 2>&1; "$CLIENT" start "$1" 2>&1 </dev/null; }
# Without its policy, what is stopped stays so when the engine starts again. Podman 4.3 cannot change it.
retire() { "$CLIENT" update --restart no "$@" >/dev/null 2>&1; "$CLIENT" stop "$@" >/dev/null; }
ended() { # whether a container ended by itself, and in `why` how
  words='{{.State.Running}} {{.State.Restarting}} {{.State.OOMKilled}} {{.RestartCount}} {{.State.ExitCode}}'
  facts=$(look "$words" "$1") || exit 1
  read -r running restarting starved count code <<EOF
$facts
EOF
  why="exited with code $code"
  [ "$starved" = false ] || why="was killed: out of memory"
  [ "$running" = false ] && { [ "$code" != 0 ] || [ "$RESTART" = always ]; } && return
  [ "$restarting" = true ] && return
  why="ended and was started again"
  [ "$count" -gt "$restarts" ] || return
  # How it ended is only said until it runs again: the next time is awaited.
  code=$(timeout 3 "$CLIENT" wait "$1" 2>/dev/null) || return 0
  why="exited with code $code"
  [ "$(look '{{.State.OOMKilled}}' "$1")" != true ] || why="was killed: out of memory"
}
works() { # whether a container's check succeeds, else in `said` what it said
  [ -n "$CHECK" ] || { [ "$(date +%s)" -ge "$((began + SETTLED_SECONDS))" ]; return; }
  eval "set -- \"$1\" $CHECK" # its words are quoted for a shell
  said=$(timeout "$CHECK_SECONDS" "$CLIENT" exec "$@" 2>&1 </dev/null)
  case $? in
    0) return ;;
    124) said="it takes longer than $CHECK_SECONDS s" && sleep "$CHECK_SECONDS" ;; # inside it may still be at it
  esac
  return 1
}
