from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

DOCUMENTS = ("out_invoice", "out_receipt")
BY_HAND = _lt(
    "%(user)s has posted %(invoice)s for %(amount)s, which bills no order, while "
    "%(debtor)s is on credit hold."
)


class AccountMove(models.Model):
    """Invoices without an order: who is blocked may get one, and it shows."""

    _inherit = "account.move"

    collection_hold_words = fields.Text(
        string="Hold of the customer",
        compute="_compute_collection_hold_words",
        compute_sudo=True,
        groups="base.group_user",
        help=(
            "Why the customer gets no new credit; shown on invoices that bill no order."
        ),
    )

    @api.depends("partner_id", "company_id", "move_type", "state")
    @api.depends_context("lang")
    def _compute_collection_hold_words(self):
        self.collection_hold_words = False
        drafts = self.filtered(lambda move: move.state == "draft")
        for move, case in drafts._collection_blocked().items():
            move.collection_hold_words = case.hold_id._in_words()

    def _collection_blocked(self):
        """The cases of those among these invoices who are blocked: {invoice: case}.

        Invoices that bill orders are left out: the gate has let the orders through.
        """
        by_hand = self.filtered(
            lambda move: (
                move.move_type in DOCUMENTS
                and not move.invoice_line_ids.collection_sale_line_ids
            )
        )
        debtors = by_hand.commercial_partner_id
        if not debtors:
            return {}
        blocked = [("hold_effect", "=", "block"), ("partner_id", "in", debtors.ids)]
        cases = {
            (case.partner_id, case.company_id): case
            for case in self.env["collection.case"]._held(blocked)
        }
        keys = {m: (m.commercial_partner_id, m.company_id.root_id) for m in by_hand}
        return {move: cases[key] for move, key in keys.items() if key in cases}

    def _post(self, soft=True):
        posted = super()._post(soft)
        blocked = posted.sudo()._collection_blocked()  # whoever posts reads no orders
        for move, case in blocked.items():
            amount = (move.amount_total, move.currency_id)
            named = {"invoice": move.display_name, "amount": amount}
            case._say(case._unusual_words(BY_HAND, named))
        return posted
