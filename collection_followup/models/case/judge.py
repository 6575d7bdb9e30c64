import json
from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ...rules.case import priority
from ...rules.ledger import ageing, sums
from ...rules.ledger.facts import Action
from ...rules.ledger.money import rounded
from ...rules.strategy.stage import decide
from .case import AGES

WHOLE = ("overdue", "to_collect", "excluded", "not_due")

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
        rules = [scorer.rule for scorer in self._scorers()]
        own = self._part_columns()
        rows, totals = [], []
        for debtor, decision in decisions.values():
            row = self._case_row(debtor, decision, today, currency, own)
            standing = self._standing(debtor, row)
            score = priority.score(standing, today, calendar, rules)
            row["reason"] = speaker(decision.reason)
            row["priority"] = score.points
            row["priority_reason"] = speaker.parts(score.parts)
            rows.append(row)
            totals += self._total_rows(debtor, decision, today, own)
        self.env.flush_all()
        self._write_rows(root, rows)
        self._write_totals(root, list(decisions), totals)
        self.env["collection.case"].invalidate_model()
        self.env["collection.case.total"].invalidate_model()

    @api.model
    def _total_rows(self, debtor, decision, today, own):
        """The sums of one case by currency, as rows to insert.

        :param own: the parts that have a column
        """
        found = sums.by_currency(decision.claims, today, debtor.excluded)
        return [
            {"partner_id": debtor.key, "code": currency.code}
            | self._sum_columns(part, currency, own)
            for currency, part in found.items()
        ]

    @api.model
    def _sum_columns(self, found, currency, own):
        """Sums as columns: parts without one of their own stand in ``other_parts``.

        :param found: ``rules.sums.Sums``
        :param currency: ``rules.facts.Currency`` of these sums
        :param own: the parts that have a column
        """
        parts = dict(found.parts)
        columns = {name: getattr(found, name) for name in WHOLE}
        columns |= {name: parts.pop(name, 0.0) for name in own}
        return columns | {"other_parts": rounded(sum(parts.values()), currency)}

    @api.model
    def _part_columns(self):
        """The parts of what is owed that have a column of their own."""
        parts = self.env["collection.reader"]._parts()
        return [name for name in parts if name in self._fields]

    @api.model
    def _case_row(self, debtor, decision, today, currency, own):
        """The columns of one case as a decision fills them.

        :param own: the parts that have a column
        """
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
            "reached": str(top.severity + 1) if top else "0",
            "next_action": decision.action.value,
            "next_action_date": self._action_day(decision, today),
            "next_stage_id": decision.stage_key,
            "reason_code": decision.reason.code,
            "oldest_due": min((due for due in chased if due < today), default=None),
            "oldest_overdue": min((i.due for i in owed if i.due < today), default=None),
            **self._sum_columns(company, currency, own),
            **{f"age_{name}": amount for name, amount in zip(AGES, ages, strict=True)},
        }

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
        sums_ = [*WHOLE, *self._part_columns(), "other_parts"]
        names = SQL(", ").join(map(SQL.identifier, sums_))
        self.env.cr.execute(
            SQL(
                ADD_TOTALS,
                names=names,
                values=SQL(", ").join(SQL.identifier("v", n) for n in sums_),
                types=SQL(", ").join(
                    SQL("%s numeric", SQL.identifier(n)) for n in sums_
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
