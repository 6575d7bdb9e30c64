# shellcheck shell=bash
# .odoo/odoo.conf, .odoo/env.sh (to be sourced) and the commands in .odoo/bin.

replace() {  # replace FILE: standard input becomes its content, at once
    cat >"$1.new"
    if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; fi
}
write_odoo_conf() {
    replace "$O/odoo.conf" <<CONF
[options]
addons_path = $ROOT,$ADDONS_PATH
data_dir = $O/data
db_host = $PGHOST
db_user = $PGUSER
${PGPORT:+db_port = $PGPORT}
${PGPASSWORD:+db_password = $PGPASSWORD}
http_interface = 127.0.0.1
http_port = 8069
gevent_port = 8072
bin_path = $O/bin
limit_time_real = 900
CONF
    chmod 600 "$O/odoo.conf"
}
write_env_sh() {
    replace "$O/env.sh" <<ENV
# source me: . .odoo/env.sh
export PGHOST='$PGHOST' PGUSER='$PGUSER' ODOO_RC='$O/odoo.conf' ODOO_BIN='$ODOO_BIN'
export CF_PRIVATE=$([ -e "$O/pg.given" ] || echo 1)
${PGPORT:+export PGPORT=$PGPORT}
${PGPASSWORD:+export PGPASSWORD=$(printf %q "$PGPASSWORD")}
case ":\$PATH:" in *':$O/bin:'*) ;; *) export PATH='$O/bin:$O/venv/bin${PGBIN:+:$PGBIN}:'"\$PATH" ;; esac
ENV
}
configure() {
    local command
    write_odoo_conf
    write_env_sh
    for command in "$ROOT"/scripts/bin/*; do ln -sfn "$command" "$O/bin/$(basename "$command")"; done
}
