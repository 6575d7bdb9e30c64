# Runs inside `odoo shell`: confirming orders, with or without collections.
#
# The same orders of the same customers in two databases with the same ledger: one has
# collections, the other has not. What is between them is the price of the gate.
import os
import sys

sys.path.insert(0, os.environ["BENCHMARKS"])
from measure import measure

from odoo import Command

COUNT = 100
WITH = "collection.case" in env
NAME = "with collections" if WITH else "without"
company = env.company
product = env["product.product"].create(
    {"name": "Advice", "type": "service", "list_price": 100.0, "taxes_id": False}
)
env.cr.execute(
    "SELECT id FROM res_partner WHERE customer_rank > 0 AND parent_id IS NULL"
    " ORDER BY id LIMIT %s",
    [COUNT],
)
customers = [row[0] for row in env.cr.fetchall()]
if WITH:
    today = company._collection_today()
    company.write({"collection_opened_on": today, "collection_bank_stale_days": 0})
    env["collection.event"].search([]).unlink()
    partners = env["res.partner"].browse(customers)
    env["collection.case"].sudo()._sync(company, today=today)
    env["collection.event"].search([]).unlink()
    # one in ten is on hold with cash on delivery: he is let through with its term
    cases = env["collection.case"]._case_of(partners[::10], company)
    cases._hold("cod", "Benchmark")
env.cr.commit()
orders = env["sale.order"].create(
    [
        {
            "partner_id": customer,
            "order_line": [Command.create({"product_id": product.id})],
        }
        for customer in customers * 3
    ]
)
env.cr.commit()


def fresh(ids):
    """Orders as a new request has them, on a warm registry."""
    env.flush_all()
    env.invalidate_all()
    return env["sale.order"].browse(ids)


fresh(orders.ids[2 * COUNT : 2 * COUNT + 10]).action_confirm()  # warm up
env.cr.commit()
batch = fresh(orders.ids[:COUNT])
with measure(env, f"confirm 100 orders at once, {NAME}", COUNT):
    batch.action_confirm()
env.cr.commit()
singles = [fresh(order_id) for order_id in orders.ids[COUNT : 2 * COUNT]]
with measure(env, f"confirm 100 orders one by one, {NAME}", COUNT):
    for order in singles:
        env.flush_all()
        env.invalidate_all()
        order.action_confirm()
env.cr.commit()
