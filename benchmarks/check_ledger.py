"""Check with the ORM that a database filled by make_ledger.py is coherent.

Run:  odoo shell -c CONF -d DB --no-http < check_ledger.py
Writes nothing (it rolls back).  Prints one line per check; raises on the first
that fails.  Environment: CHECK_SAMPLE, the number of records whose stored
computed values are recomputed (default 400).
"""

import os
import random
import time

from odoo import Command, fields

SAMPLE = int(os.environ.get("CHECK_SAMPLE", "400"))
rnd = random.Random(5)
today = fields.Date.today()
Move, Line = env["account.move"], env["account.move.line"]


def ok(label, cond, note=""):
    print("%-58s %s %s" % (label, "ok" if cond else "FAILED", note))
    if not cond:
        raise SystemExit(1)


# 1. stored computed values are what the ORM computes
cr = env.cr
cr.execute("""SELECT l.move_id, l.id FROM account_move_line l JOIN account_move m ON m.id = l.move_id
              WHERE m.move_type = 'out_invoice' AND l.display_type = 'payment_term'
                AND m.partner_id IN (SELECT id FROM res_partner WHERE email LIKE '%%@ledger.example.com')""")
rows = cr.fetchall()
rows = rnd.sample(rows, min(SAMPLE, len(rows)))
moves = Move.browse([r[0] for r in rows])
lines = Line.browse([r[1] for r in rows]) | moves.matched_payment_ids.move_id.line_ids
LF = (
    "amount_residual",
    "amount_residual_currency",
    "reconciled",
    "partner_id",
    "parent_state",
    "move_name",
    "date",
    "company_currency_id",
    "display_type",
)
MF = (
    "amount_total",
    "amount_untaxed",
    "amount_residual",
    "amount_residual_signed",
    "amount_total_signed",
    "amount_untaxed_signed",
    "payment_state",
    "invoice_date_due",
    "commercial_partner_id",
    "invoice_partner_display_name",
    "sequence_prefix",
    "sequence_number",
    "invoice_currency_rate",
)
PF = ("is_matched", "is_reconciled", "amount_company_currency_signed", "state")


def recompute(records, names):
    before = {r.id: {f: r[f] for f in names} for r in records}
    for f in names:
        fld = records._fields[f]
        if fld.compute and fld.store and not fld.related:
            env.add_to_compute(fld, records)
    bad = []
    for r in records:
        for f in names:
            x, y = before[r.id][f], r[f]
            if x != y and not (isinstance(x, float) and abs(x - y) < 0.005):
                bad.append((r, f, x, y))
    return bad


for recs, names in ((lines, LF), (moves, MF), (moves.matched_payment_ids, PF)):
    bad = recompute(recs, names)
    ok("recompute %s (%d records)" % (recs._name, len(recs)), not bad, bad[:3])
env.cr.rollback()
env.invalidate_all()

# 2. every entry balances; residuals agree with the reconciliations
cr.execute(
    "SELECT count(*) FROM (SELECT move_id FROM account_move_line GROUP BY move_id"
    " HAVING abs(sum(balance)) > 0.004) x"
)
ok("entries that do not balance", cr.fetchone()[0] == 0)
cr.execute("""SELECT count(*) FROM account_move_line l
   LEFT JOIN (SELECT debit_move_id AS id, sum(amount) AS a FROM account_partial_reconcile GROUP BY 1) d USING (id)
   WHERE l.display_type = 'payment_term' AND l.debit > 0
     AND abs(l.balance - COALESCE(d.a, 0) - l.amount_residual) > 0.004""")
ok("receivable lines whose residual is wrong", cr.fetchone()[0] == 0)
cr.execute(
    "SELECT count(*) FROM account_move m WHERE move_type = 'out_invoice' AND state = 'posted' AND"
    " (payment_state = 'paid') <> (amount_residual = 0)"
)
ok("payment_state agrees with amount_residual", cr.fetchone()[0] == 0)

# 3. aged amounts by partner: _read_group against SQL
dom = [
    ("parent_state", "=", "posted"),
    ("account_id.account_type", "=", "asset_receivable"),
    ("reconciled", "=", False),
    ("date_maturity", "<", today),
    ("company_id", "=", env.company.id),
]
t = time.time()
orm = {
    p.id: round(v, 2)
    for p, v in Line._read_group(dom, ["partner_id"], ["amount_residual:sum"])
}
t_orm = time.time() - t
t = time.time()
cr.execute(
    """SELECT l.partner_id, round(sum(l.amount_residual), 2) FROM account_move_line l
  JOIN account_account a ON a.id = l.account_id
  WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND l.reconciled IS NOT TRUE
    AND l.date_maturity < %s AND l.company_id = %s GROUP BY 1""",
    (today, env.company.id),
)
sql = {p: float(v) for p, v in cr.fetchall()}
ok(
    "overdue by partner, _read_group = SQL (%d partners)" % len(sql),
    orm == sql,
    "orm %.3fs sql %.3fs" % (t_orm, time.time() - t),
)

# 4. a payment can be registered, the invoice becomes paid
inv = Move.search(
    [
        ("payment_state", "=", "not_paid"),
        ("move_type", "=", "out_invoice"),
        ("state", "=", "posted"),
        ("company_id", "=", env.company.id),
        ("partner_id.email", "like", "@ledger.example.com"),
    ],
    limit=1,
)
wiz = (
    env["account.payment.register"]
    .with_context(active_model="account.move", active_ids=inv.ids)
    .create({})
)
wiz._create_payments()
ok(
    "payment registered on %s" % inv.name,
    inv.payment_state in ("paid", "in_payment") and not inv.amount_residual,
    inv.payment_state,
)
part = Move.search(
    [
        ("payment_state", "=", "partial"),
        ("company_id", "=", env.company.id),
        ("move_type", "=", "out_invoice"),
    ],
    limit=1,
)
if part:
    wiz = (
        env["account.payment.register"]
        .with_context(active_model="account.move", active_ids=part.ids)
        .create({})
    )
    wiz._create_payments()
    ok(
        "rest of a partly paid invoice paid %s" % part.name,
        not part.amount_residual,
        part.payment_state,
    )

# 5. the journal's sequence goes on
cr.execute(
    "SELECT max(sequence_number) FROM account_move WHERE journal_id = %s AND sequence_prefix = %s",
    (inv.journal_id.id, "%s/%s/" % (inv.journal_id.code, today.year)),
)
top = cr.fetchone()[0]
new = Move.create(
    {
        "move_type": "out_invoice",
        "partner_id": inv.partner_id.id,
        "invoice_date": today,
        "journal_id": inv.journal_id.id,
        "invoice_line_ids": [
            Command.create(
                {"name": "x", "quantity": 1, "price_unit": 10, "tax_ids": []}
            )
        ],
    }
)
new.action_post()
ok("next invoice number follows", new.sequence_number == top + 1, new.name)
# 6. a paid invoice can be reset to draft (Odoo 19 keeps it reconciled) and posted again
paid = Move.search(
    [
        ("payment_state", "=", "paid"),
        ("move_type", "=", "out_invoice"),
        ("company_id", "=", env.company.id),
    ],
    limit=1,
)
paid.button_draft()
ok("paid invoice back to draft", paid.state == "draft", paid.payment_state)
paid.action_post()
ok(
    "and posted again, still paid",
    paid.state == "posted" and paid.payment_state == "paid",
    paid.name,
)
env.cr.rollback()
print("ALL OK")
