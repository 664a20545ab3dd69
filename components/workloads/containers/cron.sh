#!/bin/sh
# Runs a command at its times, one run at a time; beside it is the busybox that does what it needs.
b=${0%/*}/busybox state=$1
# Told to run now, by `cron.sh STATE now` in the same container.
[ "$2" = now ] && exec "$b" kill -USR1 "$("$b" cat "$state/pid")"
minutes=$2 hours=$3 days=$4 months=$5 weekdays=$6 either=$7 zone=$8 signal=$9
shift 9
allowed=$1 grace=$2
shift 2
job='' rest='' ending='' now=''
trap 'ending=yes caught=yes; end; wake' TERM INT HUP QUIT
trap 'now=yes caught=yes; wake' USR1
wake() { [ -z "$rest" ] || "$b" kill -KILL "$rest" 2>/dev/null; }
end() { # a run that is just starting has no process group yet
  for _ in 1 2 3 4 5; do
    [ -n "$job" ] && "$b" kill -0 "$job" 2>/dev/null || return
    "$b" kill -"$signal" "-$job" 2>/dev/null && return
    "$b" sleep 1
  done
}
say() { echo "$("$b" date -u +%Y-%m-%dT%H:%M:%SZ) cron: $*"; }
in_set() { case ",$1," in *",$2,"*) ;; *) return 1 ;; esac; }
due() { # minute hour day month weekday
  in_set "$minutes" "$1" && in_set "$hours" "$2" && in_set "$months" "$4" || return 1
  if [ "$either" = yes ]; then in_set "$days" "$3" || in_set "$weekdays" "$5"; else
    in_set "$days" "$3" && in_set "$weekdays" "$5"; fi
}
run() {
  say "run starts"
  began=$("$b" date +%s)
  # In a session, so a process group, of its own: what it leaves behind ends with it.
  "$b" setsid "$b" timeout -s "$signal" -k "$grace" "$allowed" "$@" </dev/null &
  job=$!
  [ -z "$ending" ] || end # told before the job was known
  code=127 caught=yes
  while [ -n "$caught" ]; do # a signal ends `wait`, not the run
    caught=''
    wait "$job"
    status=$?
    [ "$status" -eq 127 ] || code=$status
  done
  "$b" kill -KILL -- "-$job" 2>/dev/null
  job='' took=$(($("$b" date +%s) - began))
  [ "$code" -le 128 ] || [ "$took" -lt "$allowed" ] || say "run did not end within $allowed s"
  say "run ended with code $code after $took s"
  echo "$code" >"$state/last"
}
moment() { TZ=$zone "$b" date '+%Y%m%d%H%M %M %H %d %m %w'; }
read -r last _ <<EOF
$(moment)
EOF
echo "$$" >"$state/pid"
echo 0 >"$state/last"
until [ -n "$ending" ]; do
  read -r minute fields <<EOF
$(moment)
EOF
  # shellcheck disable=SC2086 # fields are split on purpose
  if [ -n "$now" ] || { [ "$minute" != "$last" ] && due $fields; }; then
    now='' last=$minute
    run "$@"
  else
    last=$minute
    "$b" sleep $((60 - $("$b" date +%s) % 60)) &
    rest=$!
    [ -z "$ending$now" ] || wake # told before the sleep was known
    wait "$rest"
    rest=''
  fi
done
