# shellcheck shell=bash
# Odoo's server of this clone: its port, its start and its end.

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
need_port() {  # need_port PORT WORD: nobody else listens there
    local who
    answers "$1" || return 0
    who=$(have lsof && lsof -ti "tcp:$1" -sTCP:LISTEN 2>/dev/null | head -n 1 || true)
    die "port $1 is taken${who:+ by process $who}: stop that ('make stop' when it is ours), or take another: make $2 PORT=$(($1 + 1))"
}
wait_for_port() {  # until somebody answers there
    local _
    for _ in $(seq 600); do
        if answers "$1"; then return; fi
        sleep 0.2
    done
    die "nobody answers on port $1 after two minutes: see .odoo/server.log"
}
serve() {  # serve DATABASE PORT ARGUMENT...: in the foreground, until Ctrl-C
    local db=$1 port=$2
    shift 2
    exec "$O/bin/odoo" -d "$db" --db-filter "^$db\$" --http-port "$port" --gevent-port $((port + 3)) \
        --pidfile "$O/server-$port.pid" "$@" 9>&-
}
stop_servers() {
    local file pid
    for file in "$O"/server-*.pid; do
        [ -e "$file" ] || continue
        pid=$(cat "$file")
        rm -f "$file"
        tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$O/" || continue
        kill "$pid" && say "stopped Odoo (process $pid)"
        while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
    done
}
