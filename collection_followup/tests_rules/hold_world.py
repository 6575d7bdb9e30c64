"""Debtors who may be put on hold, for the tests of the rule.

Everything is due on 2 March 2026, was asked for by an announcing notice that
wanted payment by 9 April, and stands at severity 3; today is 10 April.
"""

from __future__ import annotations

from datetime import date

from rules.hold import causes
from rules.hold.hold import judge
from rules.hold.hold_facts import HoldFacts, HoldItem, HoldSettings, HoldVerdict, Switch
from rules.ledger.amounts import claims
from rules_world import POLICY, THIRD, at, invoice

PAY_BY = date(2026, 4, 9)
TODAY = date(2026, 4, 10)
SENT = at(THIRD, date(2026, 3, 30))

STAGE = HoldSettings({"stage": Switch(causes.stage_sent, "cod", 3)})
ALL = HoldSettings(
    {
        "stage": Switch(causes.stage_sent, "cod", 3),
        "days": Switch(causes.days_late, "prepay", 60),
        "amount": Switch(causes.overdue_amount, "prepay", 5000.0),
        "share": Switch(causes.share_of_limit, "prepay", 0.5),
        "broken": Switch(causes.broken_promises, "block", 2),
        "returned": Switch(causes.returned_payments, "prepay", 1),
    }
)


def owed(
    key: int = 1,
    amount: float = 1000.0,
    announced: date | None = PAY_BY,
    level=SENT,
    returned_on: date | None = None,
    **item,
) -> HoldItem:
    """An item with what was said about it."""
    line = invoice(key, amount, level=level, **item)
    (claim,) = claims([line], [], [], TODAY, POLICY)
    return HoldItem(claim, announced, level, returned_on)


def judged(
    *items: HoldItem,
    settings: HoldSettings = STAGE,
    today: date = TODAY,
    **facts,
) -> HoldVerdict:
    """Judge a debtor with these items."""
    return judge(HoldFacts(items, **facts), settings, today)


def only(code: str, effect: str = "prepay", threshold: float | None = None):
    """Settings in which one cause is on."""
    switch = ALL.switches[code]
    if threshold is None:
        threshold = switch.threshold
    return HoldSettings({code: Switch(switch.find, effect, threshold)})


def codes(verdict: HoldVerdict) -> list[str]:
    """The codes of the causes."""
    return [cause.code for cause in verdict.causes]


def why(verdict: HoldVerdict) -> str | None:
    """The code of what keeps the hold away."""
    return verdict.why_not and verdict.why_not.code
