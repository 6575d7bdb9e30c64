# shellcheck shell=bash
# A faked system clock (libfaketime) for PostgreSQL, Odoo and the browser: it runs, from a moment on.

MOMENTS=("sunday night" "weekday evening" "new year" "leap day" "summer time")
CLOCK_ZONE=Europe/Berlin

a_moment() {  # a_moment NAME: the name, when there is such a moment
    local name
    for name in "${MOMENTS[@]}"; do
        if [ "$name" = "$1" ]; then echo "$name"; return; fi
    done
    die "there is no moment \"$1\" but: $(printf '"%s" ' "${MOMENTS[@]}")"
}
# moment NAME: its next coming, in seconds. Never one of the past, which a browser does not bear.
moment() {
    local at year=$(($(date +%Y) - 1))
    until [ "${at:-0}" -gt "$(date +%s)" ]; do
        year=$((year + 1))
        at=$(TZ=$CLOCK_ZONE moment_in "$year" "$1" 2>/dev/null || echo 0)
    done
    echo "$at"
}
moment_in() {  # moment_in YEAR NAME
    case $2 in
        "sunday night") date -d "next sunday 03:00" +%s ;;
        "weekday evening") date -d "next wednesday 21:00" +%s ;;
        "new year") date -d "$1-12-31 23:50" +%s ;;
        "leap day") date -d "$1-02-29 12:00" +%s ;;
        "summer time") date -d "$1-03-$((31 - $(date -d "$1-03-31" +%w))) 01:58" +%s ;;  # begins at 2:00
    esac
}
# fake_clock SECONDS: what this shell starts from here on lives from that moment on. The monotonic
# clock stays true: who waits ten seconds waits ten seconds.
fake_clock() {
    local offset=$(($1 - $(date +%s))) library
    library=$(echo "$O"/venv/lib/python3*/site-packages/libfaketime/vendor/libfaketime/src/libfaketime.so.1)
    [ -e "$library" ] || die "libfaketime is missing: run 'make env'"
    export TZ=$CLOCK_ZONE PGTZ=$CLOCK_ZONE FAKETIME=+$offset FAKETIME_DONT_FAKE_MONOTONIC=1
    export LD_PRELOAD=$library CF_START=$((CF_START + offset))
    fake_browser
}
fake_browser() {  # it stops when its two clocks drift apart: here the monotonic one is faked as well
    local real
    real=$(command -v "$(chrome_bin)")
    mkdir -p "$O/clock/bin"
    printf '#!/bin/sh\nunset FAKETIME_DONT_FAKE_MONOTONIC\nexec %q "$@"\n' "$real" >"$O/clock/bin/$(basename "$real")"
    chmod +x "$O/clock/bin/$(basename "$real")"
    export PATH=$O/clock/bin:$PATH
}
restart_postgres() {  # the private cluster takes the clock of this shell
    "$ROOT/scripts/bin/pg-stop"
    "$ROOT/scripts/bin/pg-start" 9>&-
    [ ! -e "$O/pg.given" ] || { echo "PostgreSQL at $PGHOST keeps its own clock"; return; }
    local theirs
    theirs=$(psql -d postgres -Atc "SELECT extract(epoch FROM now())::bigint")
    [ $((theirs - $(date +%s))) -ge -60 ] || die "PostgreSQL does not take the faked clock: may its user read $LD_PRELOAD?"
}
