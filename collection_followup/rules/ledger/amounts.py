"""What may be chased: the one definition that everybody asks.

Of each open item first the parts that rest are taken (disputed, promised, paused,
whatever else is declared), then credits that are not matched yet, then money on its
way.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import date

from .calendar import shifted
from .facts import Claim, Credit, Currency, Item, Policy, Transit
from .money import compare, is_zero, rounded


class _Share:
    """One item while its open amount is being given away."""

    __slots__ = ("credits", "item", "left", "parts")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.left = max(rounded(item.open, item.currency), 0.0)
        self.parts: dict[str, float] = {}
        self.credits: list[tuple[int, float]] = []
        for part, amount in item.rests:
            self.take(part, amount)

    def take(self, part: str, amount: float) -> float:
        """Take up to an amount of what is left and answer how much it was."""
        if not amount > 0.0 or self.left <= 0.0:
            return 0.0
        currency = self.item.currency
        taken = min(rounded(amount, currency), self.left)
        self.left = rounded(self.left - taken, currency)
        self.parts[part] = rounded(self.parts.get(part, 0.0) + taken, currency)
        return taken


def claims(
    items: Sequence[Item],
    credits: Sequence[Credit],
    transits: Sequence[Transit],
    today: date,
    policy: Policy,
) -> tuple[Claim, ...]:
    """Say for each item, in the order given, what may be chased of it.

    Money that names a move goes to its items (in the order of the names, the
    oldest due first), whatever is left of it to overdue items, oldest due
    first; never to an item that is not due and not named, and never to
    another currency. All parts and ``to_collect`` add up to ``open``; none is
    negative. Amounts are in major units of the item's currency.
    ``to_collect_company`` is the proportional share, rounded once. Raises
    ``ValueError`` for a currency without rounding. Source: house plan,
    "Chaseable amount".
    """
    company = policy.company_currency
    moving = [t for t in transits if _counts(t, today, policy)]
    if not credits and not moving:
        return tuple([_plain(item, company) for item in items])
    shares = [_Share(item) for item in items]
    oldest = sorted(shares, key=_age)
    _spread(credits, oldest, today, "credited")
    _spread(moving, oldest, today, "in_transit")
    return tuple([_claim(share, company) for share in shares])


def transit_end(transit: Transit, policy: Policy) -> date:
    """Answer the last day on which money on its way is counted.

    Errors: none. Source: house plan, "Chaseable amount", 3.
    """
    return believed_until(transit.kind, transit.on, policy)


def believed_until(kind: str, on: date, policy: Policy) -> date:
    """Answer the last day on which money of a kind and day lowers what is chased.

    ``kind`` as in ``Transit``. Errors: none. Source: house plan, "Chaseable
    amount", 3.
    """
    return shifted(on, _days_believed(kind, policy))


def believed_since(kind: str, today: date, policy: Policy) -> date:
    """Answer the first day of money of a kind that is still believed ``today``.

    The same rule as ``believed_until``, asked from the other end. Errors: none.
    """
    return shifted(today, -_days_believed(kind, policy))


def _days_believed(kind: str, policy: Policy) -> int:
    """Answer how many calendar days money of a kind is believed in."""
    return policy.online_days if kind == "online" else policy.transit_days


def bank_is_fresh(
    last_money: date | None, confirmed: date | None, today: date, limit_days: int
) -> bool:
    """Tell whether the books can be believed about what was paid.

    ``last_money`` is the day of the last statement line or payment of a
    journal that normally receives money, ``confirmed`` the day on which a
    person said "the bank is up to date". The later of both may be at most
    ``limit_days`` calendar days old; a limit of 0 or less asks for nothing.
    Source: house plan, "Bank freshness".
    """
    if limit_days <= 0:
        return True
    known = [day for day in (last_money, confirmed) if day is not None]
    return bool(known) and (today - max(known)).days <= limit_days


def to_collect_by_currency(claims: Iterable[Claim]) -> dict[str, float]:
    """Sum what may be chased, by currency code, rounded to that currency.

    Currencies in which nothing is to be chased are left out.
    """
    sums: dict[Currency, float] = {}
    for claim in claims:
        currency = claim.item.currency
        sums[currency] = sums.get(currency, 0.0) + claim.to_collect
    return {
        currency.code: rounded(total, currency)
        for currency, total in sums.items()
        if not is_zero(total, currency)
    }


def is_small_remainder(claim: Claim, policy: Policy) -> bool:
    """Tell whether so little is left of a part-paid item that it stays mild.

    What is left is the open amount less credits and money on its way, in
    company currency. It has to be less than the item's total (part-paid),
    under ``policy.remainder_share`` of it and under
    ``policy.remainder_amount``. An item whose total is not known is none.
    Source: house plan, stage rule 5.
    """
    item, company = claim.item, policy.company_currency
    total, left = item.total_company, item.open_company
    if not total > 0.0 or not item.open > 0.0:
        return False
    covered = claim.part("credited") + claim.part("in_transit")
    if covered:
        left *= (item.open - covered) / item.open
    limit = min(policy.remainder_share * total, policy.remainder_amount, total)
    return left < limit and compare(left, limit, company) < 0


def part_in_company(claim: Claim, name: str, currency: Currency) -> float:
    """Answer a part that is not claimed in company currency, at the item's book rate.

    ``name`` as in ``Claim.parts``, ``currency`` that of the company. Raises
    ``ValueError`` for a currency without rounding.
    """
    amount, item = claim.part(name), claim.item
    if not amount:
        return 0.0
    return rounded(item.open_company * amount / item.open, currency)


def _counts(transit: Transit, today: date, policy: Policy) -> bool:
    """Tell whether money on its way is still believed in."""
    return today <= transit_end(transit, policy)


def _age(share: _Share) -> tuple[date, int]:
    """Sort the oldest due date first, and nothing by chance."""
    return share.item.due, share.item.key


def _spread(
    monies: Iterable[Credit | Transit],
    oldest: Sequence[_Share],
    today: date,
    part: str,
) -> None:
    """Give money to the items it names, then what is left to overdue ones."""
    named: dict[int, list[_Share]] = {}
    for share in oldest:
        named.setdefault(share.item.move_key, []).append(share)
    late: dict[str, deque[_Share]] = defaultdict(deque)
    for share in oldest:
        if share.item.due < today:
            late[share.item.currency.code].append(share)
    rests = []
    for money in sorted(monies, key=_age_of_money):
        rest = rounded(money.amount, money.currency)
        for name in money.names:
            rest = _give(money, rest, _chosen_first(money, named.get(name, [])), part)
        rests.append((money, rest))
    for money, rest in rests:
        _give_late(money, rest, late[money.currency.code], part)


def _chosen_first(money: Credit | Transit, shares: list[_Share]) -> list[_Share]:
    """Put the item that the debtor chose before the others of its document."""
    if isinstance(money, Credit) or not money.item:
        return shares
    return sorted(shares, key=lambda share: share.item.key != money.item)


def _give_late(
    money: Credit | Transit, amount: float, late: deque[_Share], part: str
) -> None:
    """Give an amount to overdue items of its currency; drop those it uses up."""
    while amount > 0.0 and late:
        amount = _give(money, amount, (late[0],), part)
        if late[0].left <= 0.0:
            late.popleft()


def _age_of_money(money: Credit | Transit) -> tuple[date, int]:
    """Sort the oldest money first, and nothing by chance."""
    return money.on, money.key


def _give(
    money: Credit | Transit, amount: float, shares: Iterable[_Share], part: str
) -> float:
    """Give an amount to items of its currency in turn; answer the rest."""
    for share in shares:
        if amount <= 0.0:
            break
        if share.item.currency.code != money.currency.code:
            continue
        taken = share.take(part, amount)
        amount = rounded(amount - taken, money.currency)
        if taken > 0.0 and isinstance(money, Credit):
            share.credits.append((money.key, taken))
    return amount


def _plain(item: Item, company: Currency) -> Claim:
    """Make the claim of an item that no money is waiting for."""
    if item.rests:
        return _claim(_Share(item), company)
    left = rounded(item.open, item.currency)
    if left <= 0.0:
        return Claim(item, 0.0, 0.0)
    if item.open == item.open_company and item.currency.code == company.code:
        return Claim(item, left, left)
    return Claim(item, left, rounded(item.open_company, company))


def _claim(share: _Share, company: Currency) -> Claim:
    """Make the claim of an item from what is left of it."""
    in_company = _in_company(share, company)
    parts, credits = tuple(share.parts.items()), tuple(share.credits)
    return Claim(share.item, share.left, in_company, parts, credits)


def _in_company(share: _Share, company: Currency) -> float:
    """Answer the share of the amount in company currency that is left."""
    item = share.item
    if share.left <= 0.0:
        return 0.0
    if compare(share.left, item.open, item.currency) == 0:
        return rounded(item.open_company, company)
    return rounded(item.open_company * share.left / item.open, company)
