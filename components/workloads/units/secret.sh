#!/bin/sh
# NAME (Podman's). The value comes on the standard input, in base64: it may be any bytes.
case $0 in
remove*) ! podman secret exists "$NAME" || podman secret rm "$NAME" >/dev/null ;;
*) base64 -d | podman secret create --replace "$NAME" - >/dev/null ;;
esac
