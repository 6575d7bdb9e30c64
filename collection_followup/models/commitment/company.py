from dataclasses import replace

from odoo import fields, models

from ...rules.commitment.plan_standing import PlanPolicy


class ResCompany(models.Model):
    """How exact a promise has to be kept, and which ones ask for approval."""

    _inherit = "res.company"

    collection_promise_grace = fields.Integer(
        string="Grace after a promised day",
        default=2,
        help="Working days that promised money may take to arrive.",
    )
    collection_promise_tolerance = fields.Monetary(
        string="Promise tolerance, amount",
        default=5.0,
        help="What is missing is forgiven when it is not above this sum and not above "
        "the share of the promised sum.",
    )
    collection_promise_share = fields.Float(
        string="Promise tolerance, percent", default=1.0
    )
    collection_promise_days = fields.Integer(
        string="Promises need approval beyond",
        default=14,
        help="Days ahead. A credit manager agrees to what is promised for later.",
    )
    collection_broken_days = fields.Integer(
        string="After a broken promise no letter for",
        default=3,
        help="Working days in which the collector calls first.",
    )

    _collection_promise_positive = models.Constraint(
        "CHECK (collection_promise_grace >= 0 AND collection_promise_tolerance >= 0"
        " AND collection_promise_share BETWEEN 0 AND 100"
        " AND collection_promise_days >= 0 AND collection_broken_days >= 0)",
        "Days, amounts and shares for promises cannot be negative.",
    )

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
        help=(
            "The box on the promise and on the call sheet is ticked: what was agreed "
            "on the phone is written to the customer the same day."
        ),
    )
    collection_reliable_share = fields.Float(
        string="Reliable from",
        default=70.0,
        help=(
            "Percentage of promises, by number and by amount, that a customer must "
            "have kept to count as reliable. At least two must have come due."
        ),
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

    def _collection_policy(self):
        # EXTENDS: the days after a broken promise
        policy = super()._collection_policy()
        return replace(policy, broken_days=self.root_id.collection_broken_days)

    # -------------- what a payment plan may be, and what is written about promises

    def _collection_plan_policy(self, currency, today):
        """What needs no approval, the smallest instalment in the plan's currency."""
        root = self.root_id
        smallest = root.currency_id._convert(
            root.collection_plan_smallest, currency, root, today
        )
        return PlanPolicy(
            root.collection_plan_months, smallest, root.collection_plan_most
        )
