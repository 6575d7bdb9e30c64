"""Documents beside the invoices: credits, openings, money that nobody matched."""

from odoo.fields import Command

from . import payments, tables

# debtor, days ago, amount, does it name the invoice that is open
CREDIT_NOTES = [("kranzfelder", 6, 450.0, False), ("marais", 17, 600.0, True)]
ON_ACCOUNT = [("hollins", 6, 900.0)]
# debtor, days ago, amount, what the bank wrote
BANK_LINES = [
    ("campohondo", 2, 3720.0, "TRANSFERENCIA AGRICOLA CAMPO HONDO"),
    ("tilleuls", 13, 720.0, "VIR GARAGE DES TILLEULS"),
    (None, 4, 187.5, "LODGEMENT 004417"),
]


def load(env, today, debtors):
    """Add what makes a ledger a real one."""
    _credit_notes(env, today, debtors)
    _on_account(env, today, debtors)
    _entries(env, today, debtors)
    _bank_lines(env, today, debtors)
    _leave_old_debt_out(env, debtors["valdearenas"])


def _leave_old_debt_out(env, debtor):
    """As the opening position did with what was due for years."""
    line = payments.receivable(oldest(debtor))
    why = "Old debt: may be barred by limitation"
    env["collection.item"]._set_left_out([(line.id, False, True, why)])


def oldest(debtor):
    """Return the invoice that has been open longest."""
    invoices = debtor.invoice_ids.filtered(
        lambda move: move.state == "posted" and move.payment_state == "not_paid"
    )
    return invoices.sorted("invoice_date_due")[:1]


def _credit_notes(env, today, debtors):
    moves = env["account.move"]
    notes = moves.create(
        [
            {
                "move_type": "out_refund",
                "partner_id": debtors[key].id,
                "invoice_date": tables.ago(today, days),
                "invoice_payment_term_id": False,
                "reversed_entry_id": oldest(debtors[key]).id if named else False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Goods returned",
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
            for key, days, amount, named in CREDIT_NOTES
        ]
    )
    notes.action_post()


def _on_account(env, today, debtors):
    env["account.payment"].create(
        [
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": debtors[key].id,
                "amount": amount,
                "date": tables.ago(today, days),
                "memo": "On account",
            }
            for key, days, amount in ON_ACCOUNT
        ]
    ).action_post()


def _entries(env, today, debtors):
    """A balance from the old system, and a receivable that names nobody."""
    accounts = env["account.account"]
    receivable = debtors["calaserena"].property_account_receivable_id
    income = accounts.search(
        [("account_type", "=", "income"), ("company_ids", "in", env.company.ids)],
        limit=1,
    )
    rows = [
        (debtors["calaserena"], 400, 2150.0, "Balance taken over from the old system"),
        (env["res.partner"], 35, 320.0, "Repair, name to be cleared"),
    ]
    entries = env["account.move"].create(
        [
            _entry(partner, tables.ago(today, days), amount, label, receivable, income)
            for partner, days, amount, label in rows
        ]
    )
    entries.action_post()
    entries[1].line_ids.no_followup = False


def _entry(partner, day, amount, label, receivable, income):
    debit = {
        "account_id": receivable.id,
        "partner_id": partner.id,
        "name": label,
        "debit": amount,
        "date_maturity": day,
    }
    credit = {"account_id": income.id, "name": label, "credit": amount}
    return {
        "move_type": "entry",
        "date": day,
        "ref": label,
        "line_ids": [Command.create(debit), Command.create(credit)],
    }


def _bank_lines(env, today, debtors):
    journal = env["account.journal"].search(
        [("company_id", "=", env.company.id), ("type", "=", "bank")], limit=1
    )
    env["account.bank.statement.line"].create(
        [
            {
                "journal_id": journal.id,
                "date": tables.ago(today, days),
                "payment_ref": label,
                "partner_id": debtors[key].id if key else False,
                "amount": amount,
            }
            for key, days, amount, label in BANK_LINES
        ]
    )
