from odoo.tools import SQL

from .models.gate.trail import fill_trail

# each holds on to those below it
RECORDS = (
    "collection_hold_release",
    "collection_hold",
    "collection_commitment",
    "collection_plan_item",
    "collection_plan_line",
    "collection_plan",
    "collection_dispute",
    "collection_interaction",
    "collection_notice_line",
    "collection_notice",
    "collection_item",
    "collection_document",
    "collection_contact_stop",
    "collection_case",
    "collection_stage",
    "collection_strategy",
    "collection_role",
)

# what the demo data made in core models; documents refer to it by now
DEMO = ("res.bank", "res.company", "res.partner", "res.partner.bank", "res.users")
FORGET_DEMO = """
    DELETE FROM ir_model_data
     WHERE module = 'collection_followup' AND model LIKE ANY(%s)
"""


def post_init_hook(env):
    """Take over which payments and invoices were made for which orders so far."""
    fill_trail(env)


def uninstall_hook(env):
    """Let go of our records in the order in which they hold on to each other.

    Odoo would try to delete the strategies and roles that we shipped first, and
    fail on the evidence that refers to them. Debtors and users of the demo data
    stay, as their posted invoices do.
    """
    for table in RECORDS:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.cr.execute(SQL(FORGET_DEMO, list(DEMO)))
    env.invalidate_all(flush=False)
