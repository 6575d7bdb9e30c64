"""May we write to or call somebody now, and if not, from when on.

``contact`` says who is spoken to; this says when. Hard guards (a stop, a
lawyer, a person who left) hold whoever asks; soft ones (hours, days of rest,
how often) may be overridden by a person with a reason that is kept.

================  ====  ===================================================
Code              Hard  Values
================  ====  ===================================================
free              no    (no values): nothing speaks against it
overridden        no    guard, why: the code that a person set aside
case_stopped      yes   kind: insolvency, do_not_contact, agency, ...
left              yes   on: the day since when he no longer works there
lawyer            yes   (no values): a lawyer acts, and this is somebody else
stop_contact      yes   channel (or none: all), since, until (or none), why
day_of_rest       no    day: a Sunday or public holiday of the contact
quiet_hours       no    now, start, end: hours of the day at the contact's
not_working_day   no    day
too_many_calls    no    count, days, until
just_talked       no    on, until
too_many          no    count, days, until: contacts by any channel
================  ====  ===================================================

Source of the rules and their defaults: law and domain facts, section 4.3
(Reg F: seven attempts in seven days, none for seven days after a
conversation; hours of 8 to 20 at the contact's place). Over all channels as many
as the limits of the single ones allow together: seven calls and one letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from ..case.reasons import because
from ..ledger.calendar import WorkCalendar, shifted
from .contact import CALL, CHANNELS, EMAIL
from .contact_guard_facts import Approach, GuardPolicy, Stop, Verdict

GUARD_CODES = (
    "free",
    "overridden",
    "case_stopped",
    "left",
    "lawyer",
    "stop_contact",
    "day_of_rest",
    "quiet_hours",
    "not_working_day",
    "too_many_calls",
    "just_talked",
    "too_many",
)


FREE = Verdict(True, because("free"))


def judge(
    channel: str,
    approach: Approach,
    local: datetime,
    office: WorkCalendar,
    policy: GuardPolicy,
) -> Verdict:
    """Say whether somebody may be contacted by a channel at a moment.

    ``local`` is the wall clock at the contact's, without a zone; ``office``
    the working days of the company, on which it writes. Raises ``ValueError``
    for a channel that does not exist and for a calendar without working days.
    Source: law and domain facts, section 4.3.
    """
    if channel not in CHANNELS:
        raise ValueError(f"unknown channel {channel!r}")
    refused = _hard(channel, approach, local.date(), policy)
    if refused is not None:
        return refused
    soft = _call if channel == CALL else _written
    refused = soft(channel, approach, local, office, policy) or _too_many(
        approach, local.date(), policy
    )
    if refused is None:
        return FREE
    if approach.override:
        guard, why = refused.reason.code, approach.override
        return Verdict(True, because("overridden", guard=guard, why=why))
    return refused


def stopped_channels(stops: Iterable[Stop], day: date) -> frozenset[str]:
    """Answer the channels by which somebody is not contacted on a day."""
    found: set[str] = set()
    for stop in stops:
        if _is_active(stop, day):
            found.update(CHANNELS if stop.channel is None else {stop.channel})
    return frozenset(found)


def _is_active(stop: Stop, day: date) -> bool:
    """Tell whether a stop holds on a day."""
    return stop.since <= day and (stop.until is None or day <= stop.until)


def _hard(
    channel: str, approach: Approach, day: date, policy: GuardPolicy
) -> Verdict | None:
    """Answer what no reason of ours sets aside."""
    if approach.stop is not None and not (
        approach.stop == "lawyer" and approach.is_lawyer
    ):
        return _refused("case_stopped", kind=approach.stop)
    if approach.left_on is not None:
        return _refused("left", on=approach.left_on)
    if approach.lawyer_acts and not approach.is_lawyer:
        return _refused("lawyer")
    stops = [
        stop
        for stop in approach.stops
        if _is_active(stop, day) and stop.channel in (None, channel)
    ]
    if not stops:
        return None
    return _stopped(max(stops, key=lambda s: (s.until is None, s.until or day)), policy)


def _stopped(stop: Stop, policy: GuardPolicy) -> Verdict:
    """Refuse because somebody asked for it, up to its end."""
    until = None
    if stop.until is not None:
        until = _at(shifted(stop.until, 1), policy.start)
    reason = because(
        "stop_contact",
        channel=stop.channel,
        since=stop.since,
        until=stop.until,
        why=stop.why,
    )
    return Verdict(False, reason, until, hard=True)


def _refused(code: str, **values: object) -> Verdict:
    """Refuse for good: nobody knows an end."""
    return Verdict(False, because(code, **values), hard=True)


def _written(
    channel: str,
    approach: Approach,
    local: datetime,
    office: WorkCalendar,
    policy: GuardPolicy,
) -> Verdict | None:
    """Letters and e-mails leave on working days, e-mails by day."""
    if channel == EMAIL and not policy.email_hours:
        return None
    day = local.date()
    if not office.is_working(day):
        until = _at(office.next_working(day), policy.start)
        return Verdict(False, because("not_working_day", day=day), until)
    return _by_day(local, office, policy) if channel == EMAIL else None


def _call(
    channel: str,
    approach: Approach,
    local: datetime,
    office: WorkCalendar,
    policy: GuardPolicy,
) -> Verdict | None:
    """Calls: not on days of rest, by day, and not too often."""
    free = policy.saturday_person if approach.person else policy.saturday
    rest = WorkCalendar(approach.holidays, frozenset({6} if free else {5, 6}))
    day = local.date()
    if not rest.is_working(day):
        until = _at(rest.next_working(day), policy.start)
        return Verdict(False, because("day_of_rest", day=day), until)
    return (
        _by_day(local, rest, policy)
        or _just_talked(approach, day, policy)
        or _too_often(approach, day, policy)
    )


def _by_day(
    local: datetime, calendar: WorkCalendar, policy: GuardPolicy
) -> Verdict | None:
    """Refuse before the first and from the last allowed hour on."""
    hour = local.hour + local.minute / 60.0
    if policy.start <= hour < policy.end:
        return None
    day = local.date() if hour < policy.start else calendar.add_working(local.date(), 1)
    reason = because("quiet_hours", now=hour, start=policy.start, end=policy.end)
    return Verdict(False, reason, _at(day, policy.start))


def _just_talked(approach: Approach, day: date, policy: GuardPolicy) -> Verdict | None:
    """Leave somebody in peace after a conversation, unless it was agreed on."""
    on = approach.talked_on
    if on is None or approach.agreed:
        return None
    until = shifted(on, policy.talk_days)
    if not on <= day < until:
        return None
    reason = because("just_talked", on=on, until=until)
    return Verdict(False, reason, _at(until, policy.start))


def _too_often(approach: Approach, day: date, policy: GuardPolicy) -> Verdict | None:
    """Refuse when the debtor was called often enough, whoever was reached."""
    most = policy.calls_person if approach.person else policy.calls
    return _full("too_many_calls", approach.calls, most, day, policy)


def _too_many(approach: Approach, day: date, policy: GuardPolicy) -> Verdict | None:
    """Refuse when we turned to the debtor often enough, by whatever channel."""
    return _full("too_many", approach.contacts, policy.contacts, day, policy)


def _full(
    code: str, days: Iterable[date], most: int, day: date, policy: GuardPolicy
) -> Verdict | None:
    """Refuse while the window holds as many days as are allowed; 0 is no limit."""
    first = shifted(day, 1 - policy.calls_days)
    found = sorted(on for on in days if first <= on <= day)
    if most <= 0 or len(found) < most:
        return None
    until = shifted(found[len(found) - most], policy.calls_days)
    reason = because(code, count=len(found), days=policy.calls_days, until=until)
    return Verdict(False, reason, _at(until, policy.start))


def _at(day: date, hour: float) -> datetime:
    """Answer the moment of a day at an hour."""
    return datetime.combine(day, time()) + timedelta(hours=hour)
