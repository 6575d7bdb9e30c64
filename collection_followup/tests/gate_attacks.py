"""Ways round the gate, as somebody with a browser or a script would try them.

Each way is a function of (test, user) that works as this user only, through what
can be called from outside, and answers the order that it was after. ``NEW`` ways make
a confirmed order, ``GROW`` ways make one larger that was confirmed before the hold;
``FORGED`` ways write what only the system writes.
"""

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


# ----------------------------------------------------------- orders become confirmed


def confirm(test, user):
    order = test.draft.with_user(user)
    order.action_confirm()
    return order


def confirm_with_context(test, user):
    order = test.draft.with_user(user).with_context(**CONTEXT)
    order.action_confirm()
    return order


def confirm_as_sent(test, user):
    order = test.draft.with_user(user)
    order.action_quotation_sent()
    order.action_confirm()
    return order


def confirm_by_action(test, user):
    action = test.env.ref("collection_followup.sale_order_action_confirm")
    order = test.draft.with_user(user)
    action.with_user(user).with_context(
        active_model="sale.order", active_ids=order.ids, active_id=order.id
    ).run()
    return order


def confirm_the_others(test, user):
    wizard = test.env["collection.confirm.others"].with_user(user)
    wizard.create({"order_ids": [Command.set(test.draft.ids)]}).action_confirm()
    return test.draft


def write_state(test, user):
    order = test.draft.with_user(user)
    order.write({"state": "sale"})
    return order


def write_state_with_context(test, user):
    order = test.draft.with_user(user).with_context(**CONTEXT)
    order.write({"state": "sale", "date_order": "2026-01-01 00:00:00"})
    return order


def create_confirmed(test, user):
    orders = test.env["sale.order"].with_user(user)
    return orders.create(order_values(test, state="sale"))


def create_confirmed_by_default(test, user):
    orders = test.env["sale.order"].with_user(user)
    return orders.with_context(default_state="sale").create(order_values(test))


def create_empty_then_fill(test, user):
    orders = test.env["sale.order"].with_user(user)
    order = orders.create({"partner_id": test.debtor.id, "state": "sale"})
    order.write({"order_line": [Command.create(line_values(test))]})
    return order


def copy_confirmed(test, user):
    return test.draft.with_user(user).copy({"state": "sale"})


def import_confirmed(test, user):
    result = (
        test.env["sale.order"]
        .with_user(user)
        .load(
            [
                "partner_id/.id",
                "state",
                "order_line/product_id/.id",
                "order_line/product_uom_qty",
                "order_line/price_unit",
            ],
            [[test.debtor.id, "sale", test.goods.id, "5", "500"]],
        )
    )
    if not result["ids"]:
        raise test.refusal(result["messages"][0]["message"])
    return test.env["sale.order"].browse(result["ids"])


def import_state(test, user):
    result = (
        test.env["sale.order"]
        .with_user(user)
        .load([".id", "state"], [[test.draft.id, "sale"]])
    )
    if not result["ids"]:
        raise test.refusal(result["messages"][0]["message"])
    return test.draft


def reopen(test, user):
    order = test.confirmed.with_user(user)
    order.action_cancel()
    order.action_draft()
    order.action_confirm()
    return order


def reopen_by_write(test, user):
    order = test.confirmed.with_user(user)
    order.action_cancel()
    order.write({"state": "sale"})
    return order


def other_address_first(test, user):
    """Confirm for somebody who pays, then send the invoice to the debtor."""
    order = test.draft.with_user(user)
    order.partner_invoice_id = test.payer
    order.action_confirm()
    order.write({"partner_invoice_id": test.debtor.id})
    return order


def other_customer_first(test, user):
    order = test.draft_of_payer.with_user(user)
    order.action_confirm()
    order.write({"partner_id": test.debtor.id})
    return order


def contact_of_the_debtor(test, user):
    order = test.draft_of_payer.with_user(user)
    order.action_confirm()
    order.write({"partner_invoice_id": test.contact.id})
    return order


def worth_nothing_first(test, user):
    order = test.draft.with_user(user)
    order.order_line.discount = 100
    order.action_confirm()
    order.order_line.discount = 0
    return order


def release_of_a_smaller_order(test, user):
    """Released while it was small, confirmed when it is large."""
    test.case_sudo._release("order", "small", order=test.small)
    order = test.small.with_user(user)
    order.order_line.price_unit = 1000.0
    order.action_confirm()
    return order


# ------------------------------------------------------- confirmed orders become larger


def quantity(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.write({"product_uom_qty": 100})
    return order


def quantity_with_context(test, user):
    order = test.confirmed.with_user(user).with_context(**CONTEXT)
    order.order_line.write({"product_uom_qty": 100})
    return order


def quantity_through_the_order(test, user):
    order = test.confirmed.with_user(user)
    line = order.order_line
    order.write({"order_line": [Command.update(line.id, {"product_uom_qty": 100})]})
    return order


def quantity_through_another_order(test, user):
    line = test.confirmed.order_line
    test.draft_of_payer.with_user(user).write(
        {"order_line": [Command.update(line.id, {"product_uom_qty": 100})]}
    )
    return test.confirmed


def price(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.write({"price_unit": 1000.01})
    return order


def no_discount(test, user):
    order = test.discounted.with_user(user)
    order.order_line.write({"discount": 0})
    return order


def reduction_away(test, user):
    order = test.reduced.with_user(user)
    order.order_line.filtered(lambda line: line.price_unit < 0).product_uom_qty = 0
    return order


def new_line(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.create(line_values(test, order_id=order.id))
    return order


def new_line_by_default(test, user):
    order = test.confirmed.with_user(user)
    lines = order.order_line.with_context(default_order_id=order.id)
    lines.create(line_values(test))
    return order


def new_line_as_down_payment(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.create(line_values(test, order_id=order.id, is_downpayment=True))
    return order


def new_line_as_expense(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.create(line_values(test, order_id=order.id, is_expense=True))
    return order


def line_of_a_quotation(test, user):
    order = test.confirmed.with_user(user)
    test.draft.with_user(user).order_line.write({"order_id": order.id})
    return order


def line_linked(test, user):
    order = test.confirmed.with_user(user)
    line = test.draft.order_line
    order.write({"order_line": [Command.link(line.id)]})
    return order


def section_becomes_goods(test, user):
    """A line that is no product counts nothing until it becomes one."""
    order = test.confirmed.with_user(user)
    line = order.order_line.create(
        {"order_id": order.id, "display_type": "line_note", "name": "Note"}
    )
    line.write({"display_type": False, **line_values(test)})
    return order


def other_product(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.write({"product_id": test.dear.id})
    return order


def import_quantity(test, user):
    result = (
        test.env["sale.order.line"]
        .with_user(user)
        .load([".id", "product_uom_qty"], [[test.confirmed.order_line.id, "100"]])
    )
    if not result["ids"]:
        raise test.refusal(result["messages"][0]["message"])
    return test.confirmed


# --------------------------------------------------------- what only the system writes


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
    order.order_line.write({"state": "sale"})
    return order


def forge_release(test, user):
    order = test.draft.with_user(user)
    order.write({"collection_release_id": 1})
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


NEW = [
    confirm,
    confirm_with_context,
    confirm_as_sent,
    confirm_by_action,
    confirm_the_others,
    write_state,
    write_state_with_context,
    create_confirmed,
    create_confirmed_by_default,
    create_empty_then_fill,
    copy_confirmed,
    import_confirmed,
    import_state,
    reopen,
    reopen_by_write,
    other_address_first,
    other_customer_first,
    contact_of_the_debtor,
    worth_nothing_first,
    release_of_a_smaller_order,
    forge_total,
    forge_line_total,
    forge_rate,
]
GROW = [
    quantity,
    quantity_with_context,
    quantity_through_the_order,
    quantity_through_another_order,
    price,
    no_discount,
    reduction_away,
    new_line,
    new_line_by_default,
    new_line_as_down_payment,
    new_line_as_expense,
    line_of_a_quotation,
    line_linked,
    section_becomes_goods,
    other_product,
    import_quantity,
]
FORGED = [
    forge_payment,
    forge_invoice,
    forge_line_state,
    forge_release,
    forge_hold,
    forge_released,
]
