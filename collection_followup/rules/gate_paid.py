"""How much of an order is paid, in the currency of the order.

Not Odoo's own question, which is false after a paid down-payment invoice, true
for 100 EUR against 100 USD and counts what is only authorised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .facts import Currency
from .money import compare, rounded


@dataclass(frozen=True, slots=True)
class Online:
    """One online payment of an order, in its own currency.

    ``state`` is that of the transaction. ``refunded`` was given back (positive).
    ``others`` is the total of the other orders that it pays too; they come first.
    ``invoiced`` tells that its money settles an invoice of the order as well.
    """

    currency: str
    amount: float
    state: str
    refunded: float = 0.0
    others: float = 0.0
    invoiced: bool = False

    @property
    def left(self) -> float:
        """What it pays of this order."""
        return max(self.amount - self.refunded - max(self.others, 0.0), 0.0)


@dataclass(frozen=True, slots=True)
class Booked:
    """One payment that an accountant booked for the order, before any invoice.

    ``amount`` is what no invoice has used up of it.
    """

    currency: str
    amount: float


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


STATES = ("authorized", "done")
SETTLED = ("paid", "in_payment")


def paid(
    currency: Currency,
    online: Iterable[Online],
    invoices: Iterable[Invoice],
    booked: Iterable[Booked] = (),
    certain: bool = False,
) -> float:
    """Answer how much of an order is paid.

    With ``certain`` only money that has come in counts: what is authorised
    confirms an order, and ships nothing; what an accountant booked has come in.
    Money in another currency never counts.
    A payment that settles an invoice of the order counts once. Raises nothing.
    Source: house plan, section 7, "Paid in full".
    """
    states = STATES[1:] if certain else STATES
    money = [o for o in online if o.currency == currency.code and o.state in states]
    billed = sum(_paid_of(i, currency) for i in invoices if i.currency == currency.code)
    twice = sum(o.left for o in money if o.invoiced)
    ahead = sum(b.amount for b in booked if b.currency == currency.code)
    total = sum(o.left for o in money) + max(billed - twice, 0.0) + ahead
    return rounded(total, currency)


def _paid_of(invoice: Invoice, currency: Currency) -> float:
    """Answer the money that came in for one invoice; credit notes take it back."""
    if invoice.amount < 0.0 or invoice.state in SETTLED:
        return invoice.amount
    if invoice.state == "reversed" or compare(invoice.total, 0.0, currency) <= 0:
        return 0.0
    return invoice.amount * (1.0 - invoice.open / invoice.total)
