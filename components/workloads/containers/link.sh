# Puts a proxy into the network that it shares with one of its callers, or takes it out; both are right twice.
joined() {
  "$CLIENT" container inspect --format '{{json .NetworkSettings.Networks}}' "$PROXY" 2>/dev/null |
    grep -qF -- "\"$NETWORK\":{"
}
case $0 in
leave*)
  joined || exit 0
  "$CLIENT" network disconnect --force "$NETWORK" "$PROXY" || ! joined
  ;;
*)
  joined || "$CLIENT" network connect --alias "$ALIAS" "$NETWORK" "$PROXY" || joined
  ;;
esac
