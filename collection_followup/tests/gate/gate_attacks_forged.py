"""Ways that write what only the system should write, see ``gate_attacks``.

``DISBELIEVED`` can be written and help nobody; ``FORGED`` are refused: they write
records of ours.
"""

from odoo import Command


def forge_total(test, user):
    order = test.draft.with_user(user)
    order.write({"amount_total": 0.0})
    order.action_confirm()
    return order


def forge_rate(test, user):
    order = test.draft.with_user(user)
    order.write({"currency_rate": 1e9})
    order.action_confirm()
    return order


def forge_line_total(test, user):
    order = test.draft.with_user(user)
    order.order_line.write({"price_total": 0.0, "price_subtotal": 0.0})
    order.action_confirm()
    return order


def forge_payment(test, user):
    order = test.draft.with_user(user)
    order.write({"transaction_ids": [Command.link(test.foreign_payment.id)]})
    order.action_confirm()
    return order


def forge_invoice(test, user):
    order = test.draft.with_user(user)
    lines = test.paid_invoice.invoice_line_ids
    order.order_line.write({"invoice_lines": [Command.link(lines[0].id)]})
    order.action_confirm()
    return order


def forge_line_state(test, user):
    order = test.draft.with_user(user)
    order.order_line.write({"state": "sale", "invoice_status": "invoiced"})
    order.action_confirm()
    return order


def forge_hold(test, user):
    test.case_sudo.with_user(user).write({"hold_effect": False, "hold_id": False})
    order = test.draft.with_user(user)
    order.action_confirm()
    return order


def forge_released(test, user):
    """Make a release without the right to release."""
    releases = test.env["collection.hold.release"].with_user(user)
    releases.create(
        {"case_id": test.case_sudo.id, "scope": "until", "reason": "because"}
    )
    order = test.draft.with_user(user)
    order.action_confirm()
    return order


DISBELIEVED = [
    forge_total,
    forge_line_total,
    forge_rate,
    forge_payment,
    forge_invoice,
    forge_line_state,
]
FORGED = [
    forge_hold,
    forge_released,
]
