from odoo import api, fields, models
from odoo.fields import Domain

from ...rules.gate.gate import may_confirm
from ..hold.hold import EFFECTS
from .asking import QUOTATION
from .facts import Gate, Watch


class SaleOrder(models.Model):
    """What salespeople see of a hold: who, since when, and what would free it."""

    _inherit = "sale.order"

    collection_hold_effect = fields.Selection(
        EFFECTS,
        string="Customer on hold",
        compute="_compute_collection_hold",
        search="_search_collection_hold_effect",
        compute_sudo=True,
        groups="base.group_user",
    )
    collection_hold_words = fields.Text(
        string="Hold of the customer",
        compute="_compute_collection_hold",
        compute_sudo=True,
        groups="base.group_user",
    )
    collection_refused = fields.Boolean(
        string="Cannot be confirmed now",
        compute="_compute_collection_refused",
        compute_sudo=True,
        help="A credit hold or the credit limit keeps this quotation from being "
        "confirmed.",
    )
    collection_refused_words = fields.Text(
        string="Why it cannot be confirmed",
        compute="_compute_collection_refused",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("partner_invoice_id", "company_id")
    @api.depends_context("lang")
    def _compute_collection_hold(self):
        cases = Watch(self).cases
        for order in self:
            hold = cases[order].hold_id
            order.collection_hold_effect = hold.effect
            order.collection_hold_words = hold and hold._in_words()

    @api.depends(
        "partner_invoice_id",
        "company_id",
        "state",
        "amount_total",
        "payment_term_id",
        "transaction_ids.state",
    )
    @api.depends_context("lang", "uid")
    def _compute_collection_refused(self):
        verdicts = self._collection_seen()
        for order in self:
            verdict = verdicts.get(order)
            refused = bool(verdict) and not verdict.allowed
            order.collection_refused = refused
            order.collection_refused_words = (
                order._collection_words(verdict) if refused else False
            )

    def _collection_seen(self):
        """Verdicts for screens: each quotation alone, nobody is judged for it."""
        saved = self.filtered(
            lambda order: isinstance(order.id, int) and order.state in QUOTATION
        )
        return Gate(saved).ask(may_confirm, together=False) if saved else {}

    def _search_collection_hold_effect(self, operator, value):
        if operator != "in":
            return NotImplemented
        # who may not read it does not find it out by counting either
        self._check_field_access(self._fields["collection_hold_effect"], "read")
        cases = self.env["collection.case"].sudo()  # only which debtors are held
        found = Domain.FALSE
        roots = self.env.companies.root_id
        for root in roots:
            held = cases.search(
                [("company_id", "=", root.id), ("hold_effect", "!=", False)]
            )
            wanted = held.filtered(lambda case: case.hold_effect in value)
            company = Domain("company_id", "child_of", root.ids)
            debtor = "partner_invoice_id.commercial_partner_id"
            found |= company & Domain(debtor, "in", wanted.partner_id.ids)
            if False in value:
                found |= company & Domain(debtor, "not in", held.partner_id.ids)
        return found
