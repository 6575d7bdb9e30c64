from odoo import fields, models
from odoo.fields import Domain


class CollectionCase(models.Model):
    """The case knows which deliveries wait for its debtor to pay."""

    _inherit = "collection.case"

    collection_delivery_count = fields.Integer(
        string="Deliveries waiting", compute="_compute_collection_delivery_count"
    )

    def _compute_collection_delivery_count(self):
        for case in self:  # one on the screen
            domain = case._collection_deliveries()
            case.collection_delivery_count = self.env["stock.picking"].search_count(
                domain
            )

    def _collection_deliveries(self):
        """Deliveries of this debtor that wait."""
        pickings = self.env["stock.picking"]
        return (
            Domain("collection_waiting", "=", True)
            & Domain("state", "not in", ("done", "cancel"))
            & Domain("company_id", "child_of", self.company_id.ids)
            & pickings._collection_domain_of(self.partner_id)
        )

    def action_collection_deliveries(self):
        """Show the deliveries that wait for this debtor to pay."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup_stock.stock_picking_action_credit"
        )
        action["domain"] = list(self._collection_deliveries())
        return action

    def _domain_of_waiting_orders(self):
        # the letter calls them ready: what is not in stock yet is not promised
        waiting = Domain("collection_waiting", "=", True) & Domain(
            "state", "=", "assigned"
        )
        return super()._domain_of_waiting_orders() | Domain(
            "picking_ids", "any", waiting
        )

    def _is_held_now(self):
        """Tell whether the hold of the case counts today."""
        self.ensure_one()
        until = self.hold_id.until
        over = until and until < self.company_id._collection_today()
        return bool(self.hold_id and not over)

    def _hold_changed(self):
        done = super()._hold_changed()
        for root, cases in self.grouped("company_id").items():
            self.env["stock.picking"]._collection_refresh_of(cases.partner_id, root)
        return done
