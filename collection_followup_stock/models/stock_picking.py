from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

# what a batch of transfers passes on when it validates; none of it lets anything by
BATCH_KEYS = ("skip_sanity_check", "batches_to_validate")


class StockPicking(models.Model):
    """Deliveries of a debtor on hold wait, and say what frees them."""

    _inherit = "stock.picking"

    collection_wait_text = fields.Text(
        string="Why it waits",
        compute="_compute_collection_wait_text",
        help="Why the delivery waits, and what frees it. It goes on by itself.",
    )

    def _compute_collection_wait_text(self):
        reasons = self._collection_open_moves()._collection_reasons()
        for picking in self:
            picking.collection_wait_text = reasons.get(picking, False)

    def _collection_open_moves(self):
        """The moves of these transfers that are not done yet."""
        return self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    # ---------------------------------------------------------------- validating

    def button_validate(self):
        """Validate; where some wait, name all of them and offer the others."""
        waiting = self._collection_moves_to_go()._collection_reasons()
        if waiting:
            self._collection_refuse(waiting)
        return super().button_validate()

    def write(self, vals):
        if vals.get("state") == "done":
            self._collection_open_moves()._collection_check_leaving()
        if vals.get("carrier_price"):  # freight of goods that have left is charged on
            left = self.filtered(lambda picking: picking.state == "done")
            left.sale_id._collection_spend()
        waited = self.move_ids._collection_waited(vals)
        done = super().write(vals)
        self.env["stock.move"]._collection_tell_cut(waited)
        return done

    def _collection_moves_to_go(self):
        """What validating would send: what was picked, or all where nothing was."""
        moves = self.env["stock.move"]
        for picking in self:
            todo = picking._collection_open_moves()
            moves |= todo.filtered(lambda m: m.picked and m.quantity) or todo
        return moves

    def _collection_refuse(self, reasons):
        """Say why transfers cannot be validated now, and offer the others.

        :param reasons: {transfer: text}
        """
        waiting = self.filtered(lambda picking: picking in reasons)
        others = (self - waiting).filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        lines = [self.env._("These goods wait for money:"), *reasons.values()]
        if not others:
            raise UserError("\n\n".join(lines))
        context = {key: self.env.context.get(key) for key in BATCH_KEYS}
        if context["batches_to_validate"]:
            detached = self.env.context.get("pickings_to_detach", [])
            context["pickings_to_detach"] = [*detached, *waiting.ids]
        raise RedirectWarning(
            "\n\n".join(lines),
            self.env.ref("collection_followup_stock.action_validate_others").id,
            self.env._("Validate the others"),
            {**context, "collection_picking_ids": others.ids},
        )

    def action_collection_validate_others(self):
        """Validate those that were offered; each of them is asked about anew."""
        ids = self.env.context.get("collection_picking_ids", [])
        others = self.browse(ids).exists()
        result = others.with_context(collection_picking_ids=None).button_validate()
        if isinstance(result, dict):
            return result
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ------------------------------------------------------------------ releasing

    def action_collection_ask_release(self):
        """Ask a credit manager to let the order of this delivery through."""
        self.ensure_one()
        self.check_access("read")
        return self.sale_id.action_collection_ask_release()

    def action_collection_release(self):
        """Ask the credit manager why these deliveries are let through."""
        self.check_access("read")
        self.env["collection.hold"]._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release"),
            "res_model": "collection.delivery.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_picking_ids": self.ids},
        }

    def _collection_released(self, cases):
        """The transfers that a manager let through, or that all his orders are.

        :param cases: cases on hold
        """
        todo = self._collection_family()
        released = self.browse()
        for root, some in cases.grouped("company_id").items():
            today = root._collection_today()
            releases = self.env["collection.hold"]._open_releases(some, today)
            for case in some:
                for release in releases.get(case.id, ()):
                    if release.scope == "until":
                        released |= self.filtered(
                            lambda p, c=case: (
                                p.partner_id.commercial_partner_id == c.partner_id
                            )
                        )
                    released |= release.picking_id & todo
        return self.filtered(lambda picking: picking._collection_family() & released)

    def _collection_family(self):
        """These transfers and those whose backorders they are."""
        family = self
        while more := family.backorder_id - family:
            family |= more
        return family
