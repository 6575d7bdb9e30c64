"""How much of an order is paid, in the currency of the order.

Not Odoo's own question, which is false after a paid down-payment invoice, true
for 100 EUR against 100 USD and counts what is only authorised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..ledger.facts import Currency
from ..ledger.money import compare, rounded


@dataclass(frozen=True, slots=True)
class Money:
    """Money for an order that no invoice has used up: online, or booked for it.

    ``sure`` tells that it has come in; what is only authorised may never come.
    """

    currency: str
    amount: float
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Invoice:
    """What one posted invoice bills of an order; a credit note is negative.

    ``amount`` has its taxes. ``total`` and ``open`` are those of the whole
    document. ``state`` is its payment state.
    """

    currency: str
    amount: float
    total: float
    open: float
    state: str


SETTLED = ("paid", "in_payment")


def paid(
    currency: Currency,
    money: Iterable[Money],
    invoices: Iterable[Invoice],
    certain: bool = False,
) -> float:
    """Answer how much of an order is paid.

    Each unit of money counts once: in the invoice that it pays, else where it waits
    for one. With ``certain`` only money that has come in counts: what is authorised
    confirms an order, and ships nothing. Money in another currency never counts.
    Raises nothing. Source: house plan, section 7, "Paid in full".
    """
    ahead = sum(
        m.amount
        for m in money
        if m.currency == currency.code and (m.sure or not certain)
    )
    billed = sum(_paid_of(i, currency) for i in invoices if i.currency == currency.code)
    return rounded(max(billed, 0.0) + ahead, currency)


def _paid_of(invoice: Invoice, currency: Currency) -> float:
    """Answer the money that came in for one invoice; credit notes take it back."""
    if invoice.amount < 0.0 or invoice.state in SETTLED:
        return invoice.amount
    if invoice.state == "reversed" or compare(invoice.total, 0.0, currency) <= 0:
        return 0.0
    return invoice.amount * (1.0 - invoice.open / invoice.total)
