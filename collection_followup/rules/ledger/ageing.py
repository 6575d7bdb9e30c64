"""How old a debt is: buckets by days overdue, and sums in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from .facts import Currency, Item
from .money import rounded

BOUNDS = (30, 60, 90, 180)


def labels(bounds: Sequence[int] = BOUNDS) -> tuple[str, ...]:
    """Name the buckets: ``current``, ``1-30``, ..., ``over 180``.

    ``bounds`` are the last days of the buckets, in days overdue. Raises
    ``ValueError`` when they are not positive and rising.
    """
    _check(bounds)
    starts = [1, *(bound + 1 for bound in bounds)]
    between = [f"{a}-{b}" for a, b in zip(starts, bounds, strict=False)]
    return ("current", *between, f"over {starts[-1] - 1}")


def bucket(due: date, today: date, bounds: Sequence[int] = BOUNDS) -> int:
    """Answer the place of the bucket of a due date: 0 is not overdue.

    Counted in calendar days from the due date in the ledger; the due date
    itself is not overdue. Raises ``ValueError`` like ``labels``. Formula:
    the usual aged balance of an accounting system.
    """
    _check(bounds)
    return _bucket((today - due).days, bounds)


def aged(
    amounts: Iterable[tuple[date, Currency, float]],
    today: date,
    bounds: Sequence[int] = BOUNDS,
) -> dict[str, tuple[float, ...]]:
    """Sum amounts by currency code and bucket, rounded to the currency.

    Each amount comes with its due date and is in units of its currency;
    negative ones (credits) are subtracted. Raises ``ValueError`` like
    ``labels``.
    """
    _check(bounds)
    sums: dict[Currency, list[float]] = {}
    for due, currency, amount in amounts:
        row = sums.get(currency)
        if row is None:
            row = sums[currency] = [0.0] * (len(bounds) + 2)
        row[_bucket((today - due).days, bounds)] += amount
    return {
        currency.code: tuple(rounded(amount, currency) for amount in row)
        for currency, row in sums.items()
    }


def aged_items(
    items: Iterable[Item], today: date, bounds: Sequence[int] = BOUNDS
) -> dict[str, tuple[float, ...]]:
    """Sum the open amounts of items by currency code and bucket.

    Amounts are in the currency of the document. Raises ``ValueError`` like
    ``labels``.
    """
    return aged(((i.due, i.currency, i.open) for i in items), today, bounds)


def aged_company(
    items: Iterable[Item],
    today: date,
    currency: Currency,
    bounds: Sequence[int] = BOUNDS,
) -> tuple[float, ...]:
    """Sum the open amounts of items by bucket in company currency.

    ``currency`` is that of the company. Raises ``ValueError`` like
    ``labels``.
    """
    sums = aged(((i.due, currency, i.open_company) for i in items), today, bounds)
    return sums.get(currency.code, (0.0,) * (len(bounds) + 2))


def _check(bounds: Sequence[int]) -> None:
    """Refuse bounds that do not rise from one day on."""
    if any(b <= a for a, b in zip([0, *bounds], bounds, strict=False)):
        raise ValueError(f"bounds have to be positive and rising: {list(bounds)}")


def _bucket(days: int, bounds: Sequence[int]) -> int:
    """Answer the place of the bucket of a number of days."""
    if days <= 0:
        return 0
    return 1 + sum(days > bound for bound in bounds)
