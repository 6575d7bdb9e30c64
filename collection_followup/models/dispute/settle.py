from collections import defaultdict
from dataclasses import replace

from odoo import api, models
from odoo.tools import SQL

from ...rules.dispute import dispute as rule
from ...rules.strategy.clock import pay_by_date

# for what was settled and is not any more
REOPENED_DAYS = 7

# what may change by itself: running ones, those that the ledger closed, and those
# whose part still rests
ALIVE = """
    %(whose)s AND (d.state IN ('open', 'remedy', 'for_us')
         OR d.state = 'closed' AND (d.outcome IN ('credit_note', 'paid')
                                    OR d.pay_by >= %(today)s))
"""
# the item starts again: no level, and its clock counts from the pay-by date
START_FRESH = """
    INSERT INTO collection_item AS i
           (line_id, company_id, round, fresh_from, create_uid, create_date,
            write_uid, write_date)
    SELECT l.id, l.company_id, 1, v.day, %(uid)s, now() AT TIME ZONE 'UTC',
           %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(lines)s::int[], %(days)s::date[]) AS v(line_id, day)
      JOIN account_move_line l ON l.id = v.line_id
    ON CONFLICT (line_id) DO UPDATE
       SET round = COALESCE(i.round, 1) + (i.stage_id IS NOT NULL)::int,
           fresh_from = EXCLUDED.fresh_from, stage_id = NULL, severity = NULL,
           level_date = NULL, due_then = NULL, notice_id = NULL,
           previous_stage_id = NULL, previous_date = NULL, returned_on = NULL,
           write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
     WHERE i.fresh_from IS DISTINCT FROM EXCLUDED.fresh_from
"""


class CollectionDispute(models.Model):
    """Disputes close, and open again, by what people answered and the ledger shows."""

    _inherit = "collection.dispute"

    @api.model
    def _settle(self, root, partners, today):
        """Hold disputes against the ledger, in a bounded number of statements.

        :param root: the root company
        :param partners: commercial partners, or None for all
        :param today: the company's day
        :return: the disputes whose state changed
        """
        disputes = self.sudo()  # states are nobody's to write; the ledger decides
        whose = self._whose_sql(root, partners)
        disputes._find_items(whose)
        condition = SQL(ALIVE, whose=whose, today=today)
        facts = disputes._facts(condition, root, today)
        changes = defaultdict(list)
        for key, fact in facts.items():
            verdict = rule.judged(fact, today)
            facts[key] = disputes._with_pay_by(root, fact, verdict, today)
            changes[verdict, facts[key].pay_by].append(key)
            if verdict.outcome == rule.CREDIT_NOTE and fact.note_key not in fact.notes:
                disputes.browse(key)._take_credit_note(fact.notes)
        changed = disputes.browse()
        for (verdict, pay_by), keys in changes.items():
            changed |= disputes.browse(keys)._take_verdict(verdict, pay_by, today)
        disputes._start_fresh(root, facts.values(), today)
        return changed

    @api.model
    def _with_pay_by(self, root, fact, verdict, today):
        """The fact after its verdict: what is payable gets a pay-by date of its own."""
        pay_by = fact.pay_by
        if not pay_by and rule.is_payable_again(fact, verdict):
            calendar = root._collection_calendar(today)
            pay_by = pay_by_date(today, root.collection_dispute_pay_days, calendar)
        return replace(fact, state=verdict.state, pay_by=pay_by)

    def _take_verdict(self, verdict, pay_by, today):
        """Store one verdict on those of these disputes that it is new for."""
        new = self.filtered(
            lambda dispute: (
                dispute.state != verdict.state
                or (dispute.outcome or None) != verdict.outcome
            )
        )
        if not new:
            return new
        closed = verdict.state in ("closed", "cancelled")
        again = new.filtered(lambda d: d.state == "closed" and not closed)
        new.write(
            {
                "state": verdict.state,
                "outcome": verdict.outcome,
                "closed_on": today if closed else False,
                "pay_by": pay_by,
            }
        )
        if again:
            again._reopen(today)
        if closed:
            new._say_closed(verdict.outcome, today)
        return new

    def _reopen(self, today):
        """What closed disputes was taken back: they run again, with their task.

        The part rests again: a deadline that has passed is set anew.
        """
        deadline = self._working_day(today, REOPENED_DAYS)
        late = self.filtered(lambda dispute: dispute.deadline <= today)
        late.write({"deadline": deadline, "escalated_on": False})
        self._say(
            lambda env: env._(
                "Open again: the payment or the credit note that settled it no longer "
                "stands against the document."
            )
        )
        self._ask_owners()

    @api.model
    def _working_day(self, today, days):
        """The first working day after so many calendar days, by the company."""
        company = self.company_id[:1] or self.env.company
        return pay_by_date(today, days, company._collection_calendar(today))

    def _say_closed(self, outcome, today):
        """Close the tasks, keep why, and tell the debtor what we mended."""

        def words(env):
            labels = dict(self._fields["outcome"]._description_selection(env))
            label = labels.get(outcome) or env._("Closed")
            return env._("Settled: %(outcome)s.", outcome=label)

        self._finish_tasks(words)
        if outcome == rule.CREDIT_NOTE or outcome in rule.NOTED:
            self.filtered(lambda dispute: not dispute.told_on)._tell(today)

    @api.model
    def _start_fresh(self, root, facts, today):
        """Start items again of which nothing else is chaseable."""
        by_item = defaultdict(list)
        for fact in facts:
            if fact.item_key and fact.open:
                by_item[fact.item_key].append(fact)
        days = root.collection_dispute_rest_days
        fresh = {
            line_id: rule.fresh_from(some, some[0].open, today, days)
            for line_id, some in by_item.items()
        }
        rows = [(line_id, day) for line_id, day in fresh.items() if day]
        if not rows:
            return
        lines, days = map(list, zip(*rows, strict=True))
        self.env.flush_all()
        self.env.cr.execute(SQL(START_FRESH, lines=lines, days=days, uid=self.env.uid))
        self.env["collection.item"].invalidate_model()
