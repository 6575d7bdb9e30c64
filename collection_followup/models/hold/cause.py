from collections.abc import Callable, Mapping
from dataclasses import dataclass

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...rules.hold import causes
from ...rules.hold.hold_facts import Cause, Switch

_lt = LazyTranslate(__name__)


@dataclass(frozen=True)
class HoldCause:
    """A cause of a hold: its rule, its words and its settings, all in one place.

    ``find`` is a rule as in ``rules.hold.causes``. ``name`` is short, for lists;
    ``words`` are a sentence with %(amount)s (what is overdue, company currency),
    %(value)s or %(stage)s. The company has the settings: a field
    ``collection_hold_CODE`` switches the cause on, ``collection_hold_CODE_effect`` is
    the hold type, and ``threshold`` ends the name of a third; it is multiplied by
    ``unit``. ``floor`` and ``announced`` end the names of the settings of ``Switch``.
    """

    code: str
    find: Callable[[causes.Debt, float], Cause | None]
    name: LazyTranslate
    words: LazyTranslate
    threshold: str
    unit: float = 1.0
    floor: str = ""
    announced: str = ""

    def switch(self, settings: Mapping[str, object]) -> Switch | None:
        """The cause as the rule wants it; None where it is off.

        :param settings: those of holds, by name without ``collection_hold_``
        """
        if not settings[self.code]:
            return None

        def setting(name, default):
            return settings[f"{self.code}_{name}"] if name else default

        return Switch(
            self.find,
            setting("effect", None),
            setting(self.threshold, 0.0) * self.unit,
            floor=setting(self.floor, 0.0),
            announced=setting(self.announced, True),
        )


CAUSES = (
    HoldCause(
        "stage",
        causes.stage_sent,
        _lt("stage sent"),
        _lt(
            "%(stage)s was sent, its pay-by date has passed, and %(amount)s is still "
            "open."
        ),
        threshold="severity",
    ),
    HoldCause(
        "days",
        causes.days_late,
        _lt("days late"),
        _lt("%(amount)s is overdue, the oldest of it for %(value)s days."),
        threshold="late",
        floor="sum",
        announced="announced",
    ),
    HoldCause(
        "amount",
        causes.overdue_amount,
        _lt("overdue amount"),
        _lt("%(amount)s is overdue."),
        threshold="sum",
    ),
    HoldCause(
        "share",
        causes.share_of_limit,
        _lt("share of the credit limit"),
        _lt("%(amount)s is overdue: %(value)s percent of the credit limit."),
        threshold="percent",
        unit=0.01,
    ),
    HoldCause(
        "broken",
        causes.broken_promises,
        _lt("broken promises"),
        _lt("Promises to pay broken lately: %(value)s. %(amount)s is overdue."),
        threshold="times",
    ),
    HoldCause(
        "returned",
        causes.returned_payments,
        _lt("returned payments"),
        _lt("Payments returned lately: %(value)s, for %(amount)s."),
        threshold="times",
    ),
)
# what a credit manager sets by hand is a cause of no rule
MANUAL_NAME = _lt("set manually")
MANUAL_WORDS = _lt("Set manually: %(note)s")

# Why somebody is not held, or not harder.
KEPT_AWAY_WORDS = {
    "exempt": _lt("This customer is exempt from holds."),
    "bank_stale": _lt(
        "The bank data is old: no new hold until statements are imported or somebody "
        "confirms that the bank data is up to date."
    ),
    "grace": _lt("Days of grace after a release, until %(until)s."),
    "off": _lt("Automatic holds are switched off."),
    "nothing_overdue": _lt("Nothing overdue that counts."),
    "resting": _lt("Nothing overdue counts: %(amount)s is not claimed now (%(part)s)."),
    "unannounced": _lt(
        "%(amount)s is overdue, but no notice that was sent has announced a hold."
    ),
    "pay_by_running": _lt(
        "A hold was announced; the time to pay runs until %(until)s (%(amount)s)."
    ),
    "too_small": _lt("%(amount)s overdue is less than the minimum of %(minimum)s."),
    "no_cause": _lt("%(amount)s is overdue, less than any cause asks for."),
}


class CollectionHold(models.Model):
    """Which causes there are."""

    _inherit = "collection.hold"

    @api.model
    def _causes(self):
        """All causes that can be switched on, in the order in which they are named.

        An addon adds its own, and what its rule asks of the customer with
        ``_known_by_causes``::

            def _causes(self):
                return (*super()._causes(), HoldCause("cheque", cheque_returned, ...))
        """
        return CAUSES
