# shellcheck shell=bash
# Template databases: Odoo's own modules, installed once, with the asset bundles compiled.
# A test or demo database is a clone of one (half a second).

# build_template NAME FLAG MODULES [TEMPLATE]: a killed build leaves only NAME_new, which the next one
# replaces
build_template() {
    local new=$1_new made=(create)
    [ -z "${4:-}" ] || made=(clone "$4")
    note "installing Odoo's modules into a template database ($2, about a minute)"
    logged "$VPY" "$ROOT/scripts/db.py" drop "$1" || die "$(tail -n 1 "$LOG")"
    logged "$VPY" "$ROOT/scripts/db.py" "${made[@]}" "$new" || die "could not make a database: $(tail -n 1 "$LOG")"
    logged "$O/bin/odoo" -d "$new" -i "$3" "$2" --stop-after-init --log-level=warn --no-http ||
        die "Odoo's modules could not be installed: see .odoo/env.log ('make clean' begins anew)"
    [ "$2" = --with-demo ] || compile_bundles "$new"   # the demo compiles its own, beside its run
    logged "$VPY" "$ROOT/scripts/db.py" rename "$new" "$1" || die "could not rename a database: $(tail -n 1 "$LOG")"
}
compile_bundles() {
    note "compiling the asset bundles (spares every clone 15 s)"
    echo "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()" |
        logged "$O/bin/odoo" shell -d "$1" --no-http --log-level=warn ||
        die "the asset bundles could not be compiled: see .odoo/env.log"
}
# template NAME FLAG MODULES [TEMPLATE]: up to date with the modules wanted and the Odoo that is here;
# made from nothing, or from another template
template() {
    local stamp=$O/stamps/$1 signature
    signature="$3 |${4:+ on $(cat "$O/stamps/$4") |} $2 | $SRC | $RELEASE | $PGHOST | $(cksum <"$SRC/odoo/release.py")"
    if [ "$(cat "$stamp" 2>/dev/null)" = "$signature" ] && "$VPY" "$ROOT/scripts/db.py" exists "$1"; then return; fi
    rm -f "$stamp"
    build_template "$@"
    echo "$signature" >"$stamp"
}
