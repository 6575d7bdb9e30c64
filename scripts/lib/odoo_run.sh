# shellcheck shell=bash
# Running Odoo in its own way: every run has a log, and the log is judged.

# shellcheck source=/dev/null
use_environment() { . "$O/env.sh"; }

# odoo_run WHAT ARGUMENT...: a run that ends by itself, without errors in its log
odoo_run() {
    local what=$1 log=$O/test-${1//[^a-z]/-}.log rc=0 flags=()
    shift
    case " $* " in *' --test-tags '*) flags=(--tests) ;; esac
    say "$what"
    "$O/bin/odoo" "$@" --http-port "$(free_port)" --stop-after-init >"$log" 2>&1 || rc=$?
    if [ $rc != 0 ] || ! "$VPY" "$ROOT/scripts/check_log.py" "${flags[@]}" "$log"; then
        die "$what failed: see .odoo/$(basename "$log")"
    fi
}
# odoo_script WHAT DATABASE FILE: a Python file of scripts/ with `env`
odoo_script() {
    local log=$O/test-${1//[^a-z]/-}.log
    say "$1"
    if ! "$O/bin/odoo" shell -d "$2" --no-http --log-level=warn <"$3" >"$log" 2>&1 ||
        ! "$VPY" "$ROOT/scripts/check_log.py" "$log"; then
        tail -n 15 "$log"
        die "$1 failed: see .odoo/$(basename "$log")"
    fi
}
# our addons by name, with commas: all that live together in one database, or those at a till
addon_list() { addons | grep -vxF "$TILL_ADDON" | paste -sd,; }
till_addon_list() { addons | paste -sd,; }
