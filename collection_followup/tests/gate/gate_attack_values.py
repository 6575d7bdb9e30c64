"""What the ways round the gate are made with."""

from odoo import Command

# what addons elsewhere believe in, and what ours might have
CONTEXT = {
    "bypass_risk": True,
    "skip_credit_check": True,
    "no_check": True,
    "force": True,
    "sudo": True,
    "install_mode": True,
    "module": "collection_followup",
    "validate_analytic": True,
    "send_email": True,
    "collection_asked": True,
    "collection_followup.gate.asked": True,
    "collection_followup.gate.changing": True,
    "disable_collection_gate": True,
    "sale_no_log_for_new_lines": True,
    "from_orm_write": True,
}


def line_values(test, amount=1000.0, **values):
    return {
        "product_id": test.goods.id,
        "product_uom_qty": 1,
        "price_unit": amount,
        "tax_ids": False,
        **values,
    }


def order_values(test, **values):
    return {
        "partner_id": test.debtor.id,
        "order_line": [Command.create(line_values(test))],
        **values,
    }
