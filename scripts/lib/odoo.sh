# shellcheck shell=bash
# Odoo's source: a checkout that is given, or Debian's package unpacked (nothing gets installed).

debian_mirror() {  # base address of the Debian archive this machine itself uses
    if [ -n "${DEBIAN_MIRROR:-}" ]; then echo "$DEBIAN_MIRROR"; return; fi
    {
        cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr ' ' '\n'
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^ ]+)[[:space:]].*/\2/p'
    } | grep -E '/debian/?$' | head -n 1
}
private_apt() {  # apt-get with lists and sources of its own: needs no root, changes nothing
    apt-get -q -o Dir::Etc::sourcelist="$O/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State::Lists="$O/apt/lists" -o Dir::Cache="$O/apt/cache" \
        -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=2 \
        -o Debug::NoLocking=1 "$@"
}
fetch_debs() {  # into the current folder
    local mirror key=/usr/share/keyrings/debian-archive-keyring.gpg
    mirror=$(debian_mirror)
    [ -n "$mirror" ] && [ -e "$key" ] ||
        die "this machine has no Debian archive to take Odoo from: set ODOO_SOURCE to a checkout of Odoo 19.0 (or DEBIAN_MIRROR)"
    mkdir -p "$O/apt/lists/partial" "$O/apt/cache/archives/partial"
    printf "deb [signed-by=$key] $mirror %s main\n" sid bookworm >"$O/apt/sources.list"
    logged private_apt update || true                # one suite may be gone, the download tells
    logged private_apt download "${DEB_COMPANIONS[@]/%//sid}" ||
        die "no network, or no answer from $mirror: look at the connection, then run again (details: .odoo/env.log)"
    logged private_apt download "$DEB_ICONS" || note "no $DEB_ICONS: some icons of mails stay plain"
    [ -z "${ODOO_DEB:-}" ] || { cp "$ODOO_DEB" . && return; }
    logged private_apt download "$DEB_PACKAGE=$DEB_VERSION" && return
    note "Odoo $DEB_VERSION is gone from the archive: taking the one that is there now"
    logged private_apt download "$DEB_PACKAGE" ||
        die "could not fetch $DEB_PACKAGE: run again, or set ODOO_SOURCE to a checkout of Odoo 19.0 (details: .odoo/env.log)"
}
# debs_are_whole FOLDER: the downloads of an earlier time are all there and undamaged
debs_are_whole() { [ -e "$1/SHA256SUMS" ] && (cd "$1" && sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1); }
cached_debs() {  # sets DEBS to the folder with the packages, fetched at the first time only
    DEBS=$CACHE/${DEB_PACKAGE}_$DEB_VERSION${ODOO_DEB:+_given}
    if [ -e "$DEBS" ] && ! debs_are_whole "$DEBS"; then
        note "the downloads in $DEBS are damaged: fetching them again"
        rm -rf "$DEBS"
    fi
    [ ! -e "$DEBS" ] || return 0
    note "downloading $DEB_PACKAGE (122 MB), its fonts and JavaScript libraries"
    local part=$DEBS.part.$$
    sweep "$DEBS"
    mkdir -p "$part"
    (cd "$part" && fetch_debs && sha256sum ./*.deb >SHA256SUMS) || exit 1
    mv -T "$part" "$DEBS"
    rm -rf "$O/apt"
}
unpack_odoo() {
    local deb source=$O/src/usr/lib/python3/dist-packages stub
    have dpkg-deb || die "no dpkg here to unpack Debian's Odoo: set ODOO_SOURCE to a checkout of Odoo 19.0"
    cached_debs
    deb=$(ls "$DEBS/${DEB_PACKAGE}"_*.deb)
    [ "$(sha256 "$deb")" = "$DEB_SHA256" ] ||
        note "NOTE: $(basename "$deb") is not the $DEB_VERSION this project was tested with"
    note "unpacking Odoo (1.2 GB)"
    rm -rf "$O/src"; mkdir -p "$O/src"
    for deb in "$deb" "$DEBS"/libjs-*.deb "$DEBS"/fonts-*.deb; do
        logged dpkg-deb -x "$deb" "$O/src" || die "could not unpack $deb (disk full?): make room, then run again"
    done
    # Left out by Debian though named in an asset bundle: its absence is an error on every page
    # and fails every tour. It only blurs video calls.
    stub=$source/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    [ -e "$stub" ] || { mkdir -p "$(dirname "$stub")"; echo '/* not shipped by Debian */' >"$stub"; }
    [ -e "$source/odoo/addons/web/static/lib/jquery/jquery.js" ] ||
        die "jquery.js is missing after unpacking: set ODOO_SOURCE to a checkout of Odoo 19.0"
    touch "$O/src/.complete"
}
odoo_paths() {  # sets SRC (import path), ODOO_BIN, ADDONS_PATH
    [ -n "${ODOO_SOURCE:-}" ] || ODOO_SOURCE=$(cat "$O/source.path" 2>/dev/null || true)   # chosen once, kept
    if [ -z "$ODOO_SOURCE" ]; then
        SRC=$O/src/usr/lib/python3/dist-packages
        ODOO_BIN=$O/src/usr/bin/odoo
    else
        [ -f "$ODOO_SOURCE/odoo/release.py" ] || die "ODOO_SOURCE=$ODOO_SOURCE is no Odoo: name the folder that holds odoo/release.py"
        SRC=$(cd "$ODOO_SOURCE" && pwd -P)
        ODOO_BIN=$SRC/odoo-bin
        [ -e "$ODOO_BIN" ] || ODOO_BIN=$SRC/../../../bin/odoo
    fi
    ADDONS_PATH=$SRC/odoo/addons
    [ ! -d "$SRC/addons" ] || ADDONS_PATH=$SRC/addons,$ADDONS_PATH
}
odoo_source() {
    odoo_paths
    if [ -n "$ODOO_SOURCE" ]; then
        [ "$(cat "$O/source.path" 2>/dev/null)" = "$SRC" ] || note "using $SRC"
        echo "$SRC" >"$O/source.path"
    elif [ ! -e "$O/src/.complete" ]; then
        unpack_odoo
    fi
    RELEASE=$(sed -nE 's/^version_info = \((.*)\)/\1/p' "$SRC/odoo/release.py")
    case $RELEASE in 19,\ 0,*) ;; *) die "$SRC is Odoo $RELEASE, and this project is for 19.0: name another ODOO_SOURCE" ;; esac
}
