#!/bin/bash
# Keep one machine: its disk lasts as long as this script, all else of it from one boot to the next halt.
#
# Reads `on` and `off`; at the end of its input, which is also when the test is killed, it removes everything.
mkdir -p "$FOLDER/disk" && mount -t tmpfs -o "size=${DISK_MIB}m" disk "$FOLDER/disk" || exit 1

boot() {
  unshare --mount --net --uts --ipc --pid --fork --mount-proc bash "$BOOT" </dev/null >>"$FOLDER/boot.log" 2>&1 &
  outer=$!
  until init=$(pgrep -P "$outer"); do kill -0 "$outer" || return 1; sleep 0.02; done
  ip link add "$NAME" type veth peer name eth0 netns "$init"
  ip addr add "$HOST/30" dev "$NAME" && ip link set "$NAME" up
  if [ "$OUTSIDE" = yes ]; then
    slirp4netns --configure --mtu=1400 --disable-host-loopback "$init" outside >>"$FOLDER/boot.log" 2>&1 &
    slirp=$!
  fi
  echo "$init" >"$FOLDER/init.new" && mv "$FOLDER/init.new" "$FOLDER/init"
}

halt() {
  [ -e "$FOLDER/init" ] || return
  # The end of a namespace's first process is the end of all in it; of what it mounted and of its network, too.
  kill -9 "$(cat "$FOLDER/init")"
  wait "$outer"
  [ "$OUTSIDE" = yes ] && kill -9 "$slirp" && wait "$slirp"
  while ip link show "$NAME" >/dev/null 2>&1; do sleep 0.02; done
  find /sys/fs/cgroup -depth -type d -path "*/$NAME*" -exec rmdir {} + 2>/dev/null
  rm -f "$FOLDER/init" "$FOLDER/docker.sock"
}

while read -r word; do
  case $word in
  on) boot ;;
  off) halt ;;
  esac
done
halt
umount "$FOLDER/disk"
rm -rf "$FOLDER"
