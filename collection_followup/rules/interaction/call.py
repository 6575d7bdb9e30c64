"""What follows from a call: every answer leads to a record or to a next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ..ledger.calendar import WorkCalendar
from .call_facts import ASK_AGAIN, LOST, Answers, ItemAnswer, Kind, Step
from .call_spread import by_currency, left_to_promise, spread

# working days after which a copy has arrived, and after which "in check" is asked again
COPY_DAYS = 3
APPROVAL_DAYS = 5


def steps(
    answers: Answers, today: date, calendar: WorkCalendar, bank_days: int
) -> tuple[Step, ...]:
    """Answer what to do after a call, in the order in which to do it.

    Disputes come first, then what was said of single items, then promises about
    the rest, then tasks. ``bank_days`` are the working days that a transfer may
    take. The answers are expected to be without ``problems`` (see
    ``call_check``). Raises ``ValueError`` for a calendar without working days.
    Source: practice note, "Say it clearly", "Get a commitment", "Ask why".
    """
    answers = _with_promised_day(answers)
    return (
        *_repairs(answers),
        *_disputes(answers),
        *_notes(answers),
        *_copies(answers, today, calendar),
        *_scheduled(answers),
        *_payments(answers, today, calendar, bank_days),
        *_plans(answers),
        *_asked_again(answers, today, calendar),
        *_calls(answers),
    )


def _with_promised_day(answers: Answers) -> Answers:
    """Take the next step of "will pay" as the promised day when no other is named."""
    if answers.outcome != "will_pay" or answers.pay_on or answers.said:
        return answers
    return replace(answers, pay_on=answers.next_on, next_on=None)


def outcome(answers: Answers) -> str:
    """Answer the result of a call that its answers show: will pay, paid, disputes.

    Whoever was merely "reached" has said more when a day was named, or an issue. No
    errors.
    """
    scheduled = any(one.answer == "scheduled" for one in answers.said)
    if answers.outcome != "reached":
        return answers.outcome
    if answers.pay_on or scheduled:
        return "will_pay"
    if answers.sent_on:
        return "paid"
    contested = any(one.answer == "wrong" for one in answers.said)
    return "disputes" if contested else "reached"


def arrives_on(
    sent_on: date, today: date, calendar: WorkCalendar, bank_days: int
) -> date:
    """Answer by when money that was sent has to be there.

    ``bank_days`` working days after it was sent, and not before the next working
    day: somebody has to look for it first. Raises ``ValueError`` for a calendar
    without working days.
    """
    arrival = calendar.add_working(sent_on, bank_days)
    return max(arrival, calendar.next_working(today + timedelta(days=1)))


def _repairs(answers: Answers) -> Iterator[Step]:
    """Ask for the right number or person."""
    if answers.outcome in LOST:
        yield Step(Kind.REPAIR, answers.outcome)


def _disputes(answers: Answers) -> Iterator[Step]:
    """Open a dispute on each item with which something is wrong."""
    for said in answers.said:
        if said.answer == "wrong":
            parts = ((said.key, said.amount),)
            yield Step(Kind.DISPUTE, "wrong", parts=parts, keys=(said.key,))


def _notes(answers: Answers) -> Iterator[Step]:
    """Keep what was said of single items."""
    for said in answers.said:
        if said.answer != "wrong":
            yield Step(Kind.NOTE, said.answer, on=said.on, keys=(said.key,))


def _keys_by_day(said: list[ItemAnswer]) -> dict[date | None, tuple[int, ...]]:
    """Group items by the day that was named, the earliest first."""
    days: dict[date | None, list[int]] = {}
    for one in sorted(said, key=lambda one: (one.on or date.max, one.key)):
        days.setdefault(one.on, []).append(one.key)
    return {day: tuple(keys) for day, keys in days.items()}


def _copies(answers: Answers, today: date, calendar: WorkCalendar) -> Iterator[Step]:
    """Send what was not received once more, and ask whether it has arrived."""
    keys = tuple(one.key for one in answers.said if one.answer == "not_received")
    if keys:
        day = calendar.add_working(today, COPY_DAYS)
        yield Step(Kind.RESEND, "not_received", keys=keys)
        yield Step(Kind.TASK, "arrived", on=day, keys=keys)


def _scheduled(answers: Answers) -> Iterator[Step]:
    """Take "scheduled for" as a promise: one for each day and currency."""
    said = [one for one in answers.said if one.answer == "scheduled"]
    items = {item.key: item for item in answers.items}
    for day, keys in _keys_by_day(said).items():
        listed = (items[key] for key in keys if key in items)
        for group in by_currency(listed, None).values():
            parts = tuple((item.key, item.open) for item in group)
            yield Step(Kind.PROMISE, "scheduled", on=day, parts=parts)


def _payments(
    answers: Answers, today: date, calendar: WorkCalendar, bank_days: int
) -> Iterator[Step]:
    """Believe what was sent until the bank days are over, and what will be paid."""
    arrival = answers.sent_on and arrives_on(
        answers.sent_on, today, calendar, bank_days
    )
    for group in by_currency(left_to_promise(answers), answers.currency).values():
        left = group
        if arrival:
            parts, left, _rest = spread(group, answers.sent_amount, today)
            if parts:
                yield Step(Kind.PROMISE, "sent", on=arrival, parts=parts)
        if answers.pay_on:
            code = "today" if answers.pay_on == today else "later"
            parts, left, _rest = spread(left, answers.amount, today)
            if parts:
                yield Step(Kind.PROMISE, code, on=answers.pay_on, parts=parts)
    if arrival:
        yield Step(Kind.TASK, "look", on=arrival)


def _plans(answers: Answers) -> Iterator[Step]:
    """Offer a plan to those who cannot pay at once."""
    if answers.no_money:
        yield Step(Kind.PLAN, "no_money")


def _asked_again(
    answers: Answers, today: date, calendar: WorkCalendar
) -> Iterator[Step]:
    """Ask again about what is in their house: on the day named, or in a week."""
    said = [one for one in answers.said if one.answer in ASK_AGAIN]
    usual = calendar.add_working(today, APPROVAL_DAYS)
    days: dict[date, tuple[int, ...]] = {}
    for named, keys in _keys_by_day(said).items():
        day = named or usual
        days[day] = days.get(day, ()) + keys
    for day in sorted(days):
        yield Step(Kind.TASK, "approval", on=day, keys=days[day])


def _calls(answers: Answers) -> Iterator[Step]:
    """Call again on the day that the caller chose."""
    if answers.next_on:
        yield Step(Kind.TASK, "again", on=answers.next_on)
