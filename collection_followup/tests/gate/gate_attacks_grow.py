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


def costs_line(test, user):
    """As a vendor bill is charged on, but by hand."""
    order = test.confirmed.with_user(user)
    values = line_values(test, order_id=order.id, is_expense=True)
    order.order_line.create({**values, "product_id": test.costs.id})
    return order


def freight_line(test, user):
    """As the wizard of shipping methods adds it, where delivery is installed."""
    order = test.confirmed.with_user(user)
    values = line_values(test, 100.0, order_id=order.id)
    if "is_delivery" in order.order_line._fields:
        values["is_delivery"] = True
    order.order_line.create(values)
    return order


def minus_costs_to_nothing(test, user):
    """Worth nothing when it is confirmed, by a line that does not count."""
    order = test.even.with_user(user)
    order.action_confirm()
    order.order_line[1].write({"product_uom_qty": 0})
    return order


def minus_costs_away(test, user):
    order = test.even.with_user(user)
    order.action_confirm()
    order.order_line[1].unlink()
    return order


def tax(test, user):
    order = test.confirmed.with_user(user)
    order.order_line.write({"tax_ids": [Command.link(test.tax.id)]})
    return order


def manual_tax(test, user):
    """Odoo keeps amounts of taxes by hand beside a line."""
    order = test.confirmed.with_user(user)
    line = order.order_line
    line.write(
        {
            "tax_ids": [Command.link(test.tax.id)],
            "extra_tax_data": {
                "currency_id": order.currency_id.id,
                "price_unit": line.price_unit,
                "discount": 0.0,
                "quantity": line.product_uom_qty,
                "rate": 1.0,
                "manual_tax_amounts": {
                    str(test.tax.id): {
                        "tax_amount_currency": 500.0,
                        "tax_amount": 500.0,
                        "base_amount_currency": 1000.0,
                        "base_amount": 1000.0,
                    }
                },
            },
        }
    )
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
    costs_line,
    freight_line,
    minus_costs_to_nothing,
    minus_costs_away,
    tax,
    manual_tax,
    line_of_a_quotation,
    line_linked,
    section_becomes_goods,
    other_product,
    import_quantity,
]
