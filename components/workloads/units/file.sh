#!/bin/sh
# FILE, its SERVICE, and what the service makes: THING (network, volume, or nothing), NAME, KEEP.
# The file comes on the standard input.
folder=${XDG_CONFIG_HOME:-$HOME/.config}/containers/systemd
case $0 in
remove*)
  systemctl --user stop "$SERVICE"
  rm -f "$folder/$FILE"
  systemctl --user daemon-reload || exit 1
  [ -z "$THING" ] || [ -n "$KEEP" ] || ! podman "$THING" exists "$NAME" || podman "$THING" rm "$NAME" >/dev/null
  exit
  ;;
esac
mkdir -p "$folder" && cat >"$folder/.$FILE" && mv "$folder/.$FILE" "$folder/$FILE"
