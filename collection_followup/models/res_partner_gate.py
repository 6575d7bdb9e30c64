from odoo import models
from odoo.exceptions import UserError

from .sale_order_gate import QUOTATION

# what decides whose debt the orders of a contact are
DEBTOR = {"parent_id", "is_company", "commercial_partner_id"}


class ResPartner(models.Model):
    """Contacts do not take their orders round the gate by changing their company."""

    _inherit = "res.partner"

    def write(self, vals):
        if not DEBTOR & vals.keys() or self.env.su:
            return super().write(vals)
        orders = self._collection_orders_that_move()
        before = orders._collection_standing()
        held = orders._collection_held_quotations()
        debtors = self._collection_held_debtors()
        done = super().write(vals)
        debtors._collection_refuse_hiding()
        for order, debtor in held.items():
            # whoever keeps contacts need not see the order; only its debtor is compared
            if order.sudo().partner_invoice_id.commercial_partner_id != debtor:
                order._collection_refuse_leaving(debtor)
        orders._collection_net(before)
        return done

    def _collection_orders_that_move(self):
        """The orders not invoiced yet whose debtor may change with these contacts."""
        # the gate sees every order; it answers in words only
        orders = self.env["sale.order"].sudo()
        contacts = self.sudo().with_context(active_test=False)
        contacts = contacts.search([("id", "child_of", self.ids)])
        found = orders.search(
            [
                ("partner_invoice_id", "in", contacts.ids),
                "|",
                ("state", "in", QUOTATION),
                "&",
                ("state", "=", "sale"),
                ("invoice_status", "!=", "invoiced"),
            ]
        )
        return found.with_env(self.env)

    def _collection_held_debtors(self):
        """Those of these partners who are on hold themselves, in any company."""
        # whoever keeps contacts sees no cases
        cases = self.env["collection.case"].sudo().with_context(active_test=False)
        cases = cases.search(
            [("partner_id", "in", self.ids), ("hold_effect", "!=", False)]
        )
        return cases.partner_id.with_env(self.env)

    def _collection_refuse_hiding(self):
        """Refuse to put a debtor on hold under another company."""
        # only who belongs to whom, whoever keeps the contacts
        hidden = self.sudo().filtered(lambda p: p.commercial_partner_id != p)
        if hidden and not self.env["collection.case"]._is_credit_manager():
            raise UserError(
                self.env._(
                    "%(names)s is on credit hold: only a credit manager puts it under "
                    "another company.",
                    names=", ".join(hidden.mapped("name")),
                )
            )


class SaleOrder(models.Model):
    """What becomes of orders when their contact changes its company."""

    _inherit = "sale.order"

    def _collection_held_quotations(self):
        """The debtors on hold of these quotations: {quotation: commercial partner}."""
        # the gate sees every quotation; it answers in words only
        quotations = self.filtered_domain([("state", "in", QUOTATION)]).sudo()
        return {
            order.with_env(self.env): order.partner_invoice_id.commercial_partner_id
            for order in quotations
            if order.collection_hold_effect
        }

    def _collection_refuse_leaving(self, debtor):
        """Say that a quotation does not leave a debtor who is on hold."""
        order = self.sudo()  # whoever keeps contacts need not see it
        raise UserError(
            self.env._(
                "%(contact)s has the quotation %(order)s open and belongs to "
                "%(debtor)s, who is on credit hold. Cancel the quotation, or give it "
                "another invoice address, before you move the contact.",
                contact=order.partner_invoice_id.name,
                order=order.name,
                debtor=debtor.display_name,
            )
        )
