from odoo.tools import SQL

# each holds on to those below it
RECORDS = (
    "collection_notice_line",
    "collection_notice",
    "collection_item",
    "collection_case",
    "collection_stage",
    "collection_strategy",
    "collection_role",
)


def uninstall_hook(env):
    """Let go of our records in the order in which they hold on to each other.

    Odoo would try to delete the strategies and roles that we shipped first, and
    fail on the evidence that refers to them.
    """
    for table in RECORDS:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all(flush=False)
