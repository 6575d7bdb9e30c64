from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionDeliveryRelease(models.TransientModel):
    """Why deliveries are let through in spite of a hold."""

    _name = "collection.delivery.release"
    _description = "Release of deliveries"

    picking_ids = fields.Many2many("stock.picking", string="Deliveries", required=True)
    text = fields.Text(string="They wait", compute="_compute_text")
    reason = fields.Text(required=True, help="It stays on the case, with your name.")

    @api.depends("picking_ids")
    def _compute_text(self):
        for wizard in self:
            moves = wizard.picking_ids._collection_open_moves()
            wizard.text = "\n".join(moves._collection_reasons().values())

    def action_confirm(self):
        """Release the orders of these deliveries, or what belongs to no order."""
        self.ensure_one()
        self.env["collection.hold"]._check_manager()
        self.picking_ids.check_access("read")
        moves = self.picking_ids._collection_open_moves()
        answers = {
            move: answer
            for move, answer in moves._collection_answers().items()
            if not answer.verdict.allowed
        }
        if not answers:
            raise UserError(self.env._("These deliveries do not wait any more."))
        orders = self.env["sale.order"].union(*(a.order for a in answers.values()))
        for order in orders:  # a few, chosen by hand
            case = order._collection_debtor_case()
            case.with_env(self.env)._release("order", self.reason, order=order)
        self._release_without_order(
            {m.picking_id: a.case for m, a in answers.items() if not a.order}
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _release_without_order(self, cases):
        """Release deliveries: {delivery: case of its receiver}."""
        releases = self.env["collection.hold.release"].sudo()  # checked by the caller
        for release in releases.create(
            [
                {
                    "case_id": case.id,
                    "hold_id": case.hold_id.id,
                    "scope": "picking",
                    "picking_id": picking.id,
                    "reason": self.reason,
                    "user_id": self.env.uid,
                }
                for picking, case in cases.items()
            ]
        ):
            release.case_id._tell_release(release, None)
