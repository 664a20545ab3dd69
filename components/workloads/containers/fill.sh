#!/bin/sh
# Interrupted runs leave a writer behind at most, and the next one, or the one after, removes it by its name.
trap '"$CLIENT" rm --force "$WRITER" >/dev/null 2>&1' EXIT
trap 'exit 1' HUP INT TERM
"$CLIENT" rm --force "$WRITER" >/dev/null 2>&1
"$CLIENT" create --name "$WRITER" --label "moorage.project=$PROJECT" --label "moorage.stack=$STACK" --pull never \
  --network none --user "$OWNER" --cap-drop ALL --security-opt no-new-privileges --no-healthcheck \
  --volume "$VOLUME:$DIRECTORY:nocopy" "$IMAGE" true >/dev/null || exit 1
base64 -d | "$CLIENT" cp - "$WRITER:$UNPACKED"
