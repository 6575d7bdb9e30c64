"""May somebody be contacted now: hours, days of rest, how often, stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.contact.contact import CALL, CHANNELS, EMAIL, LETTER
from rules.contact.contact_guard import FREE, GUARD_CODES, judge, stopped_channels
from rules.contact.contact_guard_facts import Approach, GuardPolicy, Stop
from rules.contact.zones import zone_of
from rules_world import CALENDAR, day

POLICY = GuardPolicy()
NOBODY = Approach()
# Wednesday, 4 March 2026
TODAY = day("03-04")


def at(text):
    """A moment of March 2026, as in "04 09:30"."""
    return datetime.fromisoformat(f"2026-03-{text.replace(' ', 'T')}")


def told(channel, approach, when, policy=POLICY, office=CALENDAR):
    """The code of a verdict, and its end."""
    verdict = judge(channel, approach, at(when), office, policy)
    return verdict.reason.code, verdict.until


@pytest.mark.parametrize(
    ("channel", "when", "code", "until"),
    [
        (CALL, "04 08:00", "free", None),
        (CALL, "04 07:59", "quiet_hours", "04 08:00"),
        (CALL, "04 19:59", "free", None),
        (CALL, "04 20:00", "quiet_hours", "05 08:00"),
        (CALL, "07 10:00", "free", None),  # a Saturday
        (CALL, "07 21:00", "quiet_hours", "09 08:00"),  # over the Sunday
        (CALL, "08 10:00", "day_of_rest", "09 08:00"),
        (EMAIL, "04 12:00", "free", None),
        (EMAIL, "04 05:30", "quiet_hours", "04 08:00"),
        (EMAIL, "06 22:00", "quiet_hours", "09 08:00"),  # over the weekend
        (EMAIL, "07 10:00", "not_working_day", "09 08:00"),
        (LETTER, "04 23:00", "free", None),  # nobody is woken by a printer
        (LETTER, "07 10:00", "not_working_day", "09 08:00"),
    ],
)
def test_hours_and_days(channel, when, code, until):
    assert told(channel, NOBODY, when) == (code, until and at(until))


def test_e_mails_leave_at_any_hour_when_the_company_says_so():
    policy = replace(POLICY, email_hours=False)
    assert told(EMAIL, NOBODY, "08 03:00", policy) == ("free", None)


def test_half_hours():
    policy = replace(POLICY, start=8.5, end=18.25)
    assert told(CALL, NOBODY, "04 08:29", policy) == ("quiet_hours", at("04 08:30"))
    assert told(CALL, NOBODY, "04 18:14", policy) == ("free", None)
    assert told(CALL, NOBODY, "04 18:15", policy)[0] == "quiet_hours"


def test_holidays_are_those_of_the_contact():
    away = Approach(holidays=frozenset({TODAY}))
    assert told(CALL, away, "04 10:00") == ("day_of_rest", at("05 08:00"))
    assert told(EMAIL, away, "04 10:00") == ("free", None)


def test_private_persons_rest_on_saturdays():
    person = Approach(person=True)
    assert told(CALL, person, "07 10:00") == ("day_of_rest", at("09 08:00"))
    policy = replace(POLICY, saturday=False, saturday_person=True)
    assert told(CALL, person, "07 10:00", policy) == ("free", None)
    assert told(CALL, NOBODY, "07 10:00", policy)[0] == "day_of_rest"


@pytest.mark.parametrize(
    ("calls", "person", "until"),
    [
        (["03-04"] * 6, False, None),
        (["03-04"] * 7, False, "11 08:00"),
        (["02-26"] * 3 + ["03-02"] * 4, False, "05 08:00"),  # the oldest leave first
        (["02-25"] * 9 + ["03-02"] * 6, False, None),  # seven days ago
        (["03-02", "03-03"], True, None),
        (["03-02", "03-03", "03-03"], True, "09 08:00"),
        (["03-01", "03-02", "03-03", "03-03"], True, "09 08:00"),
        (["03-05"] * 9, False, None),  # still to come
    ],
)
def test_not_too_often(calls, person, until):
    approach = Approach(person=person, calls=tuple(day(on) for on in calls))
    code = "too_many_calls" if until else "free"
    assert told(CALL, approach, "04 10:00") == (code, until and at(until))


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("contacts", "until"),
    [
        (["03-04"] * 7, None),
        (["03-02"] * 7 + ["03-04"], "09 08:00"),
        (["02-26"] * 2 + ["03-02"] * 6, "05 08:00"),
        (["02-25"] * 9, None),  # seven days ago
        (["03-05"] * 9, None),  # still to come
    ],
)
def test_a_cap_over_all_channels(channel, contacts, until):
    approach = Approach(contacts=tuple(day(on) for on in contacts))
    code = "too_many" if until else "free"
    assert told(channel, approach, "04 10:00") == (code, until and at(until))
    free = replace(POLICY, contacts=0)
    assert told(channel, approach, "04 10:00", free)[0] == "free"


def test_no_limit():
    approach = Approach(calls=(TODAY,) * 50)
    assert told(CALL, approach, "04 10:00", replace(POLICY, calls=0))[0] == "free"


@pytest.mark.parametrize(
    ("on", "agreed", "until"),
    [
        ("03-04", False, "11 08:00"),
        ("02-26", False, "05 08:00"),
        ("02-25", False, None),
        ("03-05", False, None),
        ("03-03", True, None),  # a call was agreed on
    ],
)
def test_rest_after_a_conversation(on, agreed, until):
    approach = Approach(talked_on=day(on), agreed=agreed)
    code = "just_talked" if until else "free"
    assert told(CALL, approach, "04 10:00") == (code, until and at(until))
    assert told(EMAIL, approach, "04 10:00") == ("free", None)


@pytest.mark.parametrize(
    ("approach", "code"),
    [
        (Approach(stop="insolvency"), "case_stopped"),
        (Approach(stop="lawyer"), "case_stopped"),
        (Approach(stop="lawyer", is_lawyer=True, lawyer_acts=True), "free"),
        (Approach(stop="insolvency", is_lawyer=True), "case_stopped"),
        (Approach(left_on=day("01-01")), "left"),
        (Approach(lawyer_acts=True), "lawyer"),
        (Approach(lawyer_acts=True, is_lawyer=True), "free"),
        (Approach(stops=(Stop(None, TODAY),)), "stop_contact"),
    ],
)
def test_what_nobody_sets_aside(approach, code):
    for channel in CHANNELS:
        for wish in ("", "He asked for it"):
            verdict = judge(
                channel,
                replace(approach, override=wish),
                at("04 10:00"),
                CALENDAR,
                POLICY,
            )
            assert verdict.reason.code == code
            assert verdict.allowed is (code == "free")
            assert verdict.hard is (code != "free")


@pytest.mark.parametrize(
    ("stop", "stopped", "until"),
    [
        (Stop(CALL, TODAY), {CALL}, None),
        (Stop(None, TODAY), set(CHANNELS), None),
        (Stop(EMAIL, day("03-05")), set(), None),  # from tomorrow
        (Stop(EMAIL, day("03-01"), TODAY), {EMAIL}, "05 08:00"),
        (Stop(EMAIL, day("03-01"), day("03-03")), set(), None),  # over
    ],
)
def test_a_stop_has_a_channel_and_may_have_an_end(stop, stopped, until):
    assert stopped_channels((stop,), TODAY) == stopped
    for channel in CHANNELS:
        code, end = told(channel, Approach(stops=(stop,)), "04 10:00")
        assert (code == "stop_contact") is (channel in stopped)
        assert end == ((until and channel in stopped and at(until)) or None)


def test_the_last_of_several_stops_counts():
    ends = Approach(stops=(Stop(None, TODAY, TODAY), Stop(CALL, TODAY, day("03-09"))))
    assert told(CALL, ends, "04 10:00") == ("stop_contact", at("10 08:00"))
    endless = replace(ends, stops=(*ends.stops, Stop(CALL, TODAY)))
    assert told(CALL, endless, "04 10:00") == ("stop_contact", None)


def test_a_person_may_set_soft_guards_aside_and_says_why():
    verdict = judge(
        CALL, Approach(override="Asked for it"), at("04 22:00"), CALENDAR, POLICY
    )
    assert verdict.allowed
    assert dict(verdict.reason.values) == {
        "guard": "quiet_hours",
        "why": "Asked for it",
    }
    assert (
        judge(
            CALL,
            Approach(override="x"),
            at("04 9:00".replace(" 9", " 09")),
            CALENDAR,
            POLICY,
        )
        == FREE
    )


def test_an_unknown_channel():
    with pytest.raises(ValueError, match="fax"):
        judge("fax", NOBODY, at("04 10:00"), CALENDAR, POLICY)


@pytest.mark.parametrize(
    ("own", "zones", "expected"),
    [
        ("Europe/Berlin", ("Asia/Tokyo",), "Asia/Tokyo"),  # of whoever typed it in
        ("America/Denver", ("America/New_York", "America/Denver"), "America/Denver"),
        ("", ("America/New_York", "America/Denver"), "America/New_York"),
        ("Europe/Berlin", (), "Europe/Berlin"),
        ("", (), "Europe/Paris"),
    ],
)
def test_the_time_zone_of_a_contact(own, zones, expected):
    assert zone_of(own, zones, "Europe/Paris") == expected


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))
PAST = st.lists(st.dates(day("01-01"), day("12-31")), max_size=12).map(tuple)


@given(st.sampled_from(CHANNELS), MOMENTS, PAST, st.booleans())
def test_at_the_named_moment_the_reason_is_gone(channel, when, calls, person):
    approach = Approach(person=person, calls=calls)
    verdict = judge(channel, approach, when, CALENDAR, POLICY)
    assert verdict.reason.code in GUARD_CODES
    assert verdict.allowed is (verdict.until is None)
    for _n in range(9):  # a day of rest may follow a quiet night, calls a quiet week
        if verdict.allowed:
            break
        assert when < verdict.until <= when + timedelta(days=10)
        when = verdict.until
        verdict = judge(channel, approach, when, CALENDAR, POLICY)
    assert verdict.allowed
