from odoo import fields, models

from ..settings.guarded import by_hand

WAYS = [
    ("transfer", "Transfer"),
    ("cheque", "Cheque"),
    ("card", "Card or online"),
    ("direct_debit", "Direct debit"),
    ("cash", "Cash"),
]
STATES = [
    ("to_approve", "To approve"),
    ("open", "Open"),
    ("kept", "Kept"),
    ("partly", "Partly kept"),
    ("broken", "Broken"),
    ("postponed", "Replaced"),
    ("cancelled", "Cancelled"),
]
# the promised part rests while a commitment is in one of these
RUNNING = ("to_approve", "open")


class CollectionCommitment(models.Model):
    """A promise to pay: how much, by when, how, for which items, by whom.

    It is judged by what happens in the ledger, never by hand: open while its day
    and the days of grace run, then kept, partly kept or broken. A new promise on
    the same part leaves the old one "postponed".
    """

    _name = "collection.commitment"
    _description = "Commitment to pay"
    _inherit = ["collection.guarded.thread", "mail.activity.mixin"]
    _order = "date, id"
    _check_company_auto = True
    _is_evidence = True
    _people_write = by_hand(
        "contact_id", "note", "reference", "user_id", "way", states=RUNNING
    )

    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Customer", store=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(string="Promised", required=True)
    date = fields.Date(string="Promise date", required=True, index=True, tracking=True)
    deadline = fields.Date(
        readonly=True,
        help="The last day on which the money may arrive: the promised day and the "
        "working days of grace.",
    )
    way = fields.Selection(WAYS, string="Payment method", default="transfer")
    reference = fields.Char(
        string="Payment details", help="Cheque number or details of the transfer."
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Promised by",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    interaction_id = fields.Many2one(
        "collection.interaction", index="btree_not_null", ondelete="set null"
    )
    plan_id = fields.Many2one(
        "collection.plan", index="btree_not_null", ondelete="restrict", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Recorded by", default=lambda self: self.env.user
    )
    promised_on = fields.Date(string="Recorded on", required=True, readonly=True)
    note = fields.Text()
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, tracking=True, index=True
    )
    replaced_by_id = fields.Many2one(
        "collection.commitment",
        string="Replaced by",
        readonly=True,
        index="btree_not_null",
    )
    line_ids = fields.One2many("collection.commitment.line", "commitment_id")
    # what the ledger says
    paid_amount = fields.Monetary(string="Paid", readonly=True)
    paid_on = fields.Date(
        string="Paid on",
        readonly=True,
        help="The day of the payment that completed the promised sum.",
    )
    broken_on = fields.Date(
        string="Not kept on",
        readonly=True,
        index="btree_not_null",
        help="The day on which it was found that the money had not come in full.",
    )
    called_on = fields.Date(
        string="Call asked on", readonly=True, help="When the collector got the task."
    )
    reason = fields.Text(readonly=True, help="Explains the status.")
    reason_code = fields.Char(string="Reason code", readonly=True)
    judged_at = fields.Datetime(
        string="Evaluated",
        readonly=True,
        help="When the ledger last changed its state.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A commitment needs an amount greater than zero."
    )


class CollectionCommitmentLine(models.Model):
    """The part of one item that a commitment is about."""

    _name = "collection.commitment.line"
    _description = "Item of a commitment"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "commitment_id, id"

    commitment_id = fields.Many2one(
        "collection.commitment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="commitment_id.company_id", store=True, index=True
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Document")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(help="The promised part, in the currency of the item.")
    open_then = fields.Monetary(
        string="Open then",
        readonly=True,
        help="What was open of the item when the promise was recorded: what had been "
        "matched by then is no part of keeping it.",
    )
    matched_until = fields.Date(
        string="Matched until",
        readonly=True,
        help="The last value day of what had been matched when the promise was "
        "recorded.",
    )

    _once = models.UniqueIndex(
        "(commitment_id, line_id)", "An item stands on a commitment once."
    )
