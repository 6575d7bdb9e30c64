# shellcheck shell=bash
# The virtual environment: exact versions, wheels only, kept in the cache with their checksums.

pip() { "$VPY" -m pip --disable-pip-version-check "$@"; }

make_venv() {
    local python
    if [ -x "$VPY" ] && "$VPY" -c '' 2>/dev/null; then return; fi
    python=$(pick_python)
    [ -n "$python" ] || die "no Python 3.10 to 3.12 with venv: install python3-venv, or name one by PYTHON=/path/to/python3.11"
    note "$("$python" --version) at $python"
    rm -rf "$O/venv" "$O/stamps"/requirements*
    logged "$python" -m venv "$O/venv" ||
        die "'$python -m venv' failed: install python3-venv, or name another by PYTHON= (details: .odoo/env.log)"
}
# fetch_wheels FILE: the wheels of a requirements file are whole in $WHEELS
fetch_wheels() {
    local sums part
    WHEELS=$CACHE/wheels-$("$VPY" -c 'import sys, sysconfig; print(f"cp{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}")')
    sums=$WHEELS/$(basename "$1").$(sha256 "$1" | cut -c 1-12).sha256
    if [ -e "$sums" ]; then
        if (cd "$WHEELS" && sha256sum --quiet -c "$sums" >/dev/null 2>&1); then return; fi
        note "wheels in $WHEELS are damaged or gone: fetching them again"
        (cd "$WHEELS" && sha256sum -c "$sums" 2>/dev/null | sed -n 's/: FAILED.*//p' | xargs -r rm -f)
        rm -f "$sums"
    fi
    note "downloading the packages of $(basename "$1")"
    part=$WHEELS/wheels.part.$$
    sweep "$WHEELS/wheels"
    mkdir -p "$part"
    logged pip download --no-deps --only-binary :all: --find-links "$WHEELS" -d "$part" -r "$1" ||
        { rm -rf "$part"; die "could not download the packages of $(basename "$1"): look at the network, then run again (details: .odoo/env.log)"; }
    (cd "$part" && sha256sum ./*.whl >sums && mv ./*.whl .. && mv sums "$sums")
    rmdir "$part"
}
# install_requirements FILE: a stamp beside the environment tells what was installed last
install_requirements() {
    local stamp
    stamp=$O/stamps/$(basename "$1")
    if cmp -s "$1" "$stamp"; then return; fi
    fetch_wheels "$1"
    note "installing the $(grep -c == "$1") packages of $(basename "$1")"
    logged pip install --no-deps --no-index --find-links "$WHEELS" -r "$1" ||
        die "could not install the packages of $(basename "$1"): see .odoo/env.log, then run again"
    cp "$1" "$stamp"
}
python_packages() {  # python_packages FILE...
    local file
    make_venv
    for file in "$@"; do install_requirements "$file"; done
}
link_odoo() {  # `import odoo` works in the environment, for pytest and scripts
    local file
    file=$("$VPY" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/odoo-source.pth
    [ "$(cat "$file" 2>/dev/null)" = "$SRC" ] || echo "$SRC" >"$file"
}
