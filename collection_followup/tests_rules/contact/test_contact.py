"""Whom we write to or call, by which channel, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.contact.contact import (
    CALL,
    CHANNELS,
    CONTACT_CODES,
    EMAIL,
    LETTER,
    PROBLEMS,
    Contact,
    Wish,
    can_be_reached,
    channels_open,
    choose,
    problem_of,
)


def person(key, *roles, **other):
    """A contact who can be reached in every way, unless told otherwise."""
    facts = {"email": f"{key}@example.com", "has_address": True, "phone": "1"}
    return Contact(key, frozenset(roles), **(facts | other))


OWNER = person(1, "owner")
PAYER = person(2, "pays")
BILLS = person(3, "invoices")
FIRM = person(4, "debtor")
LAWYER = person(5, "lawyer")
EVERYBODY = (FIRM, BILLS, PAYER, OWNER)


def told(choice):
    """The contact and the reason of a choice."""
    contact = choice.contact and choice.contact.key
    return contact, choice.reason.code, *dict(choice.reason.values).values()


@pytest.mark.parametrize(
    ("contacts", "role", "channel", "expected"),
    [
        (EVERYBODY, "owner", EMAIL, (1, "asked", "owner")),
        (EVERYBODY, None, EMAIL, (2, "asked", "pays")),
        (EVERYBODY, "manager", EMAIL, (2, "fallback", "manager", "pays", "no_contact")),
        (
            (FIRM, BILLS),
            "owner",
            LETTER,
            (3, "fallback", "owner", "invoices", "no_contact"),
        ),
        ((FIRM,), "owner", CALL, (4, "fallback", "owner", "debtor", "no_contact")),
        ((), "owner", EMAIL, (None, "nobody", "owner", "no_contact")),
        (
            (person(1, "owner", email=" "), FIRM),
            "owner",
            EMAIL,
            (4, "fallback", "owner", "debtor", "no_email"),
        ),
        (
            (person(1, "owner", bounced=True), PAYER),
            "owner",
            EMAIL,
            (2, "fallback", "owner", "pays", "bounced"),
        ),
        ((person(1, "owner", bounced=True),), "owner", LETTER, (1, "asked", "owner")),
        (
            (person(4, "debtor", stopped=frozenset({EMAIL})),),
            "pays",
            EMAIL,
            (None, "nobody", "pays", "stopped"),
        ),
        # of two payers the first who can be reached
        (
            (person(8, "pays"), person(7, "pays", email="")),
            "pays",
            EMAIL,
            (8, "asked", "pays"),
        ),
        (
            (person(8, "pays", bounced=True), person(7, "pays", email="")),
            "pays",
            EMAIL,
            (None, "nobody", "pays", "no_email"),
        ),
        # a lawyer acts: nobody else, not even when he cannot be reached
        ((*EVERYBODY, LAWYER), "owner", EMAIL, (5, "lawyer")),
        (
            (*EVERYBODY, person(5, "lawyer", email="")),
            "owner",
            EMAIL,
            (None, "nobody", "lawyer", "no_email"),
        ),
    ],
)
def test_choose(contacts, role, channel, expected):
    assert told(choose(contacts, role, channel)) == expected


@pytest.mark.parametrize(
    ("contact", "channel", "problem"),
    [
        (FIRM, EMAIL, None),
        (FIRM, LETTER, None),
        (FIRM, CALL, None),
        (person(1, has_address=False), LETTER, "no_address"),
        (person(1, phone=" "), CALL, "no_phone"),
        (person(1, phone="", stopped=frozenset({CALL})), CALL, "stopped"),
    ],
)
def test_problems(contact, channel, problem):
    assert problem_of(contact, channel) == problem


def test_a_channel_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="pigeon"):
        choose((FIRM,), None, "pigeon")


def ways(channels):
    """Channel and reason of what is open, and channel and problem of the rest."""
    return (
        [(choice.channel, choice.reason.code) for choice in channels.open],
        [(c.channel, dict(c.reason.values)["problem"]) for c in channels.shut],
    )


MUTE = person(1, "debtor", email="")
GONE = person(1, "debtor", email="", has_address=False)
DEAF = person(1, "debtor", phone="")


@pytest.mark.parametrize(
    ("contact", "wanted", "is_open", "shut"),
    [
        (FIRM, (EMAIL,), [(EMAIL, "fallback")], []),
        (FIRM, (EMAIL, EMAIL, CALL), [(EMAIL, "fallback"), (CALL, "fallback")], []),
        (MUTE, (EMAIL,), [(LETTER, "other_channel")], [(EMAIL, "no_email")]),
        (MUTE, (EMAIL, LETTER), [(LETTER, "fallback")], [(EMAIL, "no_email")]),
        # what was to be written is written, the call is made as well
        (
            MUTE,
            (EMAIL, CALL),
            [(LETTER, "other_channel"), (CALL, "fallback")],
            [(EMAIL, "no_email")],
        ),
        (GONE, (LETTER,), [(CALL, "other_channel")], [(LETTER, "no_address")]),
        (
            GONE,
            (EMAIL, CALL),
            [(CALL, "fallback")],
            [(EMAIL, "no_email")],
        ),
        (DEAF, (CALL,), [(EMAIL, "other_channel")], [(CALL, "no_phone")]),
        (
            person(1, "debtor", email="", has_address=False, phone=""),
            (EMAIL, LETTER, CALL),
            [],
            [(EMAIL, "no_email"), (LETTER, "no_address"), (CALL, "no_phone")],
        ),
        (FIRM, (), [], []),
    ],
)
def test_channels_open(contact, wanted, is_open, shut):
    assert ways(channels_open((contact,), "pays", wanted)) == (is_open, shut)


people = st.lists(
    st.builds(
        Contact,
        st.integers(1, 99),
        st.frozensets(st.sampled_from(["pays", "invoices", "debtor", "owner"])),
        st.sampled_from(["", "a@example.com"]),
        st.booleans(),
        st.sampled_from(["", "1"]),
        st.booleans(),
        st.frozensets(st.sampled_from(CHANNELS), max_size=1),
    ),
    max_size=5,
    unique_by=lambda contact: contact.key,
)


@given(people, st.sampled_from([None, "owner"]), st.lists(st.sampled_from(CHANNELS)))
def test_whoever_is_chosen_can_be_reached(contacts, role, wanted):
    found = channels_open(contacts, role, wanted)
    for choice in found.open:
        assert problem_of(choice.contact, choice.channel) is None
        assert choice.reason.code in CONTACT_CODES
    for choice in found.shut:
        assert choice.contact is None
        assert dict(choice.reason.values)["problem"] in PROBLEMS
    assert found == channels_open(list(reversed(contacts)), role, wanted)


SILENT = person(2, "pays", unanswered=(1, 2))
MANAGER = person(6, "manager")


@pytest.mark.parametrize(
    ("contacts", "wish", "expected"),
    [
        # two notices without a word: the manager gets the next one
        ((FIRM, SILENT, MANAGER), Wish("pays", 3), (6, "another", "manager", 2, 2)),
        ((FIRM, SILENT, OWNER), Wish("pays", 3), (1, "another", "owner", 2, 2)),
        # as stern as the last one, too; a milder one starts afresh
        ((SILENT, MANAGER), Wish("pays", 2), (6, "another", "manager", 2, 2)),
        ((SILENT, MANAGER), Wish("pays", 1), (2, "asked", "pays")),
        ((SILENT, MANAGER), Wish("pays"), (6, "another", "manager", 2, 2)),
        # one notice only
        (
            (person(2, "pays", unanswered=(2,)), MANAGER),
            Wish(None, 3),
            (2, "asked", "pays"),
        ),
        # nobody else, or nobody who can be reached
        ((FIRM, SILENT), Wish("pays", 3), (2, "asked", "pays")),
        (
            (SILENT, person(6, "manager", email="")),
            Wish("pays", 3),
            (2, "asked", "pays"),
        ),
        # the manager is silent, too: the owner, and at the end the same again
        (
            (SILENT, person(6, "manager", unanswered=(3, 4)), OWNER),
            Wish("pays", 5),
            (1, "another", "owner", 2, 2),
        ),
        (
            (SILENT, person(6, "manager", unanswered=(3, 4))),
            Wish("manager", 5),
            (6, "asked", "manager"),
        ),
        # whom a person chose, if he can be reached
        ((SILENT, MANAGER, FIRM), Wish("pays", 3, chosen=4), (4, "chosen")),
        ((PAYER, person(4, email="")), Wish("pays", 3, chosen=4), (2, "asked", "pays")),
        ((PAYER, LAWYER), Wish("pays", 3, chosen=2), (5, "lawyer")),
    ],
)
def test_another_person_rather_than_oftener_the_same(contacts, wish, expected):
    assert told(choose(contacts, wish, EMAIL)) == expected


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ((), False),
        ((FIRM,), True),
        ((person(4, "debtor", email="", has_address=False),), True),  # by phone
        ((person(4, "debtor", email="", has_address=False, phone=""),), False),
        (
            (person(4, "debtor", email="", has_address=False, wrong_phone=True),),
            False,
        ),
        ((OWNER,), False),  # no role that anything falls back on
        ((FIRM, person(5, "lawyer", email="", has_address=False, phone="")), False),
        ((person(4, "debtor", stopped=frozenset(CHANNELS)),), False),
    ],
)
def test_who_can_be_reached_at_all(contacts, expected):
    assert can_be_reached(contacts) is expected
