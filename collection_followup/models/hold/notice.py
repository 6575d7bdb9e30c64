from odoo import api, fields, models
from odoo.fields import Domain

from ...report.notice.letter_hold import LetterHold


class CollectionNotice(models.Model):
    """A notice to a debtor on hold says so, and names the orders that wait."""

    _inherit = "collection.notice"

    hold_order_ids = fields.Many2many(
        "sale.order",
        string="Orders that wait",
        compute="_compute_hold_order_ids",
        compute_sudo=True,
        help="They leave when the overdue amount is paid; the letter names them.",
    )

    @api.depends("case_id.hold_id")
    def _compute_hold_order_ids(self):
        held = self.case_id.filtered(
            lambda case: case.hold_id and case.company_id.collection_letter_orders
        )
        orders = held._orders_that_wait()
        for notice in self:
            notice.hold_order_ids = orders.get(notice.case_id)

    def _hold_to_tell(self, writer):
        """What the e-mail says about a hold; none without one."""
        hold = LetterHold(self, writer.spelled, writer.money)
        return hold if hold.effect else None


class CollectionCase(models.Model):
    """The orders of a debtor that wait for money."""

    _inherit = "collection.case"

    def _domain_of_waiting_orders(self):
        """Orders that the customer has given and that wait for his money."""
        return Domain("collection_waiting", "=", True)

    def _orders_that_wait(self):
        """The orders of these debtors that wait, the oldest first: {case: orders}."""
        debtor = "partner_invoice_id.commercial_partner_id"
        orders = self.env["sale.order"].search(
            self._domain_of_waiting_orders()
            & Domain(debtor, "in", self.partner_id.ids)
            & Domain("company_id", "child_of", self.company_id.ids),
            order="date_order, id",
        )
        found = orders.grouped(
            lambda order: (
                order.partner_invoice_id.commercial_partner_id,
                order.company_id.root_id,
            )
        )
        none = orders.browse()
        return {
            case: found.get((case.partner_id, case.company_id), none) for case in self
        }
