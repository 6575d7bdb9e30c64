from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..rules import payment_habit
from ..sentences import weekday_name
from .collection_case_payment_run import WEEKDAYS

_lt = LazyTranslate(__name__)
YEAR = 365
END_OF_MONTH = 31
# a Monday
MONDAY = fields.Date.to_date("2026-01-05")
HABITS = {
    "weekly": _lt("Pays mostly on %(day)s (%(share)s %% of %(count)s payment days)."),
    "fortnightly": _lt(
        "Pays mostly every other week on %(day)s (%(share)s %% of %(count)s payment "
        "days)."
    ),
    "monthly": _lt(
        "Pays mostly around day %(day)s of the month (%(share)s %% of %(count)s "
        "payment days)."
    ),
    "end": _lt(
        "Pays mostly at the end of the month (%(share)s %% of %(count)s payment days)."
    ),
}


class CollectionCase(models.Model):
    """On which days the debtor paid in the last twelve months, as a suggestion."""

    _inherit = "collection.case"

    pay_habit_words = fields.Char(
        string="What he does",
        compute="_compute_pay_habit_words",
        help="Learned from the payments of the last twelve months.",
    )

    def _compute_pay_habit_words(self):
        habits = self._read_habits()
        for case in self:
            habit = habits.get(case._origin.id)
            case.pay_habit_words = habit and case._habit_words(habit)

    def _read_habits(self):
        """The habits of these debtors: {case id: ``rules.payment_habit.Habit``}."""
        days = {}
        for case_id, day in self._origin._read_payment_days(YEAR):
            days.setdefault(case_id, []).append(day)
        found = {key: payment_habit.habit(known) for key, known in days.items()}
        return {key: habit for key, habit in found.items() if habit}

    def _habit_words(self, habit):
        """A habit in one sentence."""
        kind = habit.kind
        if kind == payment_habit.MONTHLY and habit.day == END_OF_MONTH:
            kind = "end"
        sentence = self.env._(HABITS[kind])  # a lazy text takes no values
        return sentence % {
            "share": round(habit.share * 100),
            "count": habit.payments,
            "day": self._habit_day(habit),
        }

    def _habit_day(self, habit):
        """The name of the weekday, or the day of the month."""
        if habit.kind == payment_habit.MONTHLY:
            return habit.day
        day = MONDAY + timedelta(days=habit.day)
        return weekday_name(self.env, day)

    def action_take_over_habit(self):
        """Make what the debtor mostly does his payment run."""
        self.check_access("write")
        self.ensure_one()
        habit = self._read_habits().get(self.id)
        if not habit:
            raise UserError(
                self.env._("The payments of the last twelve months show no habit.")
            )
        self.write(self._habit_values(habit))
        self._say(
            lambda env: env._(
                "Payment run taken over: %s", self.with_env(env)._habit_words(habit)
            )
        )
        return True

    def _habit_values(self, habit):
        """The fields of the payment run that a habit fills."""
        if habit.kind == payment_habit.MONTHLY:
            return {"pay_rhythm": "monthly", "pay_month_days": str(habit.day)}
        days = {name: n == habit.day for n, name in enumerate(WEEKDAYS)}
        return {"pay_rhythm": habit.kind, "pay_anchor": habit.last, **days}
