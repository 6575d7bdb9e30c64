from odoo import fields, models


class ResCompany(models.Model):
    """How long contested parts rest, kept by the root company."""

    _inherit = "res.company"

    collection_dispute_rest_days = fields.Integer(
        string="Disputes stay excluded after their deadline",
        default=7,
        help=(
            "Calendar days. For so long the disputed amount stays excluded, so that "
            "the owner's manager can decide; then it is demanded again."
        ),
    )
    collection_dispute_pay_days = fields.Integer(
        string="Time to pay after a dispute",
        default=10,
        help=(
            "Calendar days, moved to a working day: the pay-by date of a part whose "
            "dispute was rejected, or that was replaced or corrected."
        ),
    )

    _collection_dispute_days_positive = models.Constraint(
        "CHECK (collection_dispute_rest_days >= 0"
        " AND collection_dispute_pay_days >= 1)",
        "Disputes: days after the deadline from 0, days to pay from 1.",
    )
