from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..settings.groups import COLLECTIONS
from ..settings.ruled_fields import RuledOne2many


class AccountMove(models.Model):
    """Invoices show their disputes, and one can be opened from them."""

    _inherit = "account.move"

    collection_dispute_ids = RuledOne2many(
        "collection.dispute",
        "move_id",
        string="Disputes",
        groups=COLLECTIONS,
        readonly=True,
    )
    collection_dispute_count = fields.Integer(
        string="Number of disputes",
        compute="_compute_collection_dispute_count",
        groups=COLLECTIONS,
    )

    @api.depends("collection_dispute_ids")
    def _compute_collection_dispute_count(self):
        groups = self.env["collection.dispute"]._read_group(
            [("move_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["move_id"],
            ["__count"],
        )
        counts = dict(groups)
        for move in self:
            move.collection_dispute_count = counts.get(move._origin, 0)

    def action_collection_dispute(self):
        """Ask what of this invoice is contested, and why."""
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: (
                line.account_type == "asset_receivable"
                and not line.reconciled
                and line.amount_residual > 0
            )
        )
        if self.state != "posted" or not lines:
            raise UserError(
                self.env._(
                    "This document is no longer open: there is nothing to dispute."
                )
            )
        return lines.sorted(lambda line: line._collection_due())[
            :1
        ]._collection_contest()

    def action_collection_disputes(self):
        """Show the disputes of this invoice."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_dispute_all_action"
        )
        action.pop("path", None)
        return {**action, "domain": [("move_id", "=", self.id)], "context": {}}


class AccountMoveLine(models.Model):
    """An open item can be contested."""

    _inherit = "account.move.line"

    def _collection_contest(self):
        """Open the question about this item, on the case of its debtor."""
        self.ensure_one()
        debtor = self.partner_id.commercial_partner_id
        case = self.env["collection.case"]._case_to_write(debtor, self.company_id)
        action = case.action_dispute()
        action["context"] = {
            "default_case_ids": [Command.set(case.ids)],
            "default_line_id": self.id,
        }
        return action


class CollectionOpenItem(models.Model):
    """The aged list offers the question on each row."""

    _inherit = "collection.open.item"

    def action_dispute(self):
        """Ask what of this item is contested, and why."""
        self.ensure_one()
        if not self.partner_id:
            raise UserError(
                self.env._("This item has no customer: enter the partner first.")
            )
        return self.line_id._collection_contest()


class CollectionCase(models.Model):
    """A dispute needs a case, even when nothing is overdue yet."""

    _inherit = "collection.case"

    @api.model
    def _case_to_write(self, debtor, company):
        """The case of a debtor, opened now if there was none.

        :raise AccessError: when the user may not change it
        """
        if not debtor:
            raise UserError(
                self.env._("This item has no customer: enter the partner first.")
            )
        self.check_access("write")
        root = company.root_id
        cases_sudo = self.sudo().with_context(active_test=False)  # no second case
        case = cases_sudo.search(
            [("partner_id", "=", debtor.id), ("company_id", "=", root.id)]
        )
        if not case:
            # who may write cases may have one: the run would open it later
            case = cases_sudo.create(
                {
                    "partner_id": debtor.id,
                    "company_id": root.id,
                    "strategy_id": root.collection_strategy_id.id,
                }
            )
        case = case.sudo(False)
        case.check_access("write")
        return case
