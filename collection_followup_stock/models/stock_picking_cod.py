from odoo import api, fields, models

from odoo.addons.collection_followup.rules.gate.delivery import (
    CashOnDelivery,
    to_collect,
)
from odoo.addons.collection_followup.rules.ledger.facts import Currency


class StockPicking(models.Model):
    """What the driver collects where an order is paid on delivery."""

    _inherit = "stock.picking"

    collection_cod_currency_id = fields.Many2one(
        "res.currency", compute="_compute_collection_cod"
    )
    collection_cod_amount = fields.Monetary(
        string="To collect",
        currency_field="collection_cod_currency_id",
        compute="_compute_collection_cod",
        help="Cash on delivery: what is still to be paid for what this delivery "
        "brings, taxes included. Services are collected with the last delivery.",
    )

    @api.depends("state", "move_ids.quantity", "move_ids.picked", "sale_id")
    def _compute_collection_cod(self):
        pickings = self.sudo()  # the driver reads a sum, not the order
        cod = pickings.filtered(lambda picking: picking._collection_is_cod())
        paid = cod.sale_id._collection_paid(certain=True) if cod else {}
        for picking in pickings:
            order, amount = picking.sale_id, 0.0
            if picking in cod:
                amount = picking._collection_to_collect(order, paid[order])
            picking.collection_cod_amount = amount
            picking.collection_cod_currency_id = order.currency_id

    def _collection_is_cod(self):
        """Tell whether the order of a delivery is paid on delivery."""
        self.ensure_one()
        order = self.sale_id
        term = order.company_id.root_id.collection_cod_term_id
        return bool(
            term
            and order.payment_term_id == term
            and self.state != "cancel"
            and any(move._collection_is_to_customer() for move in self.move_ids)
        )

    def _collection_to_collect(self, order, paid):
        """The sum for one delivery, in the currency of the order."""
        moves = order.order_line.move_ids.filtered(
            lambda m: m.state != "cancel" and m._collection_is_to_customer()
        )
        mine = moves.filtered(lambda move: move.picking_id == self)
        before = (moves - mine).filtered(
            lambda m: m.state == "done" and self._collection_comes_after(m.picking_id)
        )
        open_moves = (moves - mine).filtered(lambda move: move.state != "done")
        services = order.order_line.filtered(
            lambda line: not line.move_ids and not line.is_downpayment
        )
        cash = CashOnDelivery(
            total=order.amount_total,
            paid=paid,
            before=before._collection_worth(),
            now=mine._collection_worth(),
            services=sum(services.mapped("price_total")),
            last=not open_moves and mine._collection_is_whole(),
        )
        currency = order.currency_id
        return to_collect(cash, Currency(currency.name, currency.rounding))

    def _collection_comes_after(self, other):
        """Tell whether this delivery left after another one, or has not left yet."""
        return self.state != "done" or (other.date_done, other.id) < (
            self.date_done,
            self.id,
        )


class StockMove(models.Model):
    """What the goods of a move are worth by their order."""

    _inherit = "stock.move"

    def _collection_leaving_quantity(self):
        """How much leaves with a move: what was picked, else what is reserved.

        In the unit of the product. Before anything was reserved it is what was asked.
        """
        self.ensure_one()
        unit, product = self.product_uom, self.product_id
        quantity = self.quantity or (0.0 if self.picked else self.product_uom_qty)
        return unit._compute_quantity(quantity, product.uom_id, round=False)

    def _collection_worth(self):
        """What these moves are worth with taxes, in the currency of the order."""
        return sum(move._collection_worth_of_one() for move in self)

    def _collection_worth_of_one(self):
        line, quantity = self.sale_line_id, self._collection_leaving_quantity()
        if line.product_id == self.product_id:
            unit = line.product_uom_id
            whole = unit._compute_quantity(
                line.product_uom_qty, self.product_id.uom_id, round=False
            )
        else:  # a part of a kit: by the share of its pieces
            parts = line.move_ids.filtered(lambda m: m.state != "cancel")
            whole = sum(part.product_qty for part in parts)
        return line.price_total * quantity / whole if whole else 0.0

    def _collection_is_whole(self):
        """Tell whether nothing of these moves would stay for a backorder."""
        return all(
            move.state == "done"
            or move.product_id.uom_id.compare(
                move._collection_leaving_quantity(), move.product_qty
            )
            >= 0
            for move in self
        )
