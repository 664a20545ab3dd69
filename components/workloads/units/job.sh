#!/bin/sh
# UNIT (a service's name), IMAGE, PLAIN (a registry's host without TLS), LOG_LINES. A run that a killed one left behind is waited for, not doubled.
case $IMAGE in "${PLAIN:-none}"/*) tls=false ;; *) tls=true ;; esac
podman image exists "$IMAGE" || podman pull --quiet --tls-verify="$tls" "$IMAGE" >/dev/null || exit 1
since=$(date +%s)
systemctl --user daemon-reload && systemctl --user start "$UNIT.service" && exit 0
journalctl --user --unit "$UNIT.service" --since "@$since" --lines "$LOG_LINES" --output cat >&2
reason=$(systemctl --user show --property Result --value "$UNIT.service")
code=$(systemctl --user show --property ExecMainStatus --value "$UNIT.service")
echo "$0 ended with $reason (code $code)" >&2
exit 1
