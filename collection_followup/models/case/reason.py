from datetime import date
from functools import cached_property

from odoo import api, models
from odoo.tools import SQL

from ...sentences import say_amount, say_amounts, say_date
from .reason_words import SENTENCES


class CollectionReason(models.AbstractModel):
    """Turns the reason codes of the rules into words.

    Reasons are stored as they were given, in the language of the company.
    """

    _name = "collection.reason"
    _description = "Words for the reasons of decisions"

    @api.model
    def _speaker(self, root, reasons=()):
        """A callable that says a ``rules.facts.Reason`` in words.

        :param root: the company in whose language and money is spoken
        :param reasons: the reasons that will be said, so that names are read at once
        """
        lang = root.partner_id.lang or self.env.lang
        return Speaker(self.with_context(lang=lang).env, root, reasons)


class Speaker:
    """Says reasons in one language; names are read once for all of them."""

    def __init__(self, env, root, reasons):
        self.env = env
        self.root = root
        self.sentences = {code: env._(text) for code, text in SENTENCES.items()}
        scorers = env["collection.case"]._scorers()
        self.points = {scorer.code: env._(scorer.words) for scorer in scorers}
        # names only: a reason may name a stage that its reader may not open
        stages = env["collection.stage"].sudo().with_context(active_test=False)
        self.stages = {stage.id: stage.name for stage in stages.search([])}
        self.stops = dict(
            env["collection.case"]._fields["stop"]._description_selection(env)
        )
        self.moves = self._move_names(reasons)
        self.dates = {}

    @cached_property
    def currencies(self):
        """All currencies by code, also those that are not used any more."""
        model = self.env["res.currency"].with_context(active_test=False)
        return model.search([]).grouped("name")

    def _move_names(self, reasons):
        ids = {dict(reason.values).get("move") for reason in reasons} - {None}
        if not ids:
            return {}
        return dict(
            self.env.execute_query(
                SQL("SELECT id, name FROM account_move WHERE id IN %s", tuple(ids))
            )
        )

    def __call__(self, reason):
        """The sentence of a reason."""
        values = {name: self._say(name, value) for name, value in reason.values}
        return self.sentences[reason.code] % values

    def parts(self, parts):
        """The rules that gave a case its points, one a line."""
        return "\n".join(
            f"{part.points:+d} {self.points[part.code] % {'value': part.value}}"
            for part in parts
        )

    def _money(self, amount):
        return say_amount(self.env, amount, self.root.currency_id)

    def _say(self, name, value):
        if isinstance(value, date):
            return self._date(value)
        if name == "rests":
            return self._rests(value)
        if name in ("stage", "level", "due_stage"):
            return self.stages.get(value, "")
        if name == "move":
            return self.moves.get(value) or ""
        if name in ("amount", "minimum") and value is not None:
            return self._money(value)
        if name == "kind":
            return self.stops.get(value, value)
        return "-" if value is None else str(value)

    def _date(self, value):
        if value not in self.dates:
            self.dates[value] = say_date(self.env, value)
        return self.dates[value]

    def _rests(self, rests):
        """Why everything rests: the parts with their sums."""
        parts = self.env["collection.reader"]._parts()
        said = [
            f"{self.env._(parts[part].label)} "
            + say_amounts(
                self.env,
                [(amount, self.currencies[code]) for code, amount in sums],
            )
            for part, sums in rests
        ]
        return f" ({', '.join(said)})" if said else ""
