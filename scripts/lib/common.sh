# shellcheck shell=bash disable=SC2034
# Shared by every script here: where things are, how to speak, how to fail.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
O=$ROOT/.odoo                                     # everything of this clone, git-ignored
CACHE=${XDG_CACHE_HOME:-~/.cache}/collection_followup   # downloads, shared by all clones
LOG=$O/env.log
VPY=$O/venv/bin/python
NAME=$(basename "$0")
# A private cluster that .odoo/env.sh put into this shell (of this clone or another) is not one
# that the user gave.
[ -z "${CF_PRIVATE:-}" ] || unset PGHOST PGUSER PGPORT PGPASSWORD
unset CF_PRIVATE
: "${CF_START:=$(date +%s)}"
export CF_START

# Progress is "[ 12s] title"; a title is held back until there is something to say under it, so
# that an environment which is ready says nothing.
PENDING=
say() { printf '[%3ds] %s\n' $(($(date +%s) - CF_START)) "$*"; }
step() { PENDING=$*; }
note() {
    [ -z "$PENDING" ] || say "$PENDING"
    PENDING=
    printf '       %s\n' "$*"
}
# One line that says what is wrong and what to do; a job in the background leaves it to its parent.
die() {
    if [ -n "${DIE_FILE:-}" ]; then printf '%s\n' "$*" >>"$DIE_FILE"; else printf '%s: %s\n' "$NAME" "$*" >&2; fi
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
logged() { "$@" >>"$LOG" 2>&1; }
sha256() { sha256sum "$1" | cut -d' ' -f1; }
as_root() {  # run as root, by sudo where that asks no password
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
can_be_root() { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }

make_home() {  # the folder .odoo, and the downloads beside it
    [ ! -e "$O/root" ] || [ "$(cat "$O/root")" = "$ROOT" ] ||
        die "this folder was moved from $(cat "$O/root"): run 'make clean', then again"
    mkdir -p "$O/bin" "$O/stamps" "$CACHE" 2>/dev/null ||
        die "cannot write to $O or $CACHE: change their owner, or set XDG_CACHE_HOME to a folder of yours"
    [ -e "$O/.gitignore" ] || echo '*' >"$O/.gitignore"
    echo "$ROOT" >"$O/root"
}
# sweep PLACE: remove PLACE.part.PROCESS, half-way downloads, of processes that were killed
sweep() {
    local part
    for part in "$1".part.*; do
        [ ! -e "$part" ] || kill -0 "${part##*.}" 2>/dev/null || rm -rf "$part"
    done
}
need_disk() {  # need_disk FOLDER GIGABYTES
    local free
    free=$(df -Pk "$1" | awk 'NR == 2 {print $4}')
    [ "$free" -ge $(($2 * 1024 * 1024)) ] ||
        die "only $((free / 1024)) MB free for $1, and $2 GB are needed: make room, then run again"
}
# lock NAME SECONDS WHAT: hold .odoo/NAME.lock until this script and its children end
lock() {
    have flock || return 0
    exec 9>"$O/$1.lock"
    flock -w "$2" 9 || die "another $3 is at work in this folder: wait for its end, then run again"
}
addons() {  # the addons of this repository, by name
    local file
    for file in "$ROOT"/*/__manifest__.py; do
        [ ! -e "$file" ] || basename "$(dirname "$file")"
    done
}
addons_hash() {  # changes with every file of the addons
    (cd "$ROOT" && addons | xargs -I{} find {} -type f -not -name '*.pyc' -print0 | LC_ALL=C sort -z |
        xargs -0r sha256sum | sha256sum | cut -c 1-16)
}
free_port() { "$VPY" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
