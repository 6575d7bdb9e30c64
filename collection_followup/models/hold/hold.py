from odoo import api, fields, models

EFFECTS = [
    ("cod", "Cash on delivery"),
    ("prepay", "Prepayment"),
    ("block", "Order block"),
]


class CollectionHold(models.Model):
    """No more credit for this debtor: how hard, why, since when, until when.

    One is active for a case at a time; the others are its history. The causes from
    debt are decided in ``rules.hold``; a manager sets one by hand.
    """

    _name = "collection.hold"
    _description = "Credit hold"
    _inherit = ["collection.guarded"]
    _is_evidence = True
    _people_write = {}
    _order = "id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Customer", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    effect = fields.Selection(EFFECTS, string="Hold type", required=True, readonly=True)
    state = fields.Selection(
        [("proposed", "Proposed"), ("active", "On hold"), ("ended", "Ended")],
        default="active",
        required=True,
        readonly=True,
        index=True,
    )
    manual = fields.Boolean(string="Set manually", readonly=True)
    manual_effect = fields.Selection(
        EFFECTS,
        string="Hold type set manually",
        readonly=True,
        help="What was set manually; overdue debt can make the hold stricter.",
    )
    note = fields.Text(
        string="Manual reason", readonly=True, help="What the manager wrote."
    )
    stop_trading = fields.Boolean(
        string="Stop trading",
        readonly=True,
        help="No new orders and no end date; approved by a credit manager.",
    )
    reason = fields.Text(
        required=True, readonly=True, help="Every cause, in words, with its amounts."
    )
    frees = fields.Text(
        string="Release condition", readonly=True, help="What the customer has to pay."
    )
    frees_words = fields.Text(compute="_compute_frees_words")
    reason_code = fields.Char(
        string="Codes of causes", readonly=True, help="For programs, one after another."
    )
    causes = fields.Char(readonly=True, help="The kinds of causes, in short.")
    amount = fields.Monetary(
        string="Release amount",
        readonly=True,
        help="The hold is released once this amount is paid.",
    )
    replaces_id = fields.Many2one(
        "collection.hold",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The previous hold, which was milder or stricter.",
    )
    since = fields.Date(required=True, readonly=True)
    until = fields.Date(
        readonly=True,
        help="A hold set manually ends after this day. Empty: no end date.",
    )
    user_id = fields.Many2one("res.users", string="Set by", readonly=True)
    ended_on = fields.Date(string="Ended on", readonly=True)
    ended_by_id = fields.Many2one("res.users", string="Ended by", readonly=True)
    end_reason = fields.Text(string="Why it ended", readonly=True)
    ended_by_hand = fields.Boolean(
        string="Ended manually",
        readonly=True,
        help="A manager ended or refused it; days of grace follow.",
    )

    approved_by_id = fields.Many2one(
        "res.users",
        string="Confirmed by",
        readonly=True,
        help="The credit manager who agreed to a hold that was proposed.",
    )

    _one_active = models.UniqueIndex(
        "(case_id) WHERE state = 'active'", "The customer is on hold already."
    )
    _one_proposed = models.UniqueIndex(
        "(case_id) WHERE state = 'proposed'", "A hold of this customer is proposed."
    )
    _stop_is_a_block = models.Constraint(
        "CHECK (stop_trading IS NOT TRUE OR (effect = 'block' AND until IS NULL))",
        "Stop trading is a block without an end date.",
    )

    @api.depends("partner_id", "effect", "state")
    def _compute_display_name(self):
        effects = dict(self._fields["effect"]._description_selection(self.env))
        for hold in self:
            name = hold.partner_id.display_name or ""
            hold.display_name = f"{name}: {effects.get(hold.effect, '')}"

    @api.depends("frees")
    def _compute_frees_words(self):
        for hold in self:
            text = self.env._("Release condition: %s", hold.frees)
            hold.frees_words = text if hold.frees else False

    @api.model
    def _people_instead(self):
        return self.env._("A hold is set, ended and released by its buttons.")
