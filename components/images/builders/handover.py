"""What a command runs that builds with Buildah and hands the result over: fixed texts, what differs comes from outside.

Values come in through the environment, options as the interpreter's arguments, and what is private on the standard
input: a path and its content in base64 a line. No value is ever part of a command's text or of another's command line.
"""

from __future__ import annotations

from typing import Final

LOG_LINES: Final = 20
"""Last lines of a failed build's log that its error shows."""

BEGIN: Final = """\
umask 022
count=$#
while [ "$count" -gt 1 ]; do set -- "$@" "$1"; shift; count=$((count - 1)); done
shift
command -v buildah >/dev/null || { echo "buildah is not installed; moorage doctor --fix installs it" >&2; exit 1; }
context=$(cd "$CONTEXT" && pwd -P) || exit 1
beside=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf "$beside"' EXIT
trap 'exit 1' HUP INT TERM
cd "$beside" && mkdir secrets authorities || exit 1
while read -r path value; do printf %s "$value" | base64 -d >"$path" || exit 1; done
fail() {
  awk '/^(\\[[0-9/]+\\] )?STEP / { step = "" } { step = step $0 "\\n" } END { printf "%s", step }' log |
    tail -n "$LOG_LINES" >&2
  echo "$1" >&2
  exit 1
}
buildah build --file "$context/Dockerfile" --ignorefile "$context/.dockerignore" --platform "$PLATFORM" \\
  --layers --format oci --identity-label=false --timestamp "$EPOCH" --pull=false --iidfile id \\
  "$@" "$context" >log 2>&1 </dev/null || fail "the image cannot be built"
id=$(cat id)
: >log
"""
"""The interpreter's last argument is the command's own word: it comes to the front and goes."""

LOAD: Final = """\
{ buildah push --quiet "$id" "docker-archive:/dev/stdout:$TAG" 2>>log || rm id; } |
  "$CLIENT" load --quiet >>log 2>&1 && [ -f id ] || fail "the image cannot be loaded into the container engine"
printf %s "$id"
"""
"""Prints the image's ID."""

PUSH: Final = """\
set -- --tls-verify="$TLS" --cert-dir authorities --digestfile digest
[ -f login.json ] && set -- "$@" --authfile login.json
buildah push --quiet "$@" "$id" "docker://$TAG" >>log 2>&1 </dev/null || fail "the image cannot be pushed"
printf %s@%s "${TAG%:*}" "$(cat digest)"
"""
"""Prints `repository@digest`. Without a login of its own the user's is taken, as Buildah finds it."""
