from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionHoldRelease(models.Model):
    """What a manager lets through in spite of a hold: an order, a sum, a time."""

    _name = "collection.hold.release"
    _description = "Release from a credit hold"
    _inherit = ["collection.guarded"]
    _is_evidence = True
    _people_write = {}
    _order = "id desc"

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Customer", store=True, index=True
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
        "sale.order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    amount = fields.Monetary(
        readonly=True,
        help="For one order: the total that was released. For a sum: what orders may "
        "add up to, in company currency.",
    )
    order_currency_id = fields.Many2one("res.currency", readonly=True)
    order_total = fields.Monetary(
        string="Order total",
        currency_field="order_currency_id",
        readonly=True,
        help="The total that was released, in the currency of the order.",
    )
    until = fields.Date(readonly=True, help="The last day on which it counts.")
    reason = fields.Text(required=True, readonly=True)
    asked_by_id = fields.Many2one(
        "res.users", string="Asked by", readonly=True, help="Who asked for it."
    )
    user_id = fields.Many2one("res.users", string="Released by", readonly=True)
    date = fields.Datetime(
        string="Released on",
        readonly=True,
        default=lambda self: self.env["res.company"]._collection_now(),
    )
    used_order_ids = fields.Many2many(
        "sale.order",
        "collection_release_order_rel",
        "release_id",
        "order_id",
        string="Released orders",
        readonly=True,
        help="The orders confirmed by this release.",
    )
    active = fields.Boolean(default=True, readonly=True)

    @api.depends("partner_id", "scope")
    def _compute_display_name(self):
        scopes = dict(self._fields["scope"]._description_selection(self.env))
        for release in self:
            name = release.partner_id.display_name or ""
            release.display_name = f"{name}: {scopes.get(release.scope, '')}"

    @api.model
    def _people_instead(self):
        return self.env._("A release is given and withdrawn by its buttons.")

    def _let_through(self):
        """What these releases have let through that still stands.

        An addon with orders of its own adds them.

        :return: list of (release, order, what it is worth in company currency)
        """
        orders = self.used_order_ids.filtered(lambda order: order.state != "cancel")
        worth = orders._collection_worth()
        return [
            (release, order, order._collection_in_company(worth[order]))
            for release in self
            for order in release.used_order_ids & orders
        ]

    def _use(self, orders):
        """Keep that orders were let through by this release, and by no other."""
        self.ensure_one()
        others = self.with_context(active_test=False).search(
            [("used_order_ids", "in", orders.ids), ("id", "!=", self.id)]
        )
        for release in others:
            release.used_order_ids -= orders
        self.used_order_ids |= orders

    def action_withdraw(self):
        """Take releases back; orders that were confirmed meanwhile stay so."""
        self.hold_id._check_manager()
        releases = self.filtered("active").sudo()  # rights were checked above
        if not releases:
            raise UserError(self.env._("These releases do not count any more."))
        releases.active = False
        releases.case_id._say(lambda env: env._("Release withdrawn."))
        return True
