"""Which items a sum that was named in a call is about: the oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from . import money
from .call_facts import Answers, OpenItem

Parts = tuple[tuple[int, float], ...]


def left_to_promise(answers: Answers) -> tuple[OpenItem, ...]:
    """Answer the items that a promise about "the rest" may be about.

    Those of which something else was said are left out; of a contested one
    remains what is not contested. Oldest due date first. Raises ``ValueError``
    for a currency that cannot be rounded.
    """
    said = {one.key: one for one in answers.said}
    left = []
    for item in answers.items:
        answer = said.get(item.key)
        if answer is None:
            left.append(item)
        elif answer.answer == "wrong" and answer.amount:
            rest = money.rounded(item.open - answer.amount, item.currency)
            left.append(replace(item, open=rest))
    return tuple(
        sorted(
            (item for item in left if money.compare(item.open, 0.0, item.currency) > 0),
            key=lambda item: (item.due, item.key),
        )
    )


def spread(
    items: Iterable[OpenItem], amount: float, today: date
) -> tuple[Parts, tuple[OpenItem, ...], float]:
    """Put a sum on items of one currency in their order.

    ``amount`` is in their currency; 0 means all that is overdue on ``today``.
    Answers the parts, what is left of the items, and what is left of the sum.
    Raises ``ValueError`` for a currency that cannot be rounded. Source: house
    plan, chaseable amount 2 (the oldest first).
    """
    parts, left = [], []
    for item in items:
        part = item.open if item.due < today else 0.0
        if amount:
            part = min(item.open, amount)
        if money.compare(part, 0.0, item.currency) <= 0:
            left.append(item)
            continue
        parts.append((item.key, part))
        if amount:
            # a sum that is used up must not read as "everything"
            amount = money.rounded(amount - part, item.currency) or -1.0
        rest = money.rounded(item.open - part, item.currency)
        if rest:
            left.append(replace(item, open=rest))
    return tuple(parts), tuple(left), max(amount, 0.0)


def by_currency(
    items: Iterable[OpenItem], code: str | None
) -> dict[str, tuple[OpenItem, ...]]:
    """Group items by the code of their currency; only one when it is named.

    No errors.
    """
    groups: dict[str, list[OpenItem]] = {}
    for item in items:
        if code in (None, item.currency.code):
            groups.setdefault(item.currency.code, []).append(item)
    return {name: tuple(group) for name, group in groups.items()}
