from collections import defaultdict
from dataclasses import dataclass, replace

from odoo import api, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


@dataclass(frozen=True)
class Part:
    """A part of what is owed that is not claimed now, declared once.

    ``label`` is for our screens and reasons, ``told`` is what the customer reads in
    letter, e-mail, statement and portal. Where several parts claim the same money, the
    lower ``sequence`` takes it; in this order they are told, too. ``apart`` gives the
    part lines of its own on notices; it needs to be known of single items then.

    Its sum stands on the case in a field of its name where there is one (on
    ``collection.case.total`` too), else in ``other_parts``.
    """

    name: str
    sequence: int
    label: LazyTranslate
    told: LazyTranslate
    apart: bool = False


PARTS = (
    Part(
        "credited", 80, _lt("Unallocated credits"), _lt("Credit that we set against it")
    ),
    Part(
        "in_transit", 90, _lt("Payments in transit"), _lt("Your payment is on its way")
    ),
)


class CollectionReader(models.AbstractModel):
    """What is not claimed now."""

    _inherit = "collection.reader"

    @api.model
    def _declared_parts(self):
        """All parts, in no order: who declares one adds it here.

        Disputes, promises and left-out items are declared so by their rooms; an addon
        does the same::

            def _declared_parts(self):
                insured = Part("insured", 40, _lt("Insured"), _lt("..."), apart=True)
                return (*super()._declared_parts(), insured)

            def _read_rests(self, root, partners, rows, today):
                rests = super()._read_rests(root, partners, rows, today)
                rests["insured"] = {line_id: amount, ...}
                return rests
        """
        return PARTS

    @api.model
    def _parts(self):
        """All parts by name, in the order in which they are taken and told."""
        parts = sorted(self._declared_parts(), key=lambda part: part.sequence)
        return {part.name: part for part in parts}

    @api.model
    def _apart(self):
        """The names of the parts that have lines of their own on a notice."""
        return tuple(name for name, part in self._parts().items() if part.apart)

    @api.model
    def _told_parts(self):
        """What customers read about each part, in the language of the environment."""
        return {name: self.env._(part.told) for name, part in self._parts().items()}

    @api.model
    def _read_rests(self, root, partners, rows, today):
        """How much of each item is not claimed now, without credits and transit.

        A fixed number of queries for all items.

        :param root: the root company
        :param partners: commercial partners
        :param rows: their open items
        :param today: the company's day
        :return: {name of the part: {journal item id: amount in its currency}}
        """
        return {}

    @api.model
    def _not_to_promise(self, root, partners, today):
        """What customers cannot promise, because it stands apart for another reason.

        :return: {journal item id: amount in its currency}
        """
        rows = self.env["account.move.line"]._read_open_items(root, partners)
        rests = self._read_rests(root, partners, rows, today)
        found = defaultdict(float)
        for name in self._apart():
            for line_id, amount in rests.get(name, {}).items():
                found[line_id] += amount if name != "promised" else 0.0
        return found


class ResCompany(models.Model):
    _inherit = "res.company"

    def _collection_policy(self):
        # EXTENDS: which parts there are
        reader = self.env["collection.reader"]
        policy = super()._collection_policy()
        return replace(policy, parts=tuple(reader._parts()), apart=reader._apart())
