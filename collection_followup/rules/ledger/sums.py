"""The sums of a case: what is overdue, what is chased, and the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .amounts import part_in_company
from .facts import Claim, Currency, Item
from .money import rounded

# the sums that are no parts
_WHOLE = ("overdue", "to_collect", "not_due", "excluded")


@dataclass(frozen=True, slots=True)
class Sums:
    """``overdue`` less the parts is ``to_collect``; all in one currency.

    ``parts`` are by name, without those that are nothing. ``excluded`` is what is
    overdue of items that are blocked or opted out.
    """

    overdue: float = 0.0
    to_collect: float = 0.0
    not_due: float = 0.0
    excluded: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)


def by_currency(
    claims: Iterable[Claim], today: date, excluded: Iterable[Item] = ()
) -> dict[Currency, Sums]:
    """Sum claims by currency; what is due today or later is not overdue.

    ``excluded`` are items that nobody follows up: they are owed all the same.
    """
    groups: dict[Currency, list[dict[str, float]]] = {}
    for claim in claims:
        row = _row(claim, today, claim.item.open, claim.to_collect)
        if row.get("overdue"):
            row.update(claim.parts)
        groups.setdefault(claim.item.currency, []).append(row)
    for item in excluded:
        row = _excluded(item, today, item.open)
        groups.setdefault(item.currency, []).append(row)
    return {currency: _total(rows, currency) for currency, rows in groups.items()}


def in_company(
    claims: Iterable[Claim],
    today: date,
    currency: Currency,
    excluded: Iterable[Item] = (),
) -> Sums:
    """Sum claims in company currency, each part at the item's own book rate.

    What rounding leaves over goes to the largest part, so that the difference
    between ``overdue`` and ``to_collect`` is always explained in full.
    """
    rows = []
    for claim in claims:
        row = _row(claim, today, claim.item.open_company, claim.to_collect_company)
        if row.get("overdue"):
            row.update(_company_parts(claim, currency))
        rows.append(row)
    rows += [_excluded(item, today, item.open_company) for item in excluded]
    return _total(rows, currency)


def _row(
    claim: Claim, today: date, open_: float, to_collect: float
) -> dict[str, float]:
    """Start the row of a claim: overdue with its chase, or not due yet."""
    if claim.item.due >= today:
        return {"not_due": open_}
    return {"overdue": open_, "to_collect": to_collect}


def _excluded(item: Item, today: date, open_: float) -> dict[str, float]:
    """Make the row of an item that nobody follows up."""
    if item.due >= today:
        return {"not_due": open_}
    return {"overdue": open_, "excluded": open_}


def _company_parts(claim: Claim, currency: Currency) -> dict[str, float]:
    """Share out the part of a claim that rests, in company currency."""
    rests = rounded(claim.item.open_company - claim.to_collect_company, currency)
    shares = {part: part_in_company(claim, part, currency) for part, _ in claim.parts}
    if shares:
        largest = max(shares, key=lambda part: shares[part])
        over = rests - sum(shares.values())
        shares[largest] = rounded(shares[largest] + over, currency)
    return shares


def _total(rows: Iterable[dict[str, float]], currency: Currency) -> Sums:
    """Add up rows, rounded to the currency."""
    sums: dict[str, float] = {}
    for row in rows:
        for name, amount in row.items():
            sums[name] = sums.get(name, 0.0) + amount
    sums = {name: rounded(amount, currency) for name, amount in sums.items()}
    whole = {name: sums.pop(name, 0.0) for name in _WHOLE}
    return Sums(**whole, parts={name: sum_ for name, sum_ in sums.items() if sum_})
