"""Ways by which an order would become a confirmed one, see ``gate_attacks``."""

from odoo import Command

from .gate_attack_values import CONTEXT, line_values, order_values


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
]
