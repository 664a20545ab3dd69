#!/bin/bash
# The first process of a machine: mounts and network as after a start, the SSH server, and the engine whenever it ends.
set -e
mount --rbind "$FOLDER" /mnt
mount -t tmpfs run /run
mount -t tmpfs tmp /tmp # nothing of the test is on this machine but what was sent to it
mkdir -p "$FOLDER" /run/sshd /run/lock /var/lib/docker /etc/docker
mount --move /mnt "$FOLDER"
mount --bind "$FOLDER/disk" /var/lib/docker
mount -t tmpfs etc /etc/docker
echo "nameserver 10.0.2.3" >/run/resolv.conf # slirp4netns(1): its own, which asks those of the host
mount --bind /run/resolv.conf "$(readlink -f /etc/resolv.conf)"
hostname "$NAME"
ip link set lo up
until ip link show eth0 >/dev/null 2>&1; do sleep 0.02; done
ip addr add "$ADDRESS/30" dev eth0
ip link set eth0 up
/usr/sbin/sshd -f "$FOLDER/sshd.conf" -E "$FOLDER/sshd.log"
set +e
while :; do
  dockerd --host unix:///run/docker.sock --host "unix://$FOLDER/docker.sock" --cgroup-parent "/$NAME" \
    >>"$FOLDER/engine.log" 2>&1
  until [ ! -e "$FOLDER/stopped" ]; do sleep 0.1; done
done
