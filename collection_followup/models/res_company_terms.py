from odoo import api, fields, models


class ResCompany(models.Model):
    """The payment term of cash on delivery."""

    _inherit = "res.company"

    collection_cod_term_id = fields.Many2one(
        "account.payment.term",
        string="Cash on delivery term",
        default=lambda self: self._collection_shipped_cod_term(),
        help="Quotations of a customer on hold with cash on delivery get this payment "
        "term.",
    )

    @api.model
    def _collection_shipped_cod_term(self):
        """The payment term that works without any set-up; empty if it was deleted."""
        return self.env.ref(
            "collection_followup.payment_term_cod", raise_if_not_found=False
        )

    @api.model
    def _collection_set_up_terms(self):
        """Give the shipped term to companies without one, when it is installed."""
        without = self.search([("collection_cod_term_id", "=", False)])
        without.collection_cod_term_id = self._collection_shipped_cod_term()
