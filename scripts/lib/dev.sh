# shellcheck shell=bash
# The database of `make run` and `make shell`: made once, kept.

dev_database() {
    DB=${DB:-collection_followup_dev}
    if "$VPY" "$ROOT/scripts/db.py" exists "$DB"; then return; fi
    "$O/bin/odoo-clone" "$DB"
    odoo_run "installing $(addon_list) in $DB" -d "$DB" -i "$(addon_list)"
}
