"""Which items a sum that was named in a call is about: the oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..ledger import money
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
            left.append(item.less(answer.amount))
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

    ``amount`` is in their currency; 0 means all that is asked for of what is overdue
    on ``today``. A sum goes to what is asked for first: only what is more than that
    falls to parts that are promised already, credited or on their way. Answers the
    parts, what is left of the items, and what is left of the sum. Raises
    ``ValueError`` for a currency that cannot be rounded. Source: house plan,
    chaseable amount 2 (the oldest first).
    """
    found = list(items)
    if amount:
        parts, over = _in_turn(found, amount)
    else:
        parts = {item.key: item.to_pay for item in found if item.due < today}
        over = 0.0
    taken = {item: parts.get(item.key, 0.0) for item in found}
    left = [item.less(part) for item, part in taken.items()]
    return (
        tuple((item.key, part) for item, part in taken.items() if part > 0.0),
        tuple(item for item in left if item.open > 0.0),
        over,
    )


def _in_turn(items: list[OpenItem], amount: float) -> tuple[dict[int, float], float]:
    """Give a sum to what is asked for, then to the rest; answer what is over."""
    parts = {item.key: 0.0 for item in items}
    for most in ((item.to_pay for item in items), (item.open for item in items)):
        for item, limit in zip(items, most, strict=True):
            part = min(money.rounded(limit - parts[item.key], item.currency), amount)
            if part > 0.0:
                parts[item.key] = money.rounded(parts[item.key] + part, item.currency)
                amount = money.rounded(amount - part, item.currency)
    return parts, amount


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
