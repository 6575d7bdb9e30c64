"""From the next stages of the items to the answer for the debtor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..case.case import Case
from ..case.reasons import because
from ..ledger.calendar import shifted
from ..ledger.facts import Action, Decision, Reason
from .clock import due_on, pay_by_date, rest_end, tempo_end
from .end import carry_on, ended_rows, is_over, over_since
from .ladder import Ladder
from .lines import lines_of
from .steps import Row, floor_of, moves_on, total_of


class Climb:
    """The decision for a debtor whose items know their next stages.

    ``due`` is the place of the highest next stage (-1: none), ``place`` that
    of the stage to send, ``floor`` that below which nothing is sent, ``held``
    that of a stage that waits for the bank, ``rest`` the first day on which
    another notice may leave.
    """

    __slots__ = ("case", "due", "floor", "held", "ladder", "place", "rest", "rows")

    def __init__(self, case: Case, ladder: Ladder, rows: Sequence[Row]) -> None:
        """Take the items and settle which stage is asked for."""
        self.case = case
        self.ladder = ladder
        self.rows = rows
        carry_on(rows, ladder, case.debtor.decided_on, case.policy)
        self.held = self._hold_for_bank()
        self.place = self.due = max([row.next for row in rows])
        self.floor = floor_of(rows, ladder, case.policy)
        self.rest = self._rest()

    def decision(self) -> Decision:
        """Answer the first thing that speaks against a notice, or the notice.

        Raises ``ValueError`` for a calendar without working days. Source:
        house plan, stage rules 3 to 6, 8 and 11.
        """
        return (
            self._returned()
            or self._over()
            or self._nothing_due()
            or self._below_floor()
            or self._too_soon()
            or self._too_often()
            or self._not_by_itself()
            or self._resting_day()
            or self._notice()
        )

    def _rest(self) -> date:
        """Answer the first day on which another notice may leave."""
        case, gap = self.case, self.ladder.strategy.min_gap
        sent = [row.item.level.sent_on for row in self.rows if row.item.level]
        end = tempo_end(case.debtor, gap, case.calendar, case.policy, sent)
        return case.today if end is None else end

    def _hold_for_bank(self) -> int:
        """Take back claiming stages while the bank is not up to date."""
        held = -1
        if self.case.debtor.bank_fresh:
            return held
        tomorrow = shifted(self.case.today, 1)
        for row in self.rows:
            if row.next >= 0 and self.ladder.stages[row.next].claims:
                held = max(held, row.next)
                row.waits, row.next, row.again = (tomorrow, row.next), -1, False
        return held

    def _wait_for_bank(self, place: int) -> Decision:
        """Wait until the bank is up to date."""
        key = self.ladder.key(place)
        tomorrow = shifted(self.case.today, 1)
        return self.case.wait(because("bank_stale", stage=key), tomorrow, key)

    def _returned(self) -> Decision | None:
        """Ask for a call when a payment came back, for as long as the gap."""
        for row in self.rows:
            item, day = row.item, row.item.returned_on
            if day is None:
                continue
            until = shifted(day, max(self.ladder.strategy.min_gap, 1))
            if self.case.today < until:
                reason = because(
                    "returned",
                    item=item.key,
                    move=item.move_key,
                    returned_on=day,
                    until=until,
                )
                return self.case.answer(Action.TASK, reason, until)
        return None

    def _over(self) -> Decision | None:
        """Ask for a decision when the ladder ended and nothing came of it."""
        case, ladder = self.case, self.ladder
        ended = ended_rows(self.rows, ladder)
        if not is_over(ended, self.rows, ladder, self.floor, case.policy):
            return None
        place = max(row.level for row in ended)
        key = ladder.key(place)
        since = over_since(ended, ladder, self.rest, case.calendar, case.policy)
        if case.today < since:
            reason = because("pay_by_running", stage=key, until=since)
            return case.wait(reason, since, key)
        if not case.debtor.bank_fresh:
            return self._wait_for_bank(place)
        amount = total_of(ended)
        reason = because("ran_out", stage=key, since=since, amount=amount)
        return case.task(reason, key)

    def _nothing_due(self) -> Decision | None:
        """Say when the next stage comes, when none is due today."""
        if self.due >= 0:
            return None
        if self.held >= 0:
            return self._wait_for_bank(self.held)
        waits = [row.waits for row in self.rows if row.waits is not None]
        if not waits:
            return self.case.wait(self._why_never(), self.case.sooner(None))
        day, place = min(waits)
        key = self.ladder.key(place)
        # said is the due date that lists show, though it may be a day of rest
        due = min(due_on(row.item) for row in self.rows)
        if min(row.due for row in self.rows) < self.case.today:
            reason = because("stage_later", stage=key, on=day, due=due)
        else:
            reason = because("not_due", due=due, stage=key, on=day)
        return self.case.wait(reason, self.case.sooner(max(day, self.rest)), key)

    def _why_never(self) -> Reason:
        """Say why no stage will ever come for what is left."""
        amount = total_of(self.rows)
        if all(row.small for row in self.rows):
            return because("small_remainder", amount=amount)
        lowest = min(row.level for row in self.rows if not row.small)
        above = range(lowest + 1, len(self.ladder.stages))
        minima = [self.ladder.minimum(i) for i in above if self.ladder.applies(i)]
        minimum = min((m for m in minima if m > 0.0), default=None)
        return because("too_small", minimum=minimum, amount=amount)

    def _below_floor(self) -> Decision | None:
        """Keep a notice from falling below what the debtor was told before.

        While the higher items move on later, the lower ones wait and ride
        along then. When the higher ones are stuck (too light for any stage
        above), the notice leaves at their stage instead.
        """
        if self.due >= self.floor:
            return None
        if not self.case.debtor.bank_fresh:
            return self._wait_for_bank(self.floor)
        rows, floor = self.rows, self.floor
        if moves_on(rows, floor, self.ladder, self.case.policy):
            days = [r.waits[0] for r in rows if r.waits and r.waits[1] >= floor]
        elif self.ladder.stages[self.due].claims:
            self.place = floor
            return None
        else:
            days = [shifted(row.due, 1) for row in rows if row.next >= 0]
        until = max(min(days), self.rest)
        key, level = self.ladder.key(self.due), self.ladder.key(self.floor)
        reason = because("standing", stage=key, level=level, until=until)
        return self.case.wait(reason, until, key)

    def _too_soon(self) -> Decision | None:
        """Keep the distance to the last notice."""
        if self.case.today >= self.rest:
            return None
        last = self.case.debtor.last_notice
        key = self.ladder.key(self.place)
        reason = because(
            "tempo",
            stage=key,
            sent_on=last.sent_on if last is not None else None,
            pay_by=last.pay_by if last is not None else None,
            until=self.rest,
        )
        return self.case.wait(reason, self.rest, key)

    def _resting_day(self) -> Decision | None:
        """Send nothing on weekends and holidays."""
        case, today = self.case, self.case.today
        until = case.calendar.next_working(today)
        if until == today:
            return None
        key = self.ladder.key(self.place)
        reason = because("not_working_day", stage=key, day=today, until=until)
        return case.wait(reason, until, key)

    def _too_often(self) -> Decision | None:
        """Ask for a decision instead of sending a stage once too often."""
        times, most = self.ladder.times(self.place), self.ladder.most(self.place)
        if times < most:
            return None
        key = self.ladder.key(self.place)
        window = self.case.policy.repeat_window
        reason = because("decide", stage=key, times=times, most=most, window=window)
        return self.case.task(reason, key)

    def _not_by_itself(self) -> Decision | None:
        """Leave it to a person: a private debtor, or one out of reach."""
        stage = self.ladder.stages[self.place]
        debtor = self.case.debtor
        if debtor.person and stage.severity > self.case.policy.person_severity:
            reason = because("person", stage=stage.key, severity=stage.severity)
            return self.case.task(reason, stage.key)
        if not debtor.reachable:
            return self.case.task(because("unreachable", stage=stage.key), stage.key)
        return None

    def _notice(self) -> Decision:
        """Send the stage: everything is said on one notice."""
        case, stage = self.case, self.ladder.stages[self.place]
        calendar, gap = case.calendar, self.ladder.strategy.min_gap
        pay_by = None
        if stage.claims:
            pay_by = pay_by_date(case.today, stage.pay_by_days, calendar)
        after = rest_end(case.today, pay_by, gap, calendar, case.policy)
        return Decision(
            Action.NOTICE,
            self._cause(),
            stage.key,
            lines_of(case, self.ladder, self.rows, self.place),
            pay_by,
            calendar.next_working(after),
            case.claims,
        )

    def _cause(self) -> Reason:
        """Say which item asks for the notice: the oldest at its stage."""
        key, times = self.ladder.key(self.place), self.ladder.times(self.place)
        if self.place > self.due:
            due_key = self.ladder.key(self.due)
            return because("raised", stage=key, due_stage=due_key, times=times)
        asking = [row for row in self.rows if row.next == self.place]
        row = min(asking, key=lambda row: row.again)
        item = {"stage": key, "item": row.item.key, "move": row.item.move_key}
        if not self.ladder.stages[self.place].claims:
            return because("courtesy", **item, due=row.due, times=times)
        late = (self.case.today - row.start).days
        code = "again" if row.again else "stage_due"
        return because(code, **item, days_late=late, times=times)
