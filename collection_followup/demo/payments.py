"""Money that came in, in batches and through the payments of Odoo."""

from . import tables


def invoices_by_row(env):
    """Return pairs of a row of the invoice table and its posted invoice."""
    rows = tables.rows("invoices")
    moves = env["account.move"].search(
        [
            ("move_type", "=", "out_invoice"),
            ("company_id", "=", env.company.id),
            ("state", "=", "posted"),
        ],
        order="id",
    )
    return list(zip(rows, moves, strict=True))


def receive(env, today, pairs):
    """Register and match the payments of these rows, all at once.

    What a debtor paid on one day is one transfer.
    """
    groups = {}
    for row, move in pairs:
        if row["paid"]:
            key = (move.partner_id, move.currency_id, row["paid_ago"])
            groups.setdefault(key, []).append((float(row["paid"]), move))
    payments = env["account.payment"].create(
        [_payment_values(today, *key, paid) for key, paid in groups.items()]
    )
    payments.action_post()
    plan = [
        receivable(payment.move_id.union(*(move for _amount, move in paid)))
        for paid, payment in zip(groups.values(), payments, strict=True)
    ]
    env["account.move.line"]._reconcile_plan(plan)
    return payments


def receivable(moves):
    """Return the open receivable items of entries."""
    return moves.line_ids.filtered(
        lambda line: line.account_type == "asset_receivable" and not line.reconciled
    )


def _payment_values(today, debtor, currency, paid_ago, paid):
    return {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": debtor.id,
        "amount": sum(amount for amount, _move in paid),
        "currency_id": currency.id,
        "date": tables.ago(today, paid_ago),
        "memo": ", ".join(move.name for _amount, move in paid),
    }
