from datetime import timedelta
from functools import partial

from odoo import api, models

from ...rules.ledger.amounts import believed_until
from ...sentences import say_amount, say_date


class CollectionCase(models.Model):
    """Money on its way for too long: somebody finds out what became of it."""

    _inherit = "collection.case"

    @api.model
    def _ask_for_late_money(self):
        """Make one task a case for money that is not believed in any more.

        Done tasks count: whoever did one has looked at what was late by then.
        """
        late = self.env["collection.incoming"].search(
            [("too_long", "=", True), ("case_id.state", "=", "open")]
        )
        asked = self._last_asked(late.case_id)
        news = late.filtered(
            lambda money: money._late_on() > asked.get(money.case_id.id, money.date)
        )
        today = {
            company: company._collection_today() for company in late.case_id.company_id
        }
        self._add_tasks(
            "money_late",
            [
                (
                    case,
                    today[case.company_id],
                    False,
                    partial(self._late_note, rows),
                    None,
                )
                for case, rows in news.grouped("case_id").items()
            ],
        )

    @api.model
    def _last_asked(self, cases):
        """The last day of a task about late money, open or done: {case id: date}."""
        activities = self.env["mail.activity"].with_context(active_test=False)
        groups = activities._read_group(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", cases.ids),
                ("activity_type_id", "in", self._task_types("money_late").ids),
            ],
            ["res_id"],
            ["date_deadline:max"],
        )
        return dict(groups)

    @api.model
    def _late_note(self, late, env):
        return env._(
            "In transit for too long: %(money)s. It no longer reduces the amount to "
            "collect. Match it, or find out what became of it.",
            money="; ".join(
                env._(
                    "%(amount)s of %(date)s (%(reference)s)",
                    amount=say_amount(env, money.amount, money.currency_id),
                    date=say_date(env, money.date),
                    reference=money.name or env._("no reference"),
                )
                for money in late.sorted("date")
            ),
        )


class CollectionIncoming(models.Model):
    """Money on its way is believed for some days, as the company says."""

    _inherit = "collection.incoming"

    def _late_on(self):
        """The first day on which it no longer lowers what is chased."""
        policy = self.company_id.root_id._collection_policy()
        return believed_until(self.kind, self.date, policy) + timedelta(days=1)
