"""Promises to pay, held against the money of their items.

What counts, where the rule leaves room:

* **Money** is what was matched with an item, payments and credit notes alike,
  in the order of their value days. What was matched when the promise was
  recorded is left out: so much of the oldest money as was not open then. An
  old payment that is un-matched and matched anew changes nothing.
* **In time** is money with a value day up to the deadline, whenever it was
  booked: a promise that is broken becomes kept when such money turns up. What
  came later is remembered, and the promise stays broken.
* **Several promises** on one item are paid by the date they were promised
  for, in a plan the first instalment first. What came after the deadline of a
  promise belongs to a newer one that was made after that deadline.
* **Not matched yet**: see ``commitment_waiting``. Such money makes nothing kept, but
  a promise that it covers is not broken, and rests no more.
* **Another currency** than that of the item: money counts by the rate of its
  value day, up to the part's share of the promised sum.

=================  =========  ================================================
Code               State      Values
=================  =========  ================================================
promised           open       amount, deadline
promised_rest      open       paid, missing, deadline
unmatched          open       missing, deadline, waiting: ran out, but money waits
bank_stale         open       missing, deadline: ran out, but bank data is old
kept               kept       paid, on
partly             partly     paid, missing, deadline
partly_late        partly     paid (in time), deadline, on, days: all came
broken             broken     amount, deadline: nothing came
broken_rest        broken     deadline, paid, missing: some came too late
broken_late        broken     deadline, on, days: all came, too late
withdrawn          cancelled  (no values): its items are no longer posted
=================  =========  ================================================

``days`` are calendar days after the promised date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..case.reasons import because
from ..ledger.calendar import WorkCalendar
from ..ledger.facts import Reason
from ..ledger.money import compare, is_zero, rounded
from .commitment_facts import (
    RUNNING,
    ItemMoney,
    Part,
    Promise,
    Rates,
    Terms,
    Verdict,
    World,
)
from .commitment_money import Piece, Taken, exclusive, take
from .commitment_sums import Sums
from .commitment_waiting import Pool

COMMITMENT_VALUES: Mapping[str, tuple[str, ...]] = {
    "promised": ("amount", "deadline"),
    "promised_rest": ("paid", "missing", "deadline"),
    "unmatched": ("missing", "deadline", "waiting"),
    "bank_stale": ("missing", "deadline"),
    "kept": ("paid", "on"),
    "partly": ("paid", "missing", "deadline"),
    "partly_late": ("paid", "deadline", "on", "days"),
    "broken": ("amount", "deadline"),
    "broken_rest": ("deadline", "paid", "missing"),
    "broken_late": ("deadline", "on", "days"),
    "withdrawn": (),
}
_MISSED = ("partly", "broken")


def deadline(promised: date, calendar: WorkCalendar, terms: Terms) -> date:
    """Answer the last day on which promised money may arrive.

    The promised day, moved to a working day, and ``terms.grace`` working days.
    Raises ``ValueError`` for a calendar without working days. Source: issue
    "Commitments", judged by events: working days of grace.
    """
    last = calendar.next_working(promised)
    return calendar.add_working(last, terms.grace) if terms.grace > 0 else last


def judge(
    promises: Iterable[Promise], items: Iterable[ItemMoney], world: World
) -> tuple[Verdict, ...]:
    """Say of each promise how it stands, oldest promised date first.

    All promises on the same items have to be given together, without those
    that were postponed or cancelled. Raises ``ValueError`` for a calendar
    without working days, a currency without rounding and a missing rate.
    Source: issue "Commitments", judged by events.
    """
    known = {item.key: item for item in items}
    taken: dict[int, list[Taken]] = {}
    pool = Pool(world)
    verdicts = []
    for promise in sorted(promises, key=lambda p: (p.due, p.key)):
        last = deadline(promise.due, world.calendar, world.terms)
        parts = [part for part in promise.parts if part.item in known]
        caps = caps_of(promise, parts, known, world.rates)
        pieces = _pieces(promise, parts, caps, known, taken, last, world.rates)
        sums = Sums(promise, sum(caps), pieces, last, world)
        verdicts.append(_verdict(promise, parts, sums, last, known, world, pool))
    return tuple(verdicts)


def rests(verdicts: Iterable[Verdict], items: Iterable[ItemMoney]) -> dict[int, float]:
    """Sum what rests of each item because it is promised, at most what is open.

    Amounts are in the currency of the item; items of which nothing rests are
    left out. Raises ``ValueError`` for a currency without rounding.
    """
    sums: dict[int, float] = {}
    for verdict in verdicts:
        for key, amount in verdict.rests:
            sums[key] = sums.get(key, 0.0) + amount
    return {
        item.key: min(rounded(sums[item.key], item.currency), item.open)
        for item in items
        if sums.get(item.key, 0.0) > 0.0 and item.open > 0.0
    }


def _pieces(
    promise: Promise,
    parts: Sequence[Part],
    caps: Sequence[float],
    known: Mapping[int, ItemMoney],
    taken: dict[int, list[Taken]],
    last: date,
    rates: Rates,
) -> dict[int, list[Piece]]:
    """Take the money of a promise from its items, by the key of the item."""
    found = {}
    for part, cap in zip(parts, caps, strict=True):
        item = known[part.item]
        others = taken.setdefault(item.key, [])
        used = exclusive(others, promise.recorded_on)
        found[item.key] = take(item, part, cap, promise.currency, used, rates)
        others.append(Taken(last, found[item.key]))
    return found


def caps_of(
    promise: Promise,
    parts: Sequence[Part],
    known: Mapping[int, ItemMoney],
    rates: Rates,
) -> list[float]:
    """Answer how much of the promised sum falls to each part.

    A part in the currency of the promise counts as it is; the others share
    what is left of the sum by their worth on the day of recording.
    """
    day, target = promise.recorded_on, promise.currency
    own = [known[part.item].currency.code == target.code for part in parts]
    worth = [
        part.amount
        if mine
        else part.amount * rates.factor(known[part.item].currency, target, day)
        for part, mine in zip(parts, own, strict=True)
    ]
    left = promise.amount - sum(w for w, mine in zip(worth, own, strict=True) if mine)
    foreign = sum(w for w, mine in zip(worth, own, strict=True) if not mine)
    return [
        rounded(w if mine else max(left, 0.0) * w / foreign, target)
        for w, mine in zip(worth, own, strict=True)
    ]


def _verdict(
    promise: Promise,
    parts: Sequence[Part],
    sums: Sums,
    last: date,
    known: Mapping[int, ItemMoney],
    world: World,
    pool: Pool,
) -> Verdict:
    """Judge one promise by the money that it got."""
    if not parts:
        return Verdict(promise.key, "cancelled", because("withdrawn"), last)
    left = _rests(parts, sums.pieces, known)
    kept = _is_kept(parts, sums, last, known)
    moves = {known[part.item].move for part in parts}
    waiting = 0.0 if kept or not left else pool.cover(promise, moves, sums, last)
    state = "kept" if kept else _state(promise, sums, waiting, last, world)
    reason = _reason(state, promise, sums, waiting, last, world)
    since = _broken_on(state, promise, world)
    resting = left if state in RUNNING and world.today <= last else ()
    paid, on = sums.paid, sums.paid_on(kept)
    return Verdict(promise.key, state, reason, last, paid, on, since, resting)


def _broken_on(state: str, promise: Promise, world: World) -> date | None:
    """Answer the day of the breach: the first on which it was found."""
    if state not in _MISSED:
        return None
    return (promise.broken_on if promise.state in _MISSED else None) or world.today


def _is_kept(
    parts: Sequence[Part], sums: Sums, last: date, known: Mapping[int, ItemMoney]
) -> bool:
    """Tell whether the sum came in time, or all items were paid in full by then."""
    items = [known[part.item] for part in parts]
    return compare(sums.in_time, sums.need, sums.currency) >= 0 or all(
        is_zero(item.open, item.currency)
        and all(money.on <= last for money in item.monies)
        for item in items
    )


def _state(
    promise: Promise, sums: Sums, waiting: float, last: date, world: World
) -> str:
    """Answer the state of a promise that is not kept, by the money and the day."""
    stale = not (world.fresh or promise.state in _MISSED)
    if world.today <= last or waiting > 0.0 or stale:
        return "to_approve" if promise.state == "to_approve" else "open"
    return "broken" if is_zero(sums.in_time, sums.currency) else "partly"


def _reason(
    state: str, promise: Promise, sums: Sums, waiting: float, last: date, world: World
) -> Reason:
    """Say why a promise stands as it does."""
    if state == "kept":
        return because("kept", paid=sums.paid, on=sums.paid_on(kept=True))
    if state in RUNNING:
        return _reason_to_wait(sums, waiting, last, world)
    on = sums.paid_on(kept=False)
    days = (on - promise.due).days if on else 0
    if state == "partly":
        if on:
            return because(
                "partly_late", paid=sums.in_time, deadline=last, on=on, days=days
            )
        return because("partly", paid=sums.paid, missing=sums.short, deadline=last)
    if on:
        return because("broken_late", deadline=last, on=on, days=days)
    if sums.paid > 0.0:
        return because("broken_rest", deadline=last, paid=sums.paid, missing=sums.short)
    return because("broken", amount=sums.asked, deadline=last)


def _reason_to_wait(sums: Sums, waiting: float, last: date, world: World) -> Reason:
    """Say what a running promise waits for."""
    if waiting > 0.0:
        return because("unmatched", missing=sums.short, deadline=last, waiting=waiting)
    if world.today > last:
        return because("bank_stale", missing=sums.short, deadline=last)
    if sums.paid > 0.0:
        return because(
            "promised_rest", paid=sums.paid, missing=sums.short, deadline=last
        )
    return because("promised", amount=sums.asked, deadline=last)


def _rests(
    parts: Sequence[Part],
    pieces: Mapping[int, list[Piece]],
    known: Mapping[int, ItemMoney],
) -> tuple[tuple[int, float], ...]:
    """Answer what is still promised of each item, in its currency."""
    left = []
    for part in parts:
        item = known[part.item]
        paid = sum(piece.amount for piece in pieces[part.item])
        rest = min(rounded(part.amount - paid, item.currency), item.open)
        if rest > 0.0:
            left.append((item.key, rest))
    return tuple(left)
