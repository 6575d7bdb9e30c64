"""What customers promised, contest and approve, as their collectors recorded it."""

from datetime import timedelta

from odoo.fields import Command

from . import tables

DISPUTE_REASON = "collection_followup.dispute_reason_%s"


def tell(env, cases, today):
    """Promises kept, open and broken, a plan, disputes, and a remedy on its way."""
    _promises(env, cases, today)
    _postponed(env, _as_collector(env, cases["kaltenegg"]), today)
    _plan(env, _as_collector(env, cases["monteluna"]), today)
    disputes = _disputes(env, cases, today)
    disputes["duvallon"]._note_remedy(
        "replacement", today + timedelta(days=3), "A new grinder leaves on Thursday"
    )


def item(env, case, reference):
    """Return the receivable item of the invoice that carries a customer's number."""
    moves = env["account.move"].search(
        [
            ("commercial_partner_id", "=", case.partner_id.id),
            ("ref", "=", reference),
            ("move_type", "=", "out_invoice"),
        ]
    )
    return moves.line_ids.filtered(
        lambda line: line.account_type == "asset_receivable"
    )[:1]


def _as_collector(env, case):
    """Return the case as the person sees it who talks to the debtor."""
    return case.with_user(
        case.user_id or env.ref("collection_followup.demo_user_collector")
    )


def _promises(env, cases, today):
    """Promises of the last weeks; the ledger says what became of them."""
    rows = tables.rows("promises")
    lines = [item(env, cases[row["debtor"]], row["reference"]) for row in rows]
    commitments = env["collection.commitment"].create(
        [
            _promise_values(cases[row["debtor"]], row, line, today)
            for row, line in zip(rows, lines, strict=True)
        ]
    )
    for commitment, line in zip(commitments, lines, strict=True):
        commitment.line_ids.open_then = _open_on(line, commitment.promised_on)


def _promise_values(case, row, line, today):
    said_by = case.partner_id.child_ids.filtered(
        lambda partner: partner.name == row["contact"]
    )
    amount = float(row["amount"])
    return {
        "case_id": case.id,
        "currency_id": line.currency_id.id,
        "amount": amount,
        "date": tables.ago(today, row["due_ago"]),
        "promised_on": tables.ago(today, row["said_ago"]),
        "way": row["way"],
        "reference": row["details"],
        "contact_id": said_by[:1].id,
        "user_id": case.user_id.id,
        "note": row["note"],
        "line_ids": [Command.create({"line_id": line.id, "amount": amount})],
    }


def _open_on(line, day):
    """What was open of an item at the end of a day."""
    since = line.matched_credit_ids.filtered(lambda partial: partial.max_date > day)
    return line.amount_residual_currency + sum(since.mapped("debit_amount_currency"))


def _postponed(env, case, today):
    """One who asked for another week."""
    case._promise(
        {
            "date": today + timedelta(days=9),
            "items": {item(env, case, "Best. 7417"): 7720.0},
            "note": "Die Freigabe dauert eine Woche länger.",
        }
    )


def _plan(env, case, today):
    """One who pays in four parts."""
    line = item(env, case, "Ped. 9061")
    case._agree_plan(
        {
            "items": {line: line.amount_residual_currency},
            "first_on": today + timedelta(days=6),
            "rhythm": "monthly",
            "count": 4,
            "note": "La directora firma cuatro plazos.",
            "confirm": False,
        }
    )


def _disputes(env, cases, today):
    """Return what is contested, by debtor."""
    found = {}
    for row in tables.rows("disputes"):
        case = cases[row["debtor"]]
        found[row["debtor"]] = case._dispute(
            {
                "line_id": item(env, case, row["reference"]),
                "reason_id": env.ref(DISPUTE_REASON % row["reason"]),
                "amount": float(row["amount"]),
                "deadline": today + timedelta(days=int(row["days"])),
                "user_id": env.ref("collection_followup.demo_user_manager"),
                "note": row["note"],
            }
        )
    return found
