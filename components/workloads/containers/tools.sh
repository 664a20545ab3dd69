#!/bin/sh
# The scheduler's program out of its image, and its script from standard input, into the volume that cron.sh runs from.
trap '"$CLIENT" rm --force "$WRITER" "$WRITER-source" >/dev/null 2>&1' EXIT
trap 'exit 1' HUP INT TERM
"$CLIENT" rm --force "$WRITER" "$WRITER-source" >/dev/null 2>&1
make() { # name, options
  name=$1
  shift
  "$CLIENT" create --name "$name" --label "moorage.project=$PROJECT" --label "moorage.stack=$STACK" --pull never \
    --network none --cap-drop ALL --security-opt no-new-privileges --no-healthcheck "$@" "$IMAGE" true >/dev/null
}
make "$WRITER" --volume "$VOLUME:$DIRECTORY:nocopy" && make "$WRITER-source" || exit 1
"$CLIENT" cp "$WRITER-source:/bin/busybox" - | "$CLIENT" cp - "$WRITER:$DIRECTORY" || exit 1
base64 -d | "$CLIENT" cp - "$WRITER:$DIRECTORY"
