from datetime import date

from odoo import api, models

from ..sentences import say_amount, say_date
from .commitment_words import COMMITMENTS

AMOUNTS = ("amount", "paid", "missing", "waiting")


class CollectionReason(models.AbstractModel):
    """The words for how commitments stand."""

    _inherit = "collection.reason"

    @api.model
    def _say_commitments(self, root, reasons):
        """Say why commitments stand as they do, in the language of the company.

        :param reasons: list of (``rules.facts.Reason``, currency)
        :return: list of texts in the same order
        """
        lang = root.partner_id.lang or self.env.lang
        env = self.with_context(lang=lang).env
        sentences = {code: env._(text) for code, text in COMMITMENTS.items()}
        return [
            sentences[reason.code] % self._commitment_values(env, reason, currency)
            for reason, currency in reasons
        ]

    @api.model
    def _commitment_values(self, env, reason, currency):
        return {
            name: self._commitment_value(env, name, value, currency)
            for name, value in reason.values
        }

    @api.model
    def _commitment_value(self, env, name, value, currency):
        if isinstance(value, date):
            return say_date(env, value)
        if name in AMOUNTS:
            return say_amount(env, value, currency)
        return "-" if value is None else value
