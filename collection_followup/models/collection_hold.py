from odoo import fields, models

EFFECTS = [
    ("cod", "Cash on delivery"),
    ("prepay", "Prepayment"),
    ("block", "No new orders"),
]


class CollectionHold(models.Model):
    """No more credit for this debtor: how hard, why, since when, until when.

    One is active for a case at a time; the others are its history. The causes from
    debt are decided in ``rules.hold``; a manager sets one by hand.
    """

    _name = "collection.hold"
    _description = "Credit hold"
    _order = "id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Debtor", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    effect = fields.Selection(EFFECTS, required=True, readonly=True)
    state = fields.Selection(
        [("proposed", "Proposed"), ("active", "On hold"), ("ended", "Ended")],
        default="active",
        required=True,
        readonly=True,
        index=True,
    )
    manual = fields.Boolean(string="Set by hand", readonly=True)
    stop_trading = fields.Boolean(
        readonly=True, help="No new orders, without end; a credit manager approved it."
    )
    reason = fields.Text(
        required=True, readonly=True, help="Every cause, in words, with its amounts."
    )
    frees = fields.Text(
        string="What frees it", readonly=True, help="What the debtor has to pay."
    )
    reason_code = fields.Char(string="Causes", readonly=True)
    amount = fields.Monetary(
        string="To be paid", readonly=True, help="What frees the hold once it is paid."
    )
    since = fields.Date(required=True, readonly=True)
    until = fields.Date(
        readonly=True, help="A hold set by hand ends after this day; empty: no end."
    )
    user_id = fields.Many2one("res.users", string="Set by", readonly=True)
    ended_on = fields.Date(readonly=True)
    ended_by_id = fields.Many2one("res.users", string="Ended by", readonly=True)
    end_reason = fields.Text(readonly=True)

    _one_active = models.UniqueIndex(
        "(case_id) WHERE state = 'active'", "The debtor is on hold already."
    )


class CollectionHoldRelease(models.Model):
    """What a manager lets through in spite of a hold: an order, a sum, a time."""

    _name = "collection.hold.release"
    _description = "Release from a credit hold"
    _order = "id desc"

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Debtor", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    hold_id = fields.Many2one(
        "collection.hold", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    scope = fields.Selection(
        [
            ("order", "This order"),
            ("amount", "Orders up to an amount"),
            ("until", "Every order until a date"),
        ],
        required=True,
        readonly=True,
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    amount = fields.Monetary(
        readonly=True,
        help="For one order: the total that was released. For a sum: what orders may "
        "add up to, in company currency.",
    )
    until = fields.Date(readonly=True, help="The last day on which it counts.")
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Released by", readonly=True)
    date = fields.Datetime(
        string="Released on", readonly=True, default=fields.Datetime.now
    )
    active = fields.Boolean(default=True, readonly=True)
