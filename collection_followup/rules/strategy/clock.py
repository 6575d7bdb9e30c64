"""When an item is late, when a stage is due for it, when the next may leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..ledger.calendar import WorkCalendar, shifted
from ..ledger.facts import Debtor, Item, PaymentRun, Policy, Stage

# A mistyped year must not stop a run: the ends of time are kept at a distance
# that every delay fits into.
_EARLIEST = date(2, 1, 1)
_LATEST = date(9990, 1, 1)
# No rhythm of payment is looked for further ahead, in days.
_LONGEST_RHYTHM = 70


def due_on(item: Item) -> date:
    """Answer the due date that counts, which is what a notice says.

    That is its due date, posting plus the full term when it was posted after
    its date, or the day from which it counts as a fresh item. Never raises.
    Source: house plan, stage rule 1; issue 3, disputes; issue 10, "Due dates".
    """
    due = item.due
    if item.posted_on is not None:
        term = (due - item.issued).days if item.issued is not None else 0
        due = max(due, shifted(item.posted_on, max(term, 0)))
    if item.fresh_from is not None:
        due = max(due, item.fresh_from)
    if not _EARLIEST <= due <= _LATEST:
        due = min(max(due, _EARLIEST), _LATEST)
    return due


def payable_on(item: Item, calendar: WorkCalendar) -> date:
    """Answer the last day on which an item can be paid in time.

    That is the due date that counts, moved to the next working day. Raises
    ``ValueError`` for a calendar without working days. Source: house plan, stage
    rule 1.
    """
    return calendar.next_working(due_on(item))


def run_day(day: date, run: PaymentRun) -> date:
    """Answer the debtor's first pay day at or after ``day``.

    Answers ``day`` itself when the run names no day within ten weeks. Months
    that are too short pay on their last day. Source: house plan, stage rule 1.
    """
    for days in range(_LONGEST_RHYTHM):
        candidate = shifted(day, days)
        if _is_run_day(candidate, run):
            return candidate
    return day


def clock_start(
    due: date, calendar: WorkCalendar, grace: int = 0, run: PaymentRun | None = None
) -> date:
    """Answer the day from which the delays of claiming stages count.

    ``due`` is the answer of ``payable_on``, ``grace`` are calendar days;
    negative ones count as none. With a payment run the clock starts on its
    next day (moved to a working day) if that is later. Raises ``ValueError``
    for a calendar without working days. Source: house plan, stage rule 1.
    """
    start = shifted(due, grace) if grace > 0 else due
    if run is None:
        return start
    return max(start, calendar.next_working(run_day(due, run)))


def days_late(
    item: Item,
    today: date,
    calendar: WorkCalendar,
    grace: int = 0,
    run: PaymentRun | None = None,
) -> int:
    """Count the calendar days since the clock of an item started.

    Negative before it. Raises ``ValueError`` for a calendar without working
    days. Source: house plan, stage rule 1.
    """
    return (today - clock_start(payable_on(item, calendar), calendar, grace, run)).days


def stage_on(stage: Stage, due: date, start: date, calendar: WorkCalendar) -> date:
    """Answer the first day on which a stage is due for an item.

    ``due`` is the answer of ``payable_on``, ``start`` that of
    ``clock_start``. A stage before the due date counts from the due date; a
    claiming one from the clock, and never comes before the item is late.
    Raises ``ValueError`` for a calendar without working days. Source: house
    plan, stage rule 1.
    """
    base = start if stage.delay >= 0 else due
    if stage.working_days:
        day = calendar.add_working(base, stage.delay)
    else:
        day = shifted(base, stage.delay)
    if stage.delay >= 0 and day <= due:
        return shifted(due, 1)
    return day


def pay_by_date(today: date, days: int, calendar: WorkCalendar) -> date:
    """Answer the date by which a notice asks for payment.

    The next working day at or after ``days`` calendar days. Raises
    ``ValueError`` for a calendar without working days. Source: house plan,
    stage rule 1.
    """
    return calendar.next_working(shifted(today, max(days, 0)))


def rest_end(
    sent_on: date, pay_by: date | None, gap: int, calendar: WorkCalendar, policy: Policy
) -> date:
    """Answer the first day on which another notice may follow one.

    The later of ``gap`` calendar days after it and ``policy.bank_days``
    working days (at least one) after its pay-by date. Raises ``ValueError``
    for a calendar without working days. Source: house plan, stage rule 4.
    """
    end = shifted(sent_on, max(gap, 0))
    if pay_by is not None:
        end = max(end, calendar.add_working(pay_by, max(policy.bank_days, 1)))
    return end


def tempo_end(
    debtor: Debtor,
    gap: int,
    calendar: WorkCalendar,
    policy: Policy,
    sent: Iterable[date | None] = (),
) -> date | None:
    """Answer the first day on which the debtor may get another notice.

    ``gap`` is the least number of calendar days between two notices,
    ``sent`` are the days on which levels were reached (a debtor taken over
    from elsewhere has no notice yet). None when nothing was ever sent.
    Raises ``ValueError`` for a calendar without working days. Source: house
    plan, stage rule 4.
    """
    days = [day for day in sent if day is not None]
    ends = [shifted(max(days), max(gap, 0))] if days else []
    last = debtor.last_notice
    if last is not None:
        ends.append(rest_end(last.sent_on, last.pay_by, gap, calendar, policy))
    return max(ends, default=None)


def _is_run_day(day: date, run: PaymentRun) -> bool:
    """Tell whether the debtor pays on this day."""
    if day.weekday() in run.weekdays and _is_run_week(day, run):
        return True
    if day.day in run.month_days:
        return True
    is_last = shifted(day, 1).day == 1
    return is_last and any(wanted > day.day for wanted in run.month_days)


def _is_run_week(day: date, run: PaymentRun) -> bool:
    """Tell whether the debtor pays in the week of this day."""
    if run.weeks < 2 or run.anchor is None:
        return True
    monday = day.toordinal() - day.weekday()
    first = run.anchor.toordinal() - run.anchor.weekday()
    return (monday - first) // 7 % run.weeks == 0
