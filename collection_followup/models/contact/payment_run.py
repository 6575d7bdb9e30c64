from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ...rules.contact import payment_habit, payment_run
from ...sentences import say_weekday, weekday_name

WEEKDAYS = ("pay_mon", "pay_tue", "pay_wed", "pay_thu", "pay_fri", "pay_sat", "pay_sun")
RUN_COLUMNS = ("pay_rhythm", *WEEKDAYS, "pay_month_days", "pay_anchor")
RHYTHMS = [
    ("weekly", "Every week"),
    ("fortnightly", "Every other week"),
    ("monthly", "On days of the month"),
]
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
    """The payment run of the debtor: he pays on his own days, not on ours.

    The clock of the stages starts on a pay day, and promised dates fall on one.
    """

    _inherit = "collection.case"

    pay_rhythm = fields.Selection(
        RHYTHMS,
        string="Pays",
        tracking=True,
        help=(
            "Empty: not known. Nothing is claimed before the customer's first pay "
            "day after the due date."
        ),
    )
    pay_mon = fields.Boolean(string="Monday")
    pay_tue = fields.Boolean(string="Tuesday")
    pay_wed = fields.Boolean(string="Wednesday")
    pay_thu = fields.Boolean(string="Thursday")
    pay_fri = fields.Boolean(string="Friday")
    pay_sat = fields.Boolean(string="Saturday")
    pay_sun = fields.Boolean(string="Sunday")
    pay_month_days = fields.Char(
        string="Days of the month",
        tracking=True,
        help="For example 15, 31. A month that is too short pays on its last day.",
    )
    pay_anchor = fields.Date(
        string="In the week of",
        tracking=True,
        help="Any day of a week in which they pay: every other week counts from it.",
    )
    pay_cutoff = fields.Integer(
        string="Deadline for documents",
        tracking=True,
        help="Working days before the pay day by which the customer needs everything.",
    )
    pay_document_ids = fields.Many2many(
        "collection.document.kind",
        string="Needs",
        help=(
            "What the customer requires to pay an invoice. Some days before the "
            "deadline of a payment run there is a task if something is missing."
        ),
    )
    pay_run_words = fields.Char(
        string="Payment run",
        compute="_compute_pay_run_words",
        help="When the customer pays next, and by when the documents are needed.",
    )

    _pay_cutoff_positive = models.Constraint(
        "CHECK (pay_cutoff IS NULL OR pay_cutoff BETWEEN 0 AND 30)",
        "The deadline lies 0 to 30 working days before the pay day.",
    )

    pay_habit_words = fields.Char(
        string="What it does",
        compute="_compute_pay_habit_words",
        help="Learned from the payments of the last twelve months.",
    )

    @api.constrains(*RUN_COLUMNS)
    def _check_payment_run(self):
        for case in self:
            problem = case._payment_run_problem()
            if problem:
                raise ValidationError(problem)

    def _payment_run_problem(self):
        """Say what is missing in the payment run, or an empty text."""
        self.ensure_one()
        if self.pay_rhythm in ("weekly", "fortnightly"):
            if not any(self[name] for name in WEEKDAYS):
                return self.env._("On which day of the week do they pay? Choose one.")
            if self.pay_rhythm == "fortnightly" and not self.pay_anchor:
                return self.env._("In which week do they pay? Give any day of it.")
        if self.pay_rhythm != "monthly":
            return ""
        try:
            days = payment_run.month_days(self.pay_month_days or "")
        except ValueError as error:
            return self.env._(
                '"%(part)s" is no day of the month: write for example 15, 31.',
                part=error,
            )
        return "" if days else self.env._("On which day of the month do they pay?")

    @api.depends(*RUN_COLUMNS, "pay_cutoff")
    def _compute_pay_run_words(self):
        for case in self:
            known = case.pay_rhythm and not case._payment_run_problem()
            case.pay_run_words = known and case._say_payment_run()

    def _say_payment_run(self):
        """When they pay next, in words."""
        self.ensure_one()
        today = self.company_id._collection_today()
        run_on = self._next_payment_run(today, today)
        if not self.pay_cutoff:
            return self.env._("Next: %(day)s.", day=say_weekday(self.env, run_on))
        calendar = self.company_id._collection_calendar(today)
        last = payment_run.cutoff_of(run_on, self.pay_cutoff, calendar)
        return self.env._(
            "Next: %(day)s; documents by %(last)s.",
            day=say_weekday(self.env, run_on),
            last=say_weekday(self.env, last),
        )

    def _payment_run_fact(self):
        """The payment run as the rules want it; None when it is not known."""
        self.ensure_one()
        facts = {name: self[name] or None for name in RUN_COLUMNS}
        return self.env["collection.reader"]._payment_run(facts)

    def _next_payment_run(self, day, today=None):
        """The first day at or after ``day`` on which this debtor can still pay.

        A run whose deadline for documents has passed is too late. Without a
        payment run it is the next working day.

        :param day: a date
        :param today: the company's day
        """
        self.ensure_one()
        today = today or self.company_id._collection_today()
        calendar = self.company_id._collection_calendar(today)
        fact = self._payment_run_fact()
        return payment_run.next_run(day, fact, calendar, self.pay_cutoff, today)

    def _next_runs(self, today, calendar):
        """The next pay day of each of these cases: {case: day}."""
        return {
            case: payment_run.next_run(
                today, case._payment_run_fact(), calendar, case.pay_cutoff, today
            )
            for case in self
        }

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(RUN_COLUMNS):
            self._look_again()  # the clock of the stages has moved
        return result

    # -- on which days the debtor paid in the last twelve months, as a suggestion

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

    def _joined_values(self, others):
        """The payment run of cases that are joined."""
        cases = self | others
        return super()._joined_values(others) | cases._joined_payment_run()

    def _joined_payment_run(self):
        """The payment run that is known of one of these cases."""
        known = self.filtered("pay_rhythm")[:1]
        return {
            **{name: known[name] for name in (*RUN_COLUMNS, "pay_cutoff")},
            "pay_document_ids": [(6, 0, self.pay_document_ids.ids)],
            "next_contact_id": self.next_contact_id[:1].id,
        }
