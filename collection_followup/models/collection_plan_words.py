from datetime import date

from odoo import api, models
from odoo.exceptions import UserError

from ..sentences import say_amount, say_date
from .plan_words import MONEY, PLAN_SENTENCES, RELIABILITY_SENTENCES


class CollectionReason(models.AbstractModel):
    """Words for plans and reliability."""

    _inherit = "collection.reason"

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
