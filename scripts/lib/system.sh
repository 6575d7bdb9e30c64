# shellcheck shell=bash
# Programs of the machine: installed where we may, named where we may not.

pg_bindir() {  # newest PostgreSQL server binaries of this machine, 13 or later
    local dir version
    while read -r dir; do
        [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] || continue
        version=$("$dir/postgres" --version | sed -E 's/.* ([0-9]+)[.a-z].*/\1/')
        if [ "$version" -ge 13 ]; then echo "$dir"; return; fi
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin | sort -rV)
}
chrome_bin() {  # the names Odoo's tests look for, in their order
    local name
    for name in google-chrome chromium chromium-browser google-chrome-stable; do
        if have "$name"; then echo "$name"; return; fi
    done
}
fits() {  # a Python that can make our environment
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 13))' >/dev/null 2>&1
}
pick_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3 python3.12 python3.11 python3.10; do
        if have "$name" && fits "$name"; then command -v "$name"; return; fi
        [ -z "${PYTHON:-}" ] || return 0
    done
}
missing_servers() {
    [ -n "$(pick_python)" ] || [ -n "${PYTHON:-}" ] || echo python3-venv
    [ -n "${PGHOST:-}" ] || [ "${PG_PROVIDER:-}" = wheel ] || [ -n "$(pg_bindir)" ] || echo postgresql
}
missing_programs() {
    [ -n "$(chrome_bin)" ] || echo chromium
    have pdftoppm || echo poppler-utils
    have wkhtmltopdf || echo wkhtmltopdf           # also brings what the patched build links to
    have fc-list && fc-list 2>/dev/null | grep -q . || echo fontconfig fonts-dejavu-core
}
system_packages() {  # system_packages "PACKAGE ..."
    local want=${1//$'\n'/ }
    [ -n "$want" ] || return 0
    if [ -n "${NO_SYSTEM:-}" ] || ! have apt-get || ! can_be_root; then
        note "missing, and not mine to install; ask for: apt-get install $want"
        return 0
    fi
    note "installing $want"
    logged as_root apt-get update -qq || note "apt-get update failed: going on with the lists that are here"
    # shellcheck disable=SC2086
    logged as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $want ||
        die "could not install $want: look at the network, or run 'apt-get install $want' yourself; then run again (details: .odoo/env.log)"
}
