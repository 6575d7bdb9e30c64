"""Which payment term and credit limit a debtor's behaviour speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

# The ways in which a debtor may pay, from the most to the least trust.
TRUST = ("credit", "cod", "prepay")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a debtor paid in the last twelve months; amounts in company currency.

    ``usual_late`` is in calendar days after the due date, weighted by amount;
    ``share_late`` the share of 1 of the paid amounts that came after it. ``kept``
    and ``broken`` count commitments. ``sales`` are those of twelve months with
    taxes, ``months`` how many of them he bought in. ``overdue`` is open now,
    ``oldest`` how many days the oldest of it is late. ``term_days`` is the present
    term, ``limit`` the present limit, None without one.
    """

    sales: float
    months: int = 12
    usual_late: float = 0.0
    share_late: float = 0.0
    kept: int = 0
    broken: int = 0
    overdue: float = 0.0
    oldest: int = 0
    term_days: int = 30
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Standards:
    """What a company calls good and bad.

    ``months`` of sales are a normal limit. ``punctual`` and ``late`` are days after
    the due date, ``very_late`` ends credit, and so do ``broken`` commitments.
    """

    months: float = 2.0
    punctual: float = 5.0
    late: float = 15.0
    very_late: float = 45.0
    broken: int = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that spoke for the proposal: a code and its values.

    ==============  ===================================================
    Code            Values
    ==============  ===================================================
    no_sales        (none): nothing was bought in twelve months
    few_months      months
    punctual        days: usually late by
    late            days, share (of 1)
    very_late       days
    broken          count
    kept            count
    overdue_old     days, amount
    usual           amount: average sales of a month
    never_raised    limit: a debtor who pays late gets no higher limit
    ==============  ===================================================
    """

    code: str
    values: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What behaviour speaks for; ``term_days`` matters for credit only."""

    trust: str
    limit: float
    term_days: int
    findings: tuple[Finding, ...]


_DEFAULT = Standards()


def propose(facts: Behaviour, standards: Standards = _DEFAULT) -> Proposal:
    """Answer the term and the limit that behaviour speaks for, with every reason.

    The limit is some months of average sales, times a factor: 1 for who pays in
    time, less for who pays late, nothing for who pays after weeks, breaks his word
    or owes what is old. It is never raised for a debtor who is late. Raises
    nothing. Source: practice note, "Hold, but leave the door open" and "Find the
    person"; issue 4, section 2.
    """
    trust, factor, findings = _judged(facts, standards)
    average = facts.sales / max(min(facts.months, 12), 1)
    findings.append(Finding("usual", (("amount", average),)))
    limit = neat(average * standards.months * factor)
    if factor < 1.0 and facts.limit is not None and limit > facts.limit:
        limit = facts.limit
        findings.append(Finding("never_raised", (("limit", facts.limit),)))
    days = facts.term_days if trust == "credit" else 0
    if trust == "credit" and factor < 1.0:
        days = min(days, 14)
    return Proposal(trust, limit, days, tuple(findings))


def neat(amount: float) -> float:
    """Answer an amount as people write limits: two figures, never more than it is.

    1 234 becomes 1 200. Negative amounts and less than one become zero.
    """
    if amount < 1.0:
        return 0.0
    step = 10.0 ** max(floor(log10(amount)) - 1, 0)
    return floor(amount / step) * step


def _judged(facts: Behaviour, standards: Standards) -> tuple[str, float, list[Finding]]:
    """Answer trust, the factor of the limit, and what was found."""
    bad = _against(facts, standards)
    late = _lateness(facts, standards)
    if facts.broken >= standards.broken or (bad and facts.broken):
        return "prepay", 0.0, [*bad, *late]
    if bad:
        return "cod", 0.0, [*bad, *late]
    if facts.sales <= 0.0:
        return "prepay", 0.0, [Finding("no_sales")]
    findings = [*late]
    if facts.kept:
        findings.append(Finding("kept", (("count", facts.kept),)))
    if facts.months < 3:
        few = Finding("few_months", (("months", float(ceil(facts.months))),))
        return "credit", 0.5, [*findings, few]
    return "credit", _factor(facts, standards), findings


def _against(facts: Behaviour, standards: Standards) -> list[Finding]:
    """Answer what ends credit."""
    found = []
    if facts.broken >= standards.broken:
        found.append(Finding("broken", (("count", facts.broken),)))
    if facts.usual_late > standards.very_late:
        found.append(Finding("very_late", (("days", facts.usual_late),)))
    if facts.overdue > 0.0 and facts.oldest > standards.very_late:
        values = (("days", float(facts.oldest)), ("amount", facts.overdue))
        found.append(Finding("overdue_old", values))
    return found


def _lateness(facts: Behaviour, standards: Standards) -> list[Finding]:
    """Answer how the debtor usually pays, and a single broken promise."""
    found = []
    if facts.sales > 0.0 and facts.usual_late <= standards.punctual:
        found.append(Finding("punctual", (("days", facts.usual_late),)))
    elif facts.sales > 0.0 and facts.usual_late <= standards.very_late:
        values = (("days", facts.usual_late), ("share", facts.share_late))
        found.append(Finding("late", values))
    if 0 < facts.broken < standards.broken:
        found.append(Finding("broken", (("count", facts.broken),)))
    return found


def _factor(facts: Behaviour, standards: Standards) -> float:
    """Answer what part of a normal limit behaviour earns."""
    if facts.usual_late <= standards.punctual:
        factor = 1.0
    elif facts.usual_late <= standards.late:
        factor = 0.75
    else:
        factor = 0.5
    return factor / 2 if facts.broken else factor
