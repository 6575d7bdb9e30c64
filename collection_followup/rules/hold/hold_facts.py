"""What the hold of a debtor is judged by, and what the judgement says.

All amounts are in company currency, every date is a day of the company.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ..ledger.facts import Claim, Level, Policy, Reason

if TYPE_CHECKING:
    from .causes import Debt

# from mild to hard; no hold is milder than all of them
EFFECTS: tuple[str, ...] = ("cod", "prepay", "block")

# Why nobody is held, or not harder; each with the names of its values.
KEPT_AWAY: Mapping[str, tuple[str, ...]] = {
    "exempt": (),
    "bank_stale": (),
    "grace": ("until",),
    "off": (),
    "nothing_overdue": (),
    "resting": ("part", "amount"),
    "unannounced": ("amount",),
    "pay_by_running": ("until", "amount"),
    "too_small": ("amount", "minimum"),
    "no_cause": ("amount",),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One cause that is switched on: its rule, from which threshold, which effect.

    ``find`` is one of ``causes`` or an addon's own. The threshold is a severity
    (``stage``), calendar days (``days``), an amount (``amount``), a share of 1
    (``share``) or a number of times. ``floor`` is the least amount that has to be so
    late, and ``announced`` whether only counts what a sent notice has announced a
    hold for (both ``days`` only).
    """

    find: Callable[[Debt, float], Cause | None]
    effect: str
    threshold: float
    floor: float = 0.0
    announced: bool = True


@dataclass(frozen=True, slots=True)
class HoldSettings:
    """How a company holds. ``window`` is in calendar days.

    ``switches`` are the causes that are on, by code, in the order of the settings.

    ``minimum_share`` is a share of twelve months' sales; what is held for has
    to reach both minima. ``believe`` lets promised parts of a reliable debtor
    rest. With ``confirm`` every hold is only proposed.
    """

    switches: Mapping[str, Switch] = field(default_factory=dict)
    minimum: float = 250.0
    minimum_share: float = 0.05
    window: int = 90
    believe: bool = True
    confirm: bool = False
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class HoldItem:
    """One item with what was really said about it.

    ``announced`` is the pay-by date of the first sent notice that asked for it
    and announced a hold. ``level`` is the sternest that a sent notice has reached
    whose own pay-by date has passed; a level set by hand is none. ``returned_on``
    is the day on which a payment of it came back.
    """

    claim: Claim
    announced: date | None = None
    level: Level | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """All that a hold is judged by.

    ``sales`` are those of twelve months, ``limit`` the credit limit if there
    is one. ``broken`` counts commitments broken within the window whose items
    are open. ``grace_until`` is the last day of grace after a release.
    ``manual`` is the effect that a manager set by hand, ``held`` the effect of
    the hold that is active now. ``more`` is what addons know of the debtor, by the
    code of the cause that asks for it.
    """

    items: tuple[HoldItem, ...] = ()
    sales: float = 0.0
    limit: float | None = None
    broken: int = 0
    broken_on: date | None = None
    person: bool = False
    exempt: bool = False
    reliable: bool = False
    grace_until: date | None = None
    bank_fresh: bool = True
    manual: str | None = None
    held: str | None = None
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause that holds: its effect, the amount behind it, its value.

    ``manual`` is a manager's decision, without amount and value; the others are found
    by the rules of ``causes``. The value is what the rule says besides: the key of
    the stage that was sent, days late, percent of the credit limit, how many times.
    """

    code: str
    effect: str
    amount: float = 0.0
    value: int = 0
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldVerdict:
    """What is to be in force, what a person has to confirm first, and why.

    ``effect`` is in force by itself, ``proposal`` only once a person agrees.
    ``amount`` frees from everything but a hold set by hand; ``items`` are the
    keys of the items that it is about.
    """

    effect: str | None
    proposal: str | None = None
    causes: tuple[Cause, ...] = ()
    why_not: Reason | None = None
    amount: float = 0.0
    items: tuple[int, ...] = ()
