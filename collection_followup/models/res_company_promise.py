from dataclasses import replace

from odoo import fields, models


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

    def _collection_policy(self):
        # EXTENDS: the days after a broken promise
        policy = super()._collection_policy()
        return replace(policy, broken_days=self.root_id.collection_broken_days)
