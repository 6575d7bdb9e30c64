"""What an addon of somebody else would add: one part, cause, score and stop.

The models are those of a stranger: they know nothing but the documented points, and
exist while the tests of one class run.
"""

from dataclasses import replace
from types import SimpleNamespace

from odoo import fields, models

from ...models.case.scorer import Scorer
from ...models.hold.cause import HoldCause
from ...models.ledger.part import Part
from ...rules.case.priority import ScorePart

ADDON = "collection_followup_stranger"  # no addon of this name is ever installed


def cheques_returned(debt, threshold):
    """So many cheques came back: whatever is overdue counts."""
    times = debt.facts.more.get("cheque", 0)
    return debt.cause("cheque", debt.overdue, times) if times >= threshold else None


def in_season(standing, today, calendar, weights):
    """Customers who earn their money now are called now."""
    return ScorePart("season", 7 if standing.more.get("season") else 0)


class Partner(models.Model):
    _module = ADDON
    _inherit = "res.partner"

    insured_percent = fields.Float()
    arbitrated = fields.Float()
    cheques_returned = fields.Integer()
    in_season = fields.Boolean()


class Company(models.Model):
    _module = ADDON
    _inherit = "res.company"

    collection_hold_cheque = fields.Boolean(default=True)
    collection_hold_cheque_times = fields.Integer(default=2)
    collection_hold_cheque_effect = fields.Selection(
        [("block", "No new orders")], default="block"
    )


class Reader(models.AbstractModel):
    _module = ADDON
    _inherit = "collection.reader"

    def _declared_parts(self):
        return (
            *super()._declared_parts(),
            Part("insured", 40, "Insured", "Our insurer pays", apart=True),
            Part("arbitrated", 50, "In arbitration", "Before the arbiter"),
        )

    def _read_rests(self, root, partners, rows, today):
        rests = super()._read_rests(root, partners, rows, today)
        debtor = self.env["res.partner"].browse
        rests["insured"] = {
            row.line_id: row.residual * debtor(row.debtor_id).insured_percent / 100
            for row in rows
        }
        rests["arbitrated"] = {
            row.line_id: debtor(row.debtor_id).arbitrated for row in rows
        }
        return rests


class Case(models.Model):
    _module = ADDON
    _inherit = "collection.case"

    insured = fields.Monetary()  # its own column; "arbitrated" has none
    stop = fields.Selection(selection_add=[("mediation", "In mediation")])

    def _scorers(self):
        return (*super()._scorers(), Scorer("season", in_season, "it is season"))

    def _standing(self, debtor, row):
        partner = self.env["res.partner"].browse(debtor.key)
        standing = super()._standing(debtor, row)
        return replace(standing, more={"season": partner.in_season})


class Total(models.Model):
    _module = ADDON
    _inherit = "collection.case.total"

    insured = fields.Monetary()


class Hold(models.Model):
    _module = ADDON
    _inherit = "collection.hold"

    def _causes(self):
        cheque = HoldCause(
            "cheque",
            cheques_returned,
            "returned cheques",
            "%(value)s cheques came back, %(amount)s is overdue.",
            threshold="times",
        )
        return (*super()._causes(), cheque)

    def _known_by_causes(self, root, partners, settings, today):
        known = super()._known_by_causes(root, partners, settings, today)
        for partner in partners:
            known.setdefault(partner.id, {})["cheque"] = partner.cheques_returned
        return known


class StrangerCommon:
    """Installs the stranger's models for the tests of a class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [model._name for model in (Partner, Company, Reader, Case, Total, Hold)]
        before = {name: cls.registry[name]._base_classes__ for name in names}
        cls.addClassCleanup(cls._take_away, before)
        cls.registry.load(SimpleNamespace(name=ADDON))
        cls.registry._setup_models__(cls.env.cr, names)
        cls.registry.init_models(cls.env.cr, names, {"module": "collection_followup"})
        cls.env.invalidate_all()

    @classmethod
    def _take_away(cls, before):
        for name, bases in before.items():
            cls.registry[name]._base_classes__ = bases
            for child in cls.registry.descendants([name], "_inherit", "_inherits"):
                cls.registry[child]._setup_done__ = False
        cls.registry._setup_models__(cls.env.cr, list(before))
