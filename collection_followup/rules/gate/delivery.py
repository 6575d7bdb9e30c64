"""May goods leave the house, and what the driver collects for them."""

from __future__ import annotations

from dataclasses import dataclass

from ..ledger.facts import Currency, Reason
from ..ledger.money import rounded
from .gate import OPEN, Verdict

NO_ORDER = "delivery_without_order"


@dataclass(frozen=True, slots=True)
class Shipment:
    """One movement of goods, as far as credit is concerned.

    ``to_customer`` is whether they go to a customer at all (returns, receipts and
    internal moves do not). ``orders`` are the answers of the gate for the orders
    it belongs to. Without one, or where it goes to somebody whom they do not name,
    ``hold`` (the effect of the receiver's hold) and ``released`` (a manager let this
    delivery through) decide as well.
    """

    to_customer: bool
    orders: tuple[Verdict, ...] = ()
    hold: str | None = None
    released: bool = False


@dataclass(frozen=True, slots=True)
class CashOnDelivery:
    """What is known of an order when the driver is to collect; one currency.

    ``total`` is the order with its taxes, ``paid`` what was paid of it,
    ``before`` the worth of what was delivered earlier, ``now`` of this delivery,
    ``services`` of what is no goods (freight, fitting, discounts: may be
    negative). ``last`` is whether nothing is left to deliver after this.
    """

    total: float
    paid: float
    before: float
    now: float
    services: float = 0.0
    last: bool = False


def may_leave(shipment: Shipment) -> Verdict:
    """Answer whether goods may leave, and if not, why not.

    The first order that waits speaks, then the receiver. Without an order cash on
    delivery does not help: there is no sum that the driver could collect. Raises
    nothing. Source: house plan, "Holds", and issue 4, section 2.
    """
    if not shipment.to_customer:
        return OPEN
    waiting = next((v for v in shipment.orders if not v.allowed), None)
    if waiting is not None:
        return waiting
    if shipment.hold is None or shipment.released:
        return OPEN
    return Verdict(False, Reason(NO_ORDER), shipment.hold)


def to_collect(cash: CashOnDelivery, currency: Currency) -> float:
    """Answer the sum to collect for a delivery, never more than it is worth.

    Services are collected with the last delivery. What was paid in advance
    counts first for what was delivered first; what was not collected earlier is
    a matter for the invoice, not for this driver. Raises nothing. Source: issue
    4, section 2 ("COD shows the sum to collect on the slip").
    """
    now = cash.now + (cash.services if cash.last else 0.0)
    due = min(cash.before + now, cash.total) - cash.paid
    return max(rounded(min(now, due), currency), 0.0)
