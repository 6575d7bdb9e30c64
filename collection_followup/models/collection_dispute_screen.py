from odoo import api, fields, models


class CollectionDispute(models.Model):
    """What the form shows beside the stored fields, and where it leads."""

    _inherit = "collection.dispute"

    may_answer = fields.Boolean(compute="_compute_may_edit")
    may_edit = fields.Boolean(compute="_compute_may_edit")
    may_extend = fields.Boolean(compute="_compute_may_edit")
    order_count = fields.Integer(
        compute="_compute_order_count",
        compute_sudo=True,  # a number only
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_edit(self):
        manager = self.env.user.has_group(
            "collection_followup.group_collection_manager"
        )
        writable, owned = self._filtered_access("write"), self._owned()
        for dispute in self:
            running = dispute.state in ("open", "remedy")
            dispute.may_answer = dispute in writable | owned
            dispute.may_edit = running and dispute in writable
            dispute.may_extend = running and manager

    @api.depends("move_id")
    def _compute_order_count(self):
        for dispute in self:
            dispute.order_count = len(dispute._orders())

    def _orders(self):
        """The sale orders behind the document; deliveries hang on them."""
        lines = self.invoice_line_ids or self.move_id.invoice_line_ids
        return lines.sale_line_ids.order_id | self.order_id

    def action_open_document(self):
        """Open the contested document."""
        self.ensure_one()
        return self.move_id._get_records_action()

    def action_open_case(self):
        """Open the case of the debtor."""
        self.ensure_one()
        return self.case_id._get_records_action()

    def action_open_orders(self):
        """Open the orders behind the document that the user may see."""
        self.ensure_one()
        self.check_access("read")
        orders = self.sudo()._orders().sudo(False)  # which ones, not what is in them
        return orders._filtered_access("read")._get_records_action(
            name=self.env._("Orders")
        )
