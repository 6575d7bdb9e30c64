"""Money in another currency than the document that it names.

Somebody pays an invoice in dollars from an account in euros. The money belongs to
the invoice that it names, in the currency of that invoice: by the amount that the
bank gives in it, else by the rate of the day. It never goes to other invoices only
because they are in the currency of the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from .facts import Credit, Currency, Transit
from .money import rounded

# banks do not pay by the rate of the day: so much of a document may be missing, or
# too much, and the money still is what was asked for
BANK_SHARE = 0.05

Money = TypeVar("Money", Credit, Transit)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is open of a document, in its currency."""

    currency: Currency
    amount: float


def names_foreign(money: Credit | Transit, owed: Mapping[int, Owed]) -> list[int]:
    """Answer the open documents that money names and that are not in its currency."""
    code = money.currency.code
    return [n for n in money.names if n in owed and owed[n].currency.code != code]


def in_currency_of_documents(
    money: Money, owed: Mapping[int, Owed], rates: Mapping[str, float]
) -> list[Money]:
    """Cut money into parts in the currencies of the documents that it names.

    Documents in its own currency come first. Converted by the rate of the day a
    part covers a document when it misses less than ``BANK_SHARE`` of it, and what
    is left over is money of its own currency again when it is more than that.
    Documents that are not in ``owed`` are settled and count for nothing. ``rates``
    are the units of each currency, by its code, for one of the company's on the day
    of the money. Amounts are in major units of the currency beside them. Raises
    ``KeyError`` for a currency without rate, ``ValueError`` for one without
    rounding. Source: issue 10, "Bank lines".
    """
    foreign = names_foreign(money, owed)
    if not foreign:
        return [money]
    others = tuple(name for name in money.names if name not in foreign)
    own = min(sum(owed[name].amount for name in others if name in owed), money.amount)
    left = money.amount - own
    parts = []
    for currency in dict.fromkeys(owed[name].currency for name in foreign):
        names = tuple(name for name in foreign if owed[name].currency == currency)
        asked = sum(owed[name].amount for name in names)
        amount, used = _share(money, left, asked, currency, rates)
        left -= used
        amount = rounded(amount, currency)
        parts.append(replace(money, currency=currency, amount=amount, names=names))
    rest = rounded(own + left, money.currency)
    parts.insert(0, replace(money, amount=rest, names=others))
    return [part for part in parts if part.amount > 0.0]


def as_given(money: Transit, currencies: frozenset[str]) -> Transit:
    """Answer money as the bank names it in a second currency.

    Only where it names no open document and the debtor owes something in that
    currency, one of these codes. Never raises. Source: issue 10, "Bank lines".
    """
    given = money.given_currency
    if given is None or given.code not in currencies:
        return money
    return replace(money, currency=given, amount=money.given)


def _share(
    money: Credit | Transit,
    left: float,
    asked: float,
    currency: Currency,
    rates: Mapping[str, float],
) -> tuple[float, float]:
    """Answer what goes to documents, and how much of the money that takes."""
    if isinstance(money, Transit) and money.given_currency == currency:
        return money.given * left / money.amount, left
    rate = rates[currency.code] / rates[money.currency.code]
    value = left * rate
    if value > asked * (1.0 + BANK_SHARE):
        return asked, asked / rate
    return (value if value < asked * (1.0 - BANK_SHARE) else asked), left
