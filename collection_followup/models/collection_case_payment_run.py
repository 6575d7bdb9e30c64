from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import payment_run
from ..sentences import say_weekday

WEEKDAYS = ("pay_mon", "pay_tue", "pay_wed", "pay_thu", "pay_fri", "pay_sat", "pay_sun")
RUN_COLUMNS = ("pay_rhythm", *WEEKDAYS, "pay_month_days", "pay_anchor")
RHYTHMS = [
    ("weekly", "Every week"),
    ("fortnightly", "Every other week"),
    ("monthly", "On days of the month"),
]


class CollectionCase(models.Model):
    """The payment run of the debtor: he pays on his own days, not on ours.

    The clock of the stages starts on a pay day, and promised dates fall on one.
    """

    _inherit = "collection.case"

    pay_rhythm = fields.Selection(
        RHYTHMS,
        string="Pays",
        tracking=True,
        help="Empty: not known. Nothing is claimed before the debtor's first "
        "pay day after the due date.",
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
        help="Working days before the pay day by which the debtor needs everything.",
    )
    pay_document_ids = fields.Many2many(
        "collection.document.kind",
        string="Needs",
        help="What the debtor needs to pay an invoice. Some days before the deadline "
        "of a pay day there is a task, if something is missing.",
    )
    pay_run_words = fields.Char(
        string="Payment run",
        compute="_compute_pay_run_words",
        help="When the debtor pays next, and by when he needs the documents.",
    )

    _pay_cutoff_positive = models.Constraint(
        "CHECK (pay_cutoff IS NULL OR pay_cutoff BETWEEN 0 AND 30)",
        "The deadline lies 0 to 30 working days before the pay day.",
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
