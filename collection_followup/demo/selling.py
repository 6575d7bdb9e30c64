"""Orders that wait for money, and the holds that make them wait."""

from datetime import datetime, time

from odoo.fields import Command

from . import tables

NOON = time(12, 0)


def quote(env, today):
    """Make the orders of the last days; those of good payers are confirmed."""
    rows = tables.rows("orders")
    products = env["product.product"].create(
        [{"name": name, "type": "service"} for name in _names(rows)]
    )
    by_name = dict(zip(_names(rows), products, strict=True))
    orders = env["sale.order"].create(
        [_order_values(env, row, by_name[row["product"]], today) for row in rows]
    )
    for row, order in zip(rows, orders, strict=True):
        if row["confirmed"]:
            order.action_confirm()


def hold(env, company, cases):
    """Switch the holds on, and stop one by hand."""
    company.write(
        {
            "collection_hold_auto": True,
            "collection_hold_days": True,
            "collection_hold_days_late": 65,
        }
    )
    cases["hervelin"]._hold("block", "A lawyer writes: nothing new until it is settled")


def _names(rows):
    return list(dict.fromkeys(row["product"] for row in rows))


def _order_values(env, row, product, today):
    line = {
        "product_id": product.id,
        "price_unit": float(row["amount"]),
        "tax_ids": [Command.clear()],
    }
    return {
        "partner_id": env.ref(tables.xml_id(row["debtor"])).id,
        "date_order": datetime.combine(tables.ago(today, row["days_ago"]), NOON),
        "client_order_ref": row["reference"],
        "order_line": [Command.create(line)],
    }
