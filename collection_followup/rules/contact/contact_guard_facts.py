"""What the guards of contact may know, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..ledger.facts import Reason


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """The settings of a company.

    ``start`` and ``end`` are hours of the day at the contact's place (8.5 is
    half past eight), the first and the end of the allowed time. ``calls`` is
    the most call attempts in ``calls_days`` days, ``contacts`` the most contacts by
    any channel in the same window, ``talk_days`` the days of rest after a
    conversation. The ``_person`` fields are those for consumers.
    """

    start: float = 8.0
    end: float = 20.0
    saturday: bool = True
    saturday_person: bool = False
    calls: int = 7
    calls_person: int = 3
    calls_days: int = 7
    contacts: int = 8
    talk_days: int = 7
    email_hours: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """A wish not to be contacted, from ``since`` up to and including ``until``.

    ``channel`` is None for every channel.
    """

    channel: str | None
    since: date
    until: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Approach:
    """What is known of a contact and of the debtor he belongs to.

    ``stop`` is the endless stop of the case, ``lawyer_acts`` tells that the
    debtor has a lawyer, ``is_lawyer`` that the contact is the one. ``calls``
    are the days of all attempts to call the debtor, ``contacts`` those of all
    that we sent or tried by any channel, ``talked_on`` the day of the last
    conversation. ``agreed`` tells that a call was agreed on or that a promise
    was broken. ``holidays`` are the public ones at the contact's.
    """

    person: bool = False
    stop: str | None = None
    lawyer_acts: bool = False
    is_lawyer: bool = False
    left_on: date | None = None
    stops: tuple[Stop, ...] = ()
    calls: tuple[date, ...] = ()
    contacts: tuple[date, ...] = ()
    talked_on: date | None = None
    agreed: bool = False
    holidays: frozenset[date] = frozenset()
    override: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is allowed, why, and the first moment at which it may be.

    ``until`` is the local time of the contact, None when it is allowed or when
    nobody knows. ``hard`` refusals cannot be overridden.
    """

    allowed: bool
    reason: Reason
    until: datetime | None = None
    hard: bool = False
