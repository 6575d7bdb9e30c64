from dataclasses import dataclass

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...rules.case import priority

_lt = LazyTranslate(__name__)


@dataclass(frozen=True)
class Scorer:
    """A score of the worklist: its rule, as in ``rules.case.priority``, and its words.

    ``words`` say behind the points what earned them; %(value)s is that of the rule.
    """

    code: str
    rule: priority.Rule
    words: LazyTranslate


SCORERS = (
    Scorer("amount", priority.much_owed, _lt("for the amount to collect")),
    Scorer("age", priority.long_overdue, _lt("oldest item %(value)s days late")),
    Scorer("stage", priority.sternly_reminded, _lt("severity %(value)s reached")),
    Scorer("broken", priority.promises_broken, _lt("%(value)s commitments broken")),
    Scorer(
        "silent", priority.not_contacted, _lt("no contact for %(value)s working days")
    ),
    Scorer("replied", priority.reply_waits, _lt("a reply waits")),
    Scorer("returned", priority.payment_returned, _lt("a payment came back")),
    Scorer("decision", priority.decision_due, _lt("a decision is due")),
)


class CollectionCase(models.Model):
    """What the worklist is sorted by."""

    _inherit = "collection.case"

    @api.model
    def _scorers(self):
        """All scores of the worklist; what they know comes from ``_standing``.

        An addon adds its own::

            def _scorers(self):
                return (*super()._scorers(), Scorer("season", season_ends, _lt(...)))
        """
        return SCORERS

    @api.model
    def _standing(self, debtor, row):
        """What the scores ask of a customer.

        An addon puts what its own rule asks into ``more`` of the answer.

        :param debtor: ``rules.facts.Debtor``
        :param row: the columns of the case as it was judged
        :return: ``rules.priority.Standing``
        """
        return priority.Standing(
            to_collect=row["to_collect"],
            oldest_due=row["oldest_due"],
            severity=int(row["severity"] or 0),
            last_contact=debtor.last_contact,
            broken=debtor.broken,
            replied=debtor.replied_on is not None,
            returned=any(item.returned_on for item in debtor.items),
            decision_open=debtor.decision_open,
        )
