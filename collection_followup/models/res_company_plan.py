from odoo import fields, models

from ..rules.plan_standing import PlanPolicy


class ResCompany(models.Model):
    """What a payment plan may be, and what is written about promises."""

    _inherit = "res.company"

    collection_plan_months = fields.Integer(
        string="Longest plan",
        default=6,
        help="Months from today to the last instalment. A longer plan needs the "
        "approval of a credit manager; 0 means any length.",
    )
    collection_plan_smallest = fields.Monetary(
        string="Smallest instalment",
        default=50.0,
        help="In company currency. A plan with smaller instalments needs the approval "
        "of a credit manager; the last one may be smaller, it takes the rest.",
    )
    collection_plan_most = fields.Integer(
        string="Most instalments",
        default=12,
        help="A plan with more instalments needs the approval of a credit manager; 0 "
        "means any number.",
    )
    collection_plan_remind_days = fields.Integer(
        string="Remind of instalments",
        default=3,
        help="Working days before each instalment of a plan a friendly e-mail says "
        "that it falls due; 0 means no such e-mails.",
    )
    collection_confirm_promises = fields.Boolean(
        string="Confirm promises by e-mail",
        default=True,
        help="The box on the promise and on the call sheet is ticked: what was agreed "
        "on the phone is written to the debtor the same day.",
    )
    collection_reliable_share = fields.Float(
        string="Reliable from",
        default=70.0,
        help="Percent of the promises, by number and by money, that a debtor has to "
        "have kept to count as reliable. At least two must have been judged.",
    )

    _collection_plan_positive = models.Constraint(
        "CHECK (collection_plan_months >= 0 AND collection_plan_smallest >= 0"
        " AND collection_plan_most >= 0 AND collection_plan_remind_days >= 0)",
        "The limits of payment plans cannot be negative.",
    )
    _collection_share_percent = models.Constraint(
        "CHECK (collection_reliable_share BETWEEN 0 AND 100)",
        "The share of promises kept is a percentage from 0 to 100.",
    )

    def _collection_plan_policy(self, currency, today):
        """What needs no approval, the smallest instalment in the plan's currency."""
        root = self.root_id
        smallest = root.currency_id._convert(
            root.collection_plan_smallest, currency, root, today
        )
        return PlanPolicy(
            root.collection_plan_months, smallest, root.collection_plan_most
        )
