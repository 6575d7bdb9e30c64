from datetime import date

from odoo import api, models

from ...sentences import say_amount, say_date
from .cause import KEPT_AWAY_WORDS, MANUAL_NAME, MANUAL_WORDS
from .hold import EFFECTS


class CollectionHold(models.Model):
    """Says in words why a debtor is on hold, why not, and what frees him."""

    _inherit = "collection.hold"

    @api.model
    def _speaker(self, root):
        """A speaker in the language and the money of a company."""
        lang = root.partner_id.lang or self.env.lang
        return HoldSpeaker(self.with_context(lang=lang).env, root)

    def _owed_words(self):
        """What the debtor pays so that the hold ends; empty where a person ends it."""
        if not self.amount or self.manual:
            return ""
        return say_amount(self.env, self.amount, self.currency_id)


class HoldSpeaker:
    """Says causes and verdicts in one language; names are read once."""

    def __init__(self, env, root):
        self.env = env
        self.root = root
        self.causes = {"manual": env._(MANUAL_WORDS)}
        self.names = {"manual": env._(MANUAL_NAME)}
        for cause in env["collection.hold"]._causes():
            self.causes[cause.code] = env._(cause.words)
            self.names[cause.code] = env._(cause.name)
        self.kept_away = {code: env._(text) for code, text in KEPT_AWAY_WORDS.items()}
        field = env["collection.hold"]._fields["effect"]
        self.effects = dict(field._description_selection(env) or EFFECTS)
        parts = env["collection.reader"]._parts()
        self.parts = {name: env._(part.label) for name, part in parts.items()}
        # names of stages, for the words of a hold
        stages = env["collection.stage"].sudo().with_context(active_test=False)
        self.stages = {stage.id: stage.name for stage in stages.search([])}

    def why(self, causes, note=""):
        """Every cause in a sentence, one a line.

        :param note: what a manager wrote who set the hold by hand
        """
        return "\n".join(
            self.causes[cause.code]
            % {
                "amount": self.money(cause.amount),
                "value": cause.value,
                "stage": self.stages.get(cause.value, ""),
                "note": note,
            }
            for cause in causes
        )

    def short(self, codes):
        """The names of causes in one line."""
        return ", ".join(self.names[code] for code in codes)

    def why_not(self, reason):
        """What keeps a hold away, in a sentence; empty without a reason."""
        if reason is None:
            return ""
        values = {name: self._say(value) for name, value in reason.values}
        return self.kept_away[reason.code] % values

    def frees(self, causes, amount, until=None):
        """What the debtor can do so that the hold ends."""
        paid = self.env._("Payment of %s.", self.money(amount)) if amount else ""
        if not any(cause.code == "manual" for cause in causes):
            return paid
        ended = self.env._("The credit manager ends it.")
        if until:
            ended = self.env._(
                "The credit manager ends it, at the latest after %s.",
                say_date(self.env, until),
            )
        if not paid:
            return ended
        return self.env._("Both of these: %(paid)s %(ended)s", paid=paid, ended=ended)

    def money(self, amount):
        """An amount of the company in its currency."""
        return say_amount(self.env, amount, self.root.currency_id)

    def _say(self, value):
        if isinstance(value, date):
            return say_date(self.env, value)
        if isinstance(value, str):
            return self.parts[value].lower()
        return self.money(value)
