#!/bin/sh
# UNIT (a service's name), IMAGE, PLAIN (a registry's host without TLS), LOG_LINES. The .container file comes on the standard input.
# What served before is kept beside until the new version does: a run that was killed finds it there.
folder=${XDG_CONFIG_HOME:-$HOME/.config}/containers/systemd
file=$folder/$UNIT.container
before=$folder/.$UNIT.before
case $0 in
remove*)
  systemctl --user stop "$UNIT.service"
  rm -f "$file" "$before"
  systemctl --user daemon-reload
  exit
  ;;
esac
mkdir -p "$folder" && cat >"$folder/.$UNIT.new" || exit 1
# Nothing to do but for another text: the script itself may have changed.
[ -f "$before" ] || ! cmp -s "$folder/.$UNIT.new" "$file" || ! systemctl --user --quiet is-active "$UNIT.service" ||
  exec rm -f "$folder/.$UNIT.new"
case $IMAGE in "${PLAIN:-none}"/*) tls=false ;; *) tls=true ;; esac
podman image exists "$IMAGE" || podman pull --quiet --tls-verify="$tls" "$IMAGE" >/dev/null || exit 1
[ -f "$before" ] || [ ! -f "$file" ] || cp "$file" "$before" || exit 1
mv "$folder/.$UNIT.new" "$file" || exit 1
since=$(date +%s)
if systemctl --user daemon-reload && systemctl --user restart "$UNIT.service"; then
  rm -f "$before"
  exit 0
fi
systemctl --user stop "$UNIT.service"
journalctl --user --unit "$UNIT.service" --since "@$since" --lines "$LOG_LINES" --output cat >&2
if [ -f "$before" ]; then mv "$before" "$file"; else rm -f "$file"; fi
systemctl --user daemon-reload
[ ! -f "$file" ] || systemctl --user start "$UNIT.service" || echo "nor does the version before start" >&2
echo "$0: it did not get ready" >&2
exit 1
