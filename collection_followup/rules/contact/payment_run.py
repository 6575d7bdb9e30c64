"""The debtor's next payment run, its cut-off, and when to ask for documents."""

from __future__ import annotations

from datetime import date

from ..ledger.calendar import WorkCalendar, shifted
from ..ledger.facts import PaymentRun
from ..strategy.clock import run_day

# So many runs are looked at for one whose cut-off has not passed.
_RUNS = 60


def cutoff_of(run_on: date, days: int, calendar: WorkCalendar) -> date:
    """Answer the last day on which a document still makes the run.

    ``days`` are working days before the run; none or less is the day of the
    run itself. Raises ``ValueError`` for a calendar without working days.
    Source: issue 3, section 4 ("cut-off before it").
    """
    return calendar.add_working(run_on, -days) if days > 0 else run_on


def next_run(
    day: date,
    run: PaymentRun | None,
    calendar: WorkCalendar,
    cutoff: int = 0,
    today: date | None = None,
) -> date:
    """Answer the first pay day at or after ``day`` that can still be made.

    ``cutoff`` are the working days between the debtor's deadline and his run;
    a run whose deadline lies before ``today`` is passed over. A pay day on a
    free day moves to the next working day. Without a run the answer is the
    next working day. Raises ``ValueError`` for a calendar without working
    days. Source: issue 3, section 4 ("promised dates fall on a run").
    """
    if run is None or not (run.weekdays or run.month_days):
        return calendar.next_working(day)
    found = run_day(day, run)
    for _n in range(_RUNS):
        run_on = calendar.next_working(found)
        if today is None or cutoff_of(run_on, cutoff, calendar) >= today:
            break
        found = run_day(shifted(found, 1), run)
    return calendar.next_working(found)


def is_time_to_ask(
    run_on: date, cutoff: int, lead: int, today: date, calendar: WorkCalendar
) -> bool:
    """Tell whether missing documents are asked for today.

    From ``lead`` working days before the cut-off up to the cut-off itself:
    earlier nobody looks, later it is of no use for this run. Raises
    ``ValueError`` for a calendar without working days. Source: practice, b
    ("a few days before that it has every document").
    """
    last = cutoff_of(run_on, cutoff, calendar)
    first = calendar.add_working(last, -lead) if lead > 0 else last
    return first <= today <= last


def month_days(text: str) -> tuple[int, ...]:
    """Read days of the month as people write them: "15, 31".

    Answers them in order and once each; an empty text names none. Raises
    ``ValueError`` with the part that is no day from 1 to 31.
    """
    days = set()
    for part in text.replace(";", ",").replace(" ", ",").split(","):
        word = part.strip().rstrip(".")
        if not word:
            continue
        if not (word.isascii() and word.isdigit() and 1 <= int(word) <= 31):
            raise ValueError(part.strip())
        days.add(int(word))
    return tuple(sorted(days))
