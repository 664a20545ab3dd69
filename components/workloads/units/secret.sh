#!/bin/sh
# NAME (Podman's). The value comes on the standard input.
case $0 in
remove*) ! podman secret exists "$NAME" || podman secret rm "$NAME" >/dev/null ;;
*) podman secret create --replace "$NAME" - >/dev/null ;;
esac
