# shellcheck shell=bash
# The suite: the rules, which need no Odoo, and all other tests, each process with its own database.

rules_tests() {  # plain Python: no Odoo, every branch covered
    local folder addon
    for folder in "$ROOT"/*/tests_rules; do
        [ -d "$folder" ] || continue
        addon=$(dirname "$folder")
        say "tests of $(basename "$addon")/rules"
        (cd "$addon" && PYTHONPATH=. COVERAGE_FILE=$O/coverage.rules "$VPY" -m pytest -q -p no:odoo -n "$(nproc)" -c "$ROOT/pytest.ini" \
            --confcutdir=tests_rules --cov=rules --cov-branch --cov-fail-under=100 --cov-report=term-missing:skip-covered \
            tests_rules) || die "the tests of $(basename "$addon")/rules failed"
    done
}
compile_test_bundles() {  # once for all tours: each would do it anew, and throw it away with its transaction
    say "compiling the asset bundles"
    echo "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()" |
        "$O/bin/odoo" shell -d "$1" --no-http --log-level=warn >"$O/test-bundles.log" 2>&1 ||
        die "the asset bundles could not be compiled: see .odoo/test-bundles.log"
}
live_tests() {  # live_tests DATABASE: processes that die and race, with real commits, on a copy of it
    local folder db=$1_live
    for folder in "$ROOT"/*/tests_live; do
        [ -d "$folder" ] || continue
        say "processes that die and race"
        "$VPY" "$ROOT/scripts/db.py" clone "$1" "$db"
        COLLECTION_LIVE_DB=$db "$O/venv/bin/pytest" -q -p no:odoo -c "$ROOT/pytest.ini" --show-capture=no \
            --confcutdir="$folder" "$folder" || die "the tests of $folder failed"
        "$VPY" "$ROOT/scripts/db.py" drop "$db"
    done
}
workers() {  # a process for each core (WORKERS=)
    local workers=${WORKERS:-$(nproc)}
    if [ "$workers" -le 4 ]; then echo "$workers"; else echo 4; fi
}
odoo_tests() {  # odoo_tests DATABASE PROCESSES PATH...
    (cd "$ROOT" && exec "$O/venv/bin/pytest" -q --durations=10 -n "$2" --dist loadfile \
        --odoo-database="$1" --odoo-http "${@:3}")
}
