"""Which dispute a credit note settles, and how much of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.dispute.dispute import Dispute, judged, resting
from rules.dispute.dispute_credit import Note, with_notes
from rules_world import EUR, day

BASE = Dispute(
    1,
    11,
    EUR,
    400.0,
    "open",
    day("04-16"),
    open=1490.0,
    move_key=5,
    opened_at=datetime(2026, 4, 6, 9),
)
LATER = datetime(2026, 4, 7)
EARLIER = datetime(2026, 4, 5)


def note(amount=400.0, key=21, item_key=11, made_at=LATER, move_key=5):
    return Note(key, move_key, amount, made_at, item_key)


def shared(disputes, notes, today="04-08"):
    found = with_notes(disputes, notes, day(today), 7)
    return [(one.covered, one.stands, one.notes) for one in found.values()]


@pytest.mark.parametrize(
    ("values", "of_note", "expected"),
    [
        ({}, {}, (400.0, 400.0, (21,))),
        ({}, {"amount": 150.0}, (150.0, 150.0, (21,))),
        ({}, {"amount": 900.0}, (400.0, 400.0, (21,))),
        ({}, {"item_key": None}, (400.0, 0.0, ())),  # it waits to be matched
        ({}, {"item_key": 12}, (400.0, 400.0, (21,))),  # another instalment
        ({}, {"move_key": 6}, (0.0, 0.0, ())),
        ({}, {"made_at": EARLIER}, (0.0, 0.0, ())),  # it was about something else
        ({"note_key": 21}, {"made_at": EARLIER}, (400.0, 400.0, (21,))),
        ({"state": "cancelled"}, {}, (0.0, 0.0, ())),
        ({"state": "closed"}, {}, (0.0, 0.0, ())),
        ({"state": "closed", "pay_by": day("04-08")}, {}, (400.0, 400.0, (21,))),
        ({"state": "closed", "pay_by": day("04-07")}, {}, (0.0, 0.0, ())),
        ({"state": "closed", "note_key": 22}, {}, (400.0, 400.0, (21,))),
        ({"state": "closed", "note_key": 20}, {}, (0.0, 0.0, ())),
    ],
)
def test_what_a_credit_note_takes(values, of_note, expected):
    assert shared([replace(BASE, **values)], [note(**of_note)]) == [expected]


def test_a_dispute_that_nobody_answered_rests_no_longer():
    assert shared([BASE], [note()], "04-23") == [(400.0, 400.0, (21,))]
    assert shared([BASE], [note()], "04-24") == [(0.0, 0.0, ())]


def test_nothing_counts_twice():
    """Invoice 1 490, contested 400, credited 400: 1 090 are to be collected."""
    (found,) = with_notes([BASE], [note()], day("04-08"), 7).values()
    assert resting([found], 1090.0, day("04-08"), 7) == 0.0
    assert judged(found, day("04-08")).outcome == "credit_note"
    (found,) = with_notes([BASE], [note(100.0)], day("04-08"), 7).values()
    assert resting([found], 1390.0, day("04-08"), 7) == 300.0
    assert judged(found, day("04-08")).state == "open"


def test_several_disputes_share_it():
    second = replace(BASE, key=2, item_key=12, amount=100.0)
    assert shared([BASE, second], [note(450.0)]) == [
        (400.0, 400.0, (21,)),
        (50.0, 50.0, (21,)),
    ]
    # its own item first, and the dispute that names it before all
    assert shared([BASE, second], [note(100.0, item_key=12)]) == [
        (0.0, 0.0, ()),
        (100.0, 100.0, (21,)),
    ]
    named = replace(second, note_key=21)
    assert shared([BASE, named], [note(80.0)]) == [(0.0, 0.0, ()), (80.0, 80.0, (21,))]


def test_several_notes_add_up():
    notes = [note(150.0), note(150.0, key=22, item_key=None), note(150.0, key=23)]
    assert shared([BASE], notes) == [(400.0, 250.0, (21, 23))]


@given(
    st.lists(st.floats(0.01, 1e4), max_size=3),
    st.lists(st.floats(0.01, 1e4), max_size=3),
)
def test_a_note_gives_what_it_has(contested, credited):
    disputes = [replace(BASE, key=n, amount=a) for n, a in enumerate(contested)]
    notes = [note(round(a, 2), key=n) for n, a in enumerate(credited)]
    found = with_notes(disputes, notes, day("04-08"), 7).values()
    given_away = sum(one.covered for one in found)
    assert given_away <= sum(one.amount for one in notes) + 0.005
    assert all(one.covered <= one.amount + 0.005 for one in found)
