# Runs inside `odoo shell`: judging the promises of many items that were just paid.
#
# Every overdue item was promised; one bank import pays all of them. Nothing is judged
# inside it: the job that follows does it, for all debtors together.
import os
import sys

sys.path.insert(0, os.environ["BENCHMARKS"])
from measure import measure

from odoo import Command

SIZES = (500, 5000)
company = env.company
today = company._collection_today()
company.write({"collection_opened_on": today, "collection_bank_stale_days": 0})
Event = env["collection.event"]
Event.search([]).unlink()
env["collection.case"].sudo()._sync(company, today=today)
env.cr.commit()


def overdue(size):
    """So many overdue items that nobody has promised."""
    env.cr.execute(
        "SELECT l.id FROM account_move_line l JOIN account_account a"
        " ON a.id = l.account_id WHERE a.account_type = 'asset_receivable'"
        " AND l.date_maturity < %s AND l.amount_residual > 0"
        " AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted'"
        " AND l.currency_id = %s AND NOT EXISTS (SELECT 1 FROM"
        " collection_commitment_line c WHERE c.line_id = l.id) ORDER BY l.id LIMIT %s",
        [today, company.currency_id.id, size],
    )
    return env["account.move.line"].browse([row[0] for row in env.cr.fetchall()])


def promise(lines):
    """One promise an item, as a collector would have recorded it."""
    debtors = lines.partner_id.commercial_partner_id
    cases = env["collection.case"].sudo()._case_of(debtors, company)
    case_of = {case.partner_id: case.id for case in cases}
    env["collection.commitment"].create(
        [
            {
                "case_id": case_of[line.partner_id.commercial_partner_id],
                "currency_id": line.currency_id.id,
                "amount": line.amount_residual_currency,
                "date": today,
                "promised_on": today,
                "line_ids": [
                    Command.create(
                        {
                            "line_id": line.id,
                            "amount": line.amount_residual_currency,
                            "open_then": line.amount_residual_currency,
                        }
                    )
                ],
            }
            for line in lines
        ]
    )


def pay(lines):
    """One entry that pays all of them, matched as a bank import does it."""
    journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
    entry = env["account.move"].create(
        {
            "journal_id": journal.id,
            "date": today,
            "line_ids": [
                *(
                    Command.create(
                        {
                            "account_id": line.account_id.id,
                            "partner_id": line.partner_id.id,
                            "credit": line.amount_residual,
                        }
                    )
                    for line in lines
                ),
                Command.create(
                    {
                        "account_id": journal.default_account_id.id,
                        "debit": sum(lines.mapped("amount_residual")),
                    }
                ),
            ],
        }
    )
    entry.action_post()
    credits = entry.line_ids.filtered("credit")
    plan = [pair[0] | pair[1] for pair in zip(lines, credits, strict=True)]
    env["account.move.line"]._reconcile_plan(plan)


for size in SIZES:
    lines = overdue(size)
    if len(lines) < size:
        break
    promise(lines)
    env.cr.commit()
    pay(lines)
    env.cr.commit()
    with measure(env, "judge promises of paid items", size):
        changed = Event._digest(company)
        for root, partners in changed.items():
            env["collection.commitment"]._rejudge(root, partners, today)
    env.cr.commit()
    states = env["collection.commitment"]._read_group(
        [("line_ids.line_id", "in", lines.ids)], ["state"], ["__count"]
    )
    print(f"{size} promises: {dict(states)}")
