# shellcheck shell=bash
# Wheels of the addons, built with what the environment has: nothing is downloaded.

build_wheels() {  # build_wheels FOLDER: made anew
    local folders
    mapfile -t folders < <(addons | sed "s#^#$ROOT/#")
    rm -rf "$1"
    logged pip wheel --no-deps --no-index --no-build-isolation -w "$1" "${folders[@]}" ||
        die "the wheels could not be built: see .odoo/env.log"
}
install_wheels() {  # install_wheels WHEELS FOLDER: the addons are then in FOLDER/odoo/addons
    rm -rf "$2"
    logged pip install --no-deps --no-index --target "$2" "$1"/*.whl ||
        die "the wheels could not be installed: see .odoo/env.log"
}
