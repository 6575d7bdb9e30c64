from odoo import api, fields, models

from ..settings.guarded import MANAGER, by_hand

STATES = [
    ("open", "Open"),
    ("remedy", "In progress"),
    ("for_us", "Rejected (claim upheld)"),
    ("closed", "Settled"),
    ("cancelled", "Cancelled"),
]
ANSWERS = [
    ("credit_note", "Credit note"),
    ("replacement", "Replacement"),
    ("correction", "Correction"),
    ("documents", "Documents sent"),
    ("for_us", "Rejected (claim upheld)"),
]
OUTCOMES = [
    *ANSWERS,
    ("paid", "Paid"),
    ("withdrawn", "Document taken back"),
]
# nothing was decided yet
UNDECIDED = ("open", "remedy")


class CollectionDispute(models.Model):
    """A contested part of one item, with reason, owner, deadline and remedy.

    The state is never set by hand: it follows from the answer of a person and from
    what the ledger shows (``rules.dispute``). The item may vanish when an accountant
    takes the document back: nobody's work is stopped by a dispute.
    """

    _name = "collection.dispute"
    _description = "Dispute"
    _inherit = ["collection.guarded.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _mail_post_access = "read"
    _is_evidence = True
    _people_write = by_hand(
        "amount",
        "contact_id",
        "evidence_ids",
        "invoice_line_ids",
        "note",
        "reason_id",
        "user_id",
        states=UNDECIDED,
    ) | by_hand("deadline", group=MANAGER, states=UNDECIDED)

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    case_id = fields.Many2one(
        "collection.case",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Customer", store=True, index=True
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Document",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    document = fields.Char(
        string="Document number",
        readonly=True,
        help="Kept for owners who do not see the ledger.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        string="Disputed amount",
        required=True,
        tracking=True,
        help="In the currency of the document, taxes included.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    amount_company = fields.Monetary(
        string="Disputed amount (company currency)",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
        help="At the rate of the document.",
    )
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_amount_open",
        compute_sudo=True,  # a number that the owner in another department needs
        help="What is open of the item now.",
    )
    invoice_line_ids = fields.Many2many(
        "account.move.line",
        "collection_dispute_product_line_rel",
        string="About",
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product')]",
        help=(
            "The disputed lines of the document. A credit note then takes only "
            "these, and the analysis counts their products. Empty: all."
        ),
    )
    reason_id = fields.Many2one(
        "collection.dispute.reason",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    side = fields.Selection(related="reason_id.side", store=True)
    note = fields.Text(string="Issue", help="In the customer's words.")
    contact_id = fields.Many2one(
        "res.partner",
        string="Raised by",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    interaction_id = fields.Many2one(
        "collection.interaction", index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
        help=(
            "Who can resolve it. Sees this dispute even without any right in "
            "Collections or Accounting."
        ),
    )
    opened_on = fields.Date(string="Opened on", required=True, readonly=True)
    deadline = fields.Date(
        required=True,
        tracking=True,
        help=(
            "The date by which it has to be decided. Afterwards it goes to the "
            "owner's manager, and the disputed amount stays excluded for only a few "
            "more days (see the settings)."
        ),
    )
    state = fields.Selection(
        STATES,
        default="open",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
        group_expand=True,
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "collection_dispute_evidence_rel",
        copy=False,
        help="Photos, delivery notes, mails: what shows who is right.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A dispute needs an amount greater than zero."
    )

    may_answer = fields.Boolean(compute="_compute_may_edit")
    may_edit = fields.Boolean(compute="_compute_may_edit")
    may_extend = fields.Boolean(compute="_compute_may_edit")
    order_count = fields.Integer(
        compute="_compute_order_count",
        compute_sudo=True,  # a number only
    )

    @api.depends("amount", "line_id")
    def _compute_amount_company(self):
        for dispute in self:
            line = dispute.line_id.sudo()  # the rate of the document is no secret
            rate = 1.0
            if line.amount_currency:
                rate = abs(line.balance / line.amount_currency)
            currency = dispute.company_id.currency_id
            dispute.amount_company = currency.round(dispute.amount * rate)

    @api.depends("line_id.amount_residual_currency")
    def _compute_amount_open(self):
        for dispute in self:
            dispute.amount_open = max(dispute.line_id.amount_residual_currency, 0.0)

    # ------------ what the form shows beside the stored fields, and where it leads

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_edit(self):
        manager = self.env.user.has_group(
            "collection_followup.group_collection_manager"
        )
        writable, owned = self._filtered_access("write"), self._owned()
        for dispute in self:
            running = dispute.state in ("open", "remedy")
            dispute.may_answer = dispute in writable | owned
            dispute.may_edit = running and dispute in writable
            dispute.may_extend = running and manager

    @api.depends("move_id")
    def _compute_order_count(self):
        for dispute in self:
            dispute.order_count = len(dispute._orders())

    def _orders(self):
        """The sale orders behind the document; deliveries hang on them."""
        lines = self.invoice_line_ids or self.move_id.invoice_line_ids
        return lines.sale_line_ids.order_id | self.order_id

    def action_open_document(self):
        """Open the contested document."""
        self.ensure_one()
        return self.move_id._get_records_action()

    def action_open_case(self):
        """Open the case of the debtor."""
        self.ensure_one()
        return self.case_id._get_records_action()

    def action_open_orders(self):
        """Open the orders behind the document that the user may see."""
        self.ensure_one()
        self.check_access("read")
        orders = self.sudo()._orders().sudo(False)  # which ones, not what is in them
        return orders._filtered_access("read")._get_records_action(
            name=self.env._("Orders")
        )
