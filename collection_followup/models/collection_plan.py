from odoo import fields, models


class CollectionPlan(models.Model):
    """A payment plan: several commitments on dates, and what happens on default."""

    _name = "collection.plan"
    _description = "Payment plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Debtor", store=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(string="Total of the plan", required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("running", "Running"),
            ("kept", "Kept"),
            ("defaulted", "In default"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Agreed by", default=lambda self: self.env.user
    )
    contact_id = fields.Many2one("res.partner", string="Agreed with")
    commitment_ids = fields.One2many("collection.commitment", "plan_id")
