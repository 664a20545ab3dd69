#!/bin/sh
# Makes the cluster at the first start, sets the shop's role and password at every start, then becomes the server.
# Safe to kill at any point: the next start goes on where this one stopped.
set -eu

fail() {
    echo "entrypoint: $1" >&2
    exit 1
}

[ -n "${DATABASE_PASSWORD_FILE:-}" ] || fail "DATABASE_PASSWORD_FILE: not set; expected the path of a file"
[ -r "$DATABASE_PASSWORD_FILE" ] || fail "DATABASE_PASSWORD_FILE: cannot read $DATABASE_PASSWORD_FILE"
[ -s "$DATABASE_PASSWORD_FILE" ] || fail "DATABASE_PASSWORD_FILE: $DATABASE_PASSWORD_FILE is empty"

# Held until the server ends. A process number in the data directory says nothing to a server in another container.
exec 9>"${PGDATA%/*}/lock"
flock --timeout 30 9 || fail "$PGDATA: another server has been using it for 30 s"

# Made aside and moved into place when whole, so that a half-made cluster is never taken for one.
if [ ! -e "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.new"
    # The superuser has no password: nobody but this container's own user can be it (pg_hba.conf).
    initdb --pgdata="$PGDATA.new" --username=postgres --auth-local=peer --auth-host=scram-sha-256 \
        --data-checksums --encoding=UTF8 --locale=C.UTF-8
    mv "$PGDATA.new" "$PGDATA"
fi

set -- -c hba_file=/etc/shop-database/pg_hba.conf -c unix_socket_directories=/tmp -c password_encryption=scram-sha-256

# Not on the network yet: the health check, which asks over TCP, cannot take this server for the real one.
pg_ctl --silent --wait --timeout=120 --options="$* -c listen_addresses=''" start
psql --quiet --no-psqlrc --dbname=postgres --set=ON_ERROR_STOP=1 --file=/etc/shop-database/roles.sql
pg_ctl --silent --wait --mode=fast stop

exec postgres "$@" -c listen_addresses='*'
