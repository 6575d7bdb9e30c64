from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...rules.commitment.commitment import judge
from ...sentences import house
from ..case.judge import as_json
from .commitment import RUNNING

# what the ledger says now, for all commitments at once
STORE = """
    UPDATE collection_commitment m
       SET state = v.state, deadline = v.deadline, paid_amount = v.paid_amount,
           paid_on = v.paid_on, broken_on = v.broken_on, reason = v.reason,
           reason_code = v.reason_code, judged_at = %(now)s,
           called_on = CASE WHEN v.broken_on IS NOT NULL THEN m.called_on END
      FROM json_to_recordset(%(rows)s)
           AS v(id int, state text, deadline date, paid_amount numeric, paid_on date,
                broken_on date, reason text, reason_code text)
     WHERE m.id = v.id
"""
SAID = ("state", "deadline", "paid_amount", "paid_on", "broken_on", "reason")


class CollectionCommitment(models.Model):
    """Commitments are judged by the ledger, all that are touched at once."""

    _inherit = "collection.commitment"

    @api.model
    def _rejudge(self, root, partners, today):
        """Hold the commitments of debtors against the ledger, in a few statements.

        :param root: the root company
        :param partners: commercial partners, or None for all whose promises ran out
        :param today: the company's day
        """
        if partners is None:
            partners = self._debtors_run_out(root, today)
        if not partners or not self._is_known(root, partners):
            return
        gathered = self._gather(root, partners, today)
        world = self._with_waiting(root, gathered, today)
        verdicts = judge(gathered.promises, gathered.items, world)
        before = {row["id"]: row for row in gathered.rows}
        rows = self._said(root, verdicts, before)
        self._store([row for row in rows if self._differs(row, before[row["id"]])])
        self._after_judging(
            {
                row["id"]: (before[row["id"]]["state"], row["state"])
                for row in rows
                if row["state"] != before[row["id"]]["state"]
            }
        )

    @api.model
    def _store(self, rows):
        """Write verdicts to their commitments, in one statement."""
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                STORE,
                rows=as_json(rows),
                now=self.env["res.company"]._collection_now(),
            )
        )
        self.invalidate_model()

    @api.model
    def _is_known(self, root, partners):
        """Tell whether any of these debtors ever promised anything."""
        return bool(
            self.sudo().search_count(  # facts for a decision, whoever asks
                [("company_id", "=", root.id), ("partner_id", "in", partners.ids)],
                limit=1,
            )
        )

    @api.model
    def _debtors_run_out(self, root, today):
        """The debtors with a running promise whose deadline has passed."""
        groups = self.sudo()._read_group(  # facts for a decision, whoever asks
            [
                ("company_id", "=", root.id),
                ("state", "in", RUNNING),
                ("deadline", "<", today),
            ],
            ["partner_id"],
        )
        return self.env["res.partner"].union(*(partner for (partner,) in groups))

    @api.model
    def _said(self, root, verdicts, before):
        """The columns of commitments as verdicts fill them."""
        currencies = self.env["res.currency"]
        spoken = [
            (verdict.reason, currencies.browse(before[verdict.key]["currency_id"]))
            for verdict in verdicts
        ]
        words = self.env["collection.reason"]._say_commitments(root, spoken)
        return [
            {
                "id": verdict.key,
                "state": verdict.state,
                "deadline": verdict.deadline,
                "paid_amount": verdict.paid,
                "paid_on": verdict.paid_on,
                "broken_on": verdict.broken_on,
                "reason": text,
                "reason_code": verdict.reason.code,
            }
            for verdict, text in zip(verdicts, words, strict=True)
        ]

    @api.model
    def _differs(self, row, stored):
        """Tell whether a verdict says anything new."""
        old = {**stored, "paid_amount": float(stored["paid_amount"] or 0.0)}
        return any(row[name] != old[name] for name in SAID)

    @api.model
    def _after_judging(self, turned):
        """Keep in the threads what became of commitments.

        :param turned: {commitment id: (state before, state now)}
        """
        if not turned:
            return
        commitments = self.sudo().browse(turned)  # told to whoever reads the thread
        commitments._close_approvals()
        commitments._message_log_batch(
            bodies={promise.id: promise.reason for promise in commitments}
        )
        said = defaultdict(list)
        for promise in commitments:
            kept = promise.with_env(house(promise.company_id))
            text = f"{kept._sum_and_day()}: {promise.reason}"
            said[promise.case_id.id].append(text)
        cases = commitments.case_id
        cases._message_log_batch(
            bodies={case_id: "\n".join(texts) for case_id, texts in said.items()}
        )


class CollectionCase(models.Model):
    """What the customer said is held against the ledger around every decision."""

    _inherit = "collection.case"

    @api.model
    def _before_deciding(self, root, partners, today):
        """Judge commitments and disputes, so that the rules see them as they are."""
        self.env["collection.commitment"]._rejudge(root, partners, today)
        self.env["collection.dispute"]._settle(root, partners, today)

    @api.model
    def _after_deciding(self, root, decisions, today):
        """Set and end holds by what was just decided."""
        self.env["collection.hold"]._judge_for(root, decisions, today)
