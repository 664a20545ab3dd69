# Puts a proxy into the network that it shares with one of its callers, where ADDRESS is said at this address, or takes
# it out; both are right twice.
address() { # of a container in the network; none: it is not there
  "$CLIENT" container inspect --format \
    "{{with index .NetworkSettings.Networks \"$NETWORK\"}}at {{.IPAddress}}{{end}}" "$1" 2>/dev/null
}
leave() { "$CLIENT" network disconnect --force "$NETWORK" "$1" || [ -z "$(address "$1")" ]; }
joined() {
  at=$(address "$PROXY")
  [ -n "$at" ] && { [ -z "$ADDRESS" ] || [ "$at" = "at $ADDRESS" ]; }
}
case $0 in
leave*)
  [ -z "$(address "$PROXY")" ] || leave "$PROXY"
  ;;
*)
  joined && exit 0
  [ -z "$at" ] || leave "$PROXY" || exit 1
  # The proxy before this one gives up its place: this one serves already.
  for other in ${ADDRESS:+$("$CLIENT" ps --all --quiet --no-trunc --filter "network=$NETWORK")}; do
    [ "$(address "$other")" != "at $ADDRESS" ] || leave "$other" || exit 1
  done
  "$CLIENT" network connect --alias "$ALIAS" ${ADDRESS:+--ip "$ADDRESS"} ${MAC:+--mac-address "$MAC"} \
    "$NETWORK" "$PROXY" || joined
  ;;
esac
