from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column


class StockPicking(models.Model):
    """Marks what waits, for lists and counts; validating always asks anew."""

    _inherit = "stock.picking"

    collection_waiting = fields.Boolean(
        string="Waits for payment",
        compute="_compute_collection_waiting",
        store=True,
        compute_sudo=True,
        help="The customer is on credit hold. The delivery goes on by itself when he "
        "has paid or a credit manager has released it; the goods stay reserved. A "
        "delivery without an order waits as well.",
    )
    collection_wait_mark = fields.Char(
        string="Credit", compute="_compute_collection_wait_mark"
    )

    _collection_waiting_idx = models.Index("(picking_type_id) WHERE collection_waiting")

    def _auto_init(self):
        # nothing waits on the day of installation but what the hook marks
        if not column_exists(self.env.cr, "stock_picking", "collection_waiting"):
            create_column(self.env.cr, "stock_picking", "collection_waiting", "bool")
        return super()._auto_init()

    @api.depends(
        "state",
        "partner_id",
        "sale_id.payment_term_id",
        "sale_id.partner_invoice_id",
        "sale_id.amount_total",
        "move_ids.sale_line_id",
        "move_ids.location_dest_id",
    )
    def _compute_collection_waiting(self):
        moves = self._collection_open_moves()
        waiting = moves._collection_waiting().picking_id
        for picking in self:
            picking.collection_waiting = picking in waiting

    @api.depends("collection_waiting")
    def _compute_collection_wait_mark(self):
        text = self.env._("Waits for payment")
        for picking in self:
            picking.collection_wait_mark = picking.collection_waiting and text

    @api.model
    def _collection_refresh_of(self, partners, root=None):
        """Mark anew what waits of some debtors, and what no longer does.

        :param partners: commercial partners
        :param root: only transfers of this company tree
        """
        pickings_sudo = self.sudo()  # an event of the ledger, whoever caused it
        cases = self.env["collection.case"].sudo().with_context(active_test=False)
        held = cases.search(
            [("partner_id", "in", partners.ids), ("hold_id", "!=", False)]
        ).partner_id
        domain = Domain("state", "not in", ("done", "cancel")) & (
            self._collection_domain_of(held)
            | (
                Domain("collection_waiting", "=", True)
                & self._collection_domain_of(partners)
            )
        )
        if root:
            domain &= Domain("company_id", "child_of", root.ids)
        pickings_sudo.search(domain)._collection_refresh()

    @api.model
    def _collection_domain_of(self, partners):
        """Transfers that debtors pay for, or get."""
        debtor = "commercial_partner_id"
        return Domain(f"sale_id.partner_invoice_id.{debtor}", "in", partners.ids) | (
            Domain(f"partner_id.{debtor}", "in", partners.ids)
        )

    def _collection_refresh(self):
        """Ask anew which of these transfers wait, and keep it for the lists."""
        field = self._fields["collection_waiting"]
        self.env.add_to_compute(field, self)
        self._recompute_recordset([field.name])
