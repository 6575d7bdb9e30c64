import json
from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ...rules.case import priority
from ...rules.ledger import ageing, sums
from ...rules.ledger.facts import Action
from ...rules.strategy.stage import decide
from .case import AGES

SUMS = ("overdue", "to_collect", *sums.PARTS, "excluded", "not_due")

# the sums of cases, one row a currency
ADD_TOTALS = """
    INSERT INTO collection_case_total (case_id, currency_id, %(names)s)
    SELECT c.id, u.id, %(values)s
      FROM json_to_recordset(%(rows)s)
           AS v(partner_id int, code text, %(types)s)
      JOIN collection_case c
        ON c.partner_id = v.partner_id AND c.company_id = %(root)s
      JOIN res_currency u ON u.name = v.code
"""


class CollectionCase(models.Model):
    """Judging: the facts go to the rules, the answer is stored with its reason."""

    _inherit = "collection.case"

    def _judge(self, today=None):
        """Judge these cases anew, now: sums, next action, reason.

        Notices that have not left and no longer stand are cancelled with their
        reason; new ones are only planned by a run.

        :return: the notices that were cancelled
        """
        fallen = self.env["collection.notice"]
        # sums and reasons are read-only for everybody; whoever sees the case may ask
        for root, cases in self.sudo().grouped("company_id").items():
            day = today or root._collection_today()
            partners = cases.partner_id
            cases._sync(root, partners, day)
            cases._before_deciding(root, partners, day)
            decisions = cases._decide(root, partners, day)
            cases._store_decisions(root, decisions, day)
            cases._after_deciding(root, decisions, day)
            unsent = cases.env["collection.notice"].search(
                [("case_id", "in", cases.ids), ("state", "in", ("planned", "approved"))]
            )
            fallen |= unsent - unsent._keep_standing()
        return fallen

    @api.model
    def _decide(self, root, partners, today):
        """Ask the rules about debtors: {partner id: (Debtor, Decision)}."""
        calendar = root._collection_calendar(today)
        policy = root._collection_policy()
        debtors = self.env["collection.reader"]._read_debtors(root, partners, today)
        return {
            debtor.key: (debtor, decide(debtor, today, calendar, policy))
            for debtor in debtors
        }

    @api.model
    def _store_decisions(self, root, decisions, today):
        """Write what the rules answered to the cases, in two statements.

        :param decisions: {partner id: (Debtor, Decision)}
        """
        if not decisions:
            return
        calendar = root._collection_calendar(today)
        currency = root._collection_policy().company_currency
        reasons = [decision.reason for _debtor, decision in decisions.values()]
        speaker = self.env["collection.reason"]._speaker(root, reasons)
        rows, totals = [], []
        for debtor, decision in decisions.values():
            row = self._case_row(debtor, decision, today, currency)
            score = priority.score(self._standing(debtor, row), today, calendar)
            row["reason"] = speaker(decision.reason)
            row["priority"] = score.points
            row["priority_reason"] = speaker.parts(score.parts)
            rows.append(row)
            totals += self._total_rows(debtor, decision, today)
        self.env.flush_all()
        self._write_rows(root, rows)
        self._write_totals(root, list(decisions), totals)
        self.env["collection.case"].invalidate_model()
        self.env["collection.case.total"].invalidate_model()

    @api.model
    def _total_rows(self, debtor, decision, today):
        """The sums of one case by currency, as rows to insert."""
        found = sums.by_currency(decision.claims, today, debtor.excluded)
        return [
            {"partner_id": debtor.key, "code": code}
            | {name: getattr(part, name) for name in SUMS}
            for code, part in found.items()
        ]

    @api.model
    def _case_row(self, debtor, decision, today, currency):
        """The columns of one case as a decision fills them."""
        claims = decision.claims
        company = sums.in_company(claims, today, currency, debtor.excluded)
        owed = (*debtor.items, *debtor.excluded)
        overdue = [claim.item.due for claim in claims if claim.item.due < today]
        chased = [claim.item.due for claim in claims if claim.to_collect > 0.0]
        levels = [claim.item.level for claim in claims if claim.item.level]
        top = max(levels, key=lambda level: level.severity, default=None)
        ages = ageing.aged_company(owed, today, currency)
        wanted = overdue or decision.action is not Action.WAIT
        return {
            "partner_id": debtor.key,
            "state": "open" if claims and wanted else "closed",
            "stage_id": top.stage_key if top else None,
            "severity": str(top.severity) if top else None,
            "next_action": decision.action.value,
            "next_action_date": self._action_day(decision, today),
            "next_stage_id": decision.stage_key,
            "reason_code": decision.reason.code,
            "oldest_due": min((due for due in chased if due < today), default=None),
            "oldest_overdue": min((i.due for i in owed if i.due < today), default=None),
            **{name: getattr(company, name) for name in SUMS},
            **{f"age_{name}": amount for name, amount in zip(AGES, ages, strict=True)},
        }

    @api.model
    def _standing(self, debtor, row):
        """What the worklist is sorted by."""
        return priority.Standing(
            to_collect=row["to_collect"],
            oldest_due=row["oldest_due"],
            severity=int(row["severity"] or 0),
            last_contact=debtor.last_contact,
            broken=debtor.broken,
            replied=debtor.replied_on is not None,
            returned=any(item.returned_on for item in debtor.items),
            decision_open=debtor.decision_open,
        )

    @api.model
    def _action_day(self, decision, today):
        """A notice or a task is for today; anything else for when it may change."""
        if decision.action in (Action.NOTICE, Action.TASK):
            return today
        return decision.next_on

    @api.model
    def _write_rows(self, root, rows):
        columns = [name for name in rows[0] if name != "partner_id"]
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case c
                   SET (judged_at, %(columns)s) = (
                       SELECT %(now)s, %(values)s)
                  FROM json_populate_recordset(NULL::collection_case, %(rows)s) v
                 WHERE c.partner_id = v.partner_id AND c.company_id = %(root)s
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                values=SQL(", ").join(SQL.identifier("v", name) for name in columns),
                rows=as_json(rows),
                root=root.id,
                now=root._collection_now(),
            )
        )

    @api.model
    def _write_totals(self, root, partner_ids, rows):
        self.env.cr.execute(
            SQL(
                "DELETE FROM collection_case_total t USING collection_case c"
                " WHERE c.id = t.case_id AND c.company_id = %s AND c.partner_id IN %s",
                root.id,
                tuple(partner_ids),
            )
        )
        names = SQL(", ").join(map(SQL.identifier, SUMS))
        self.env.cr.execute(
            SQL(
                ADD_TOTALS,
                names=names,
                values=SQL(", ").join(SQL.identifier("v", name) for name in SUMS),
                types=SQL(", ").join(
                    SQL("%s numeric", SQL.identifier(n)) for n in SUMS
                ),
                rows=as_json(rows),
                root=root.id,
            )
        )


def as_json(rows):
    """Rows as one JSON parameter, dates as ISO text."""
    return json.dumps(rows, default=_plain)


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot go into a statement")
