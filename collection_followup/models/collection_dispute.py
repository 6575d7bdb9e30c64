from odoo import fields, models

STATES = [
    ("open", "Open"),
    ("remedy", "Being mended"),
    ("for_us", "Decided for us"),
    ("closed", "Settled"),
    ("cancelled", "Cancelled"),
]
# the contested part rests while a dispute is in one of these; one decided for us
# rests up to its own pay-by date
RESTING = ("open", "remedy", "for_us")


class CollectionDisputeReason(models.Model):
    """Why something is contested, as a tree: our fault, theirs, other."""

    _name = "collection.dispute.reason"
    _description = "Reason of a dispute"
    _order = "sequence, id"
    _parent_store = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "collection.dispute.reason", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    side = fields.Selection(
        [("ours", "Our fault"), ("theirs", "Theirs"), ("other", "Other")],
        default="other",
        required=True,
        help="No late charge is asked for what was our fault.",
    )


class CollectionDispute(models.Model):
    """A contested part of one item, with reason, owner, deadline and remedy."""

    _name = "collection.dispute"
    _description = "Dispute"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Debtor", store=True, index=True
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        index=True,
        ondelete="restrict",
    )
    move_id = fields.Many2one(
        related="line_id.move_id", string="Document", store=True, index=True
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(
        string="Contested", required=True, help="In the currency of the document."
    )
    reason_id = fields.Many2one(
        "collection.dispute.reason", required=True, index=True, ondelete="restrict"
    )
    side = fields.Selection(related="reason_id.side", store=True)
    note = fields.Text(help="What is wrong, in the debtor's words.")
    contact_id = fields.Many2one("res.partner", string="Raised by")
    interaction_id = fields.Many2one(
        "collection.interaction", index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        index=True,
        tracking=True,
        help="Who can mend it.",
    )
    opened_on = fields.Date(required=True, readonly=True)
    deadline = fields.Date(
        required=True,
        tracking=True,
        help="By then it has to be decided; the contested part rests no longer.",
    )
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, tracking=True, index=True
    )
    closed_on = fields.Date(readonly=True)
    pay_by = fields.Date(
        readonly=True, help="When it was decided for us: the part rests up to here."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A dispute is about more than nothing."
    )
