from datetime import date

from odoo import api, models
from odoo.exceptions import UserError

from ...sentences import say_amount, say_date
from .words import COMMITMENTS, MONEY, PLAN_SENTENCES, RELIABILITY_SENTENCES

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

    # --------------------------------------------- words for plans and reliability

    @api.model
    def _say_plan(self, reason, currency):
        """The sentence of a reason about a plan, in the language of the environment.

        :param reason: ``rules.facts.Reason`` with a code of ``PLAN_SENTENCES``
        :param currency: in which its amounts are
        """
        return self._say_words(PLAN_SENTENCES, reason, currency)

    @api.model
    def _say_reliability(self, reason, currency):
        """How far a debtor can be believed, in words."""
        return self._say_words(RELIABILITY_SENTENCES, reason, currency)

    @api.model
    def _say_words(self, sentences, reason, currency):
        values = {}
        for name, value in reason.values:
            if isinstance(value, date):
                value = say_date(self.env, value)
            elif name in MONEY:
                value = say_amount(self.env, value, currency)
            values[name] = value
        return self.env._(sentences[reason.code]) % values  # pylint: disable=W8301

    @api.model
    def _refuse_plan(self, reason, currency):
        """Raise a reason about a plan as an error for the user, if there is one."""
        if reason is not None:
            raise UserError(self._say_plan(reason, currency))
