"""What does not fit together in the answers of a call, before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..ledger import money
from .call_facts import TALKED, Answers, ItemAnswer, OpenItem, Problem
from .call_spread import by_currency, left_to_promise, spread

# The codes, and what they mean; ``item`` problems name the item.
PROBLEM_CODES = (
    "nobody_spoke",  # answers, but nobody was reached
    "when",  # will pay: no day
    "who_left",  # left the company: nobody named
    "sent_future",  # sent on a day that is still to come
    "pay_past",  # to be paid on a day that has passed
    "next_past",  # to call again on a day that has passed
    "which_currency",  # a sum, several currencies, none chosen
    "nothing_left",  # a promise, and nothing is left to promise
    "which_disputed",  # disputes it: no item is contested
    "too_much",  # a sum above all that is left
    "scheduled_when",  # item: scheduled without a day
    "day_past",  # item: a day that has passed
    "who_approves",  # item: to be approved, by nobody
    "why_wrong",  # item: contested without a reason
    "contested_too_much",  # item: more contested than open
)


def problems(answers: Answers, today: date) -> tuple[Problem, ...]:
    """Answer everything that does not fit together, so that it is said at once.

    Days are compared with ``today``. Raises ``ValueError`` for a currency that
    cannot be rounded.
    """
    return tuple(problem for check in _CHECKS for problem in check(answers, today))


def _has_answers(answers: Answers) -> bool:
    return bool(answers.said or answers.sent_on or answers.pay_on or answers.no_money)


def _nobody(answers: Answers, today: date) -> Iterator[Problem]:
    """Nobody answers questions who was not there."""
    if answers.outcome not in TALKED and _has_answers(answers):
        yield Problem("nobody_spoke")
    if answers.outcome == "left_company" and not answers.contact:
        yield Problem("who_left")
    contested = any(one.answer == "wrong" for one in answers.said)
    if answers.outcome == "disputes" and not contested:
        yield Problem("which_disputed")


def _days(answers: Answers, today: date) -> Iterator[Problem]:
    """Days that have to lie behind us or before us."""
    if answers.outcome == "will_pay" and not _promises(answers):
        yield Problem("when")
    if answers.sent_on and answers.sent_on > today:
        yield Problem("sent_future")
    if answers.pay_on and answers.pay_on < today:
        yield Problem("pay_past")
    if answers.next_on and answers.next_on < today:
        yield Problem("next_past")


def _promises(answers: Answers) -> bool:
    """Tell whether any day of payment was named."""
    scheduled = any(one.answer == "scheduled" for one in answers.said)
    return bool(answers.pay_on or answers.next_on or scheduled)


def _sums(answers: Answers, today: date) -> Iterator[Problem]:
    """Sums that cannot be put on what is open."""
    named = answers.amount or answers.sent_amount
    groups = by_currency(left_to_promise(answers), answers.currency)
    if not (answers.sent_on or answers.pay_on):
        return
    if not groups:
        yield Problem("nothing_left")
    elif named and len(groups) > 1:
        yield Problem("which_currency")
    elif named:
        yield from _too_much(answers, next(iter(groups.values())), today)


def _too_much(
    answers: Answers, items: tuple[OpenItem, ...], today: date
) -> Iterator[Problem]:
    """More than everything that is open."""
    over = 0.0
    if answers.sent_on:
        _parts, items, over = spread(items, answers.sent_amount, today)
    if answers.pay_on and not over:
        _parts, items, over = spread(items, answers.amount, today)
    if over:
        yield Problem("too_much")


def _said(answers: Answers, today: date) -> Iterator[Problem]:
    """What was said of single items."""
    items = {item.key: item for item in answers.items}
    for one in answers.said:
        yield from (
            Problem(code, one.key) for code in _of_item(one, items.get(one.key), today)
        )


def _of_item(said: ItemAnswer, item: OpenItem | None, today: date) -> Iterator[str]:
    """The problems of one item."""
    if said.answer == "scheduled" and not said.on:
        yield "scheduled_when"
    if said.on and said.on < today:
        yield "day_past"
    if said.answer == "to_approve" and not said.contact:
        yield "who_approves"
    if said.answer == "wrong" and not said.reason:
        yield "why_wrong"
    if item and money.compare(said.amount, item.open, item.currency) > 0:
        yield "contested_too_much"


_CHECKS: tuple[Callable[[Answers, date], Iterator[Problem]], ...] = (
    _nobody,
    _days,
    _sums,
    _said,
)
