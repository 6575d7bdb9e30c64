"""Ways by which a confirmed order would become larger, see ``gate_attacks``."""

from odoo import Command

from .gate_attack_values import CONTEXT, line_values


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
