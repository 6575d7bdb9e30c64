from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.tools import SQL

from ...rules.ledger import amounts
from ...rules.ledger.calendar import WorkCalendar

WEEK = frozenset(range(7))


def holidays_known():
    """Tell whether the library of public holidays can be used."""
    try:
        import holidays  # noqa: F401
    except ImportError:
        return False
    return True


class ResCompany(models.Model):
    """On which days a company works, and whether its bank data can be believed."""

    _inherit = "res.company"

    def _collection_calendar(self, today):
        """The working days around a day, as the rules want them.

        The company's own closing days come first; public holidays of its country
        and state come from the ``holidays`` library where that is installed.

        :param today: the company's day; a year before and two after are covered
        """
        self.ensure_one()
        first, last = today - timedelta(days=400), today + timedelta(days=800)
        closed = self._collection_closing_days(first, last)
        public = self._collection_public_holidays(first.year, last.year)
        return WorkCalendar(frozenset(closed) | public, self._collection_weekend())

    def _collection_weekend(self):
        """The days of the week without any working hours; Saturday and Sunday else."""
        attendances = self.resource_calendar_id.attendance_ids
        worked = {int(day) for day in attendances.mapped("dayofweek")}
        return WEEK - worked if worked else frozenset({5, 6})

    def _collection_closing_days(self, first, last):
        """Whole days on which the company's calendar is closed for everybody."""
        leaves = self.env["resource.calendar.leaves"].sudo()  # dates only
        leaves = leaves.search(
            [
                ("resource_id", "=", False),
                ("company_id", "in", [False, self.id]),
                ("calendar_id", "in", [False, self.resource_calendar_id.id]),
                ("date_to", ">=", datetime.combine(first, time.min)),
                ("date_from", "<=", datetime.combine(last, time.max)),
            ]
        )
        zone = pytz.timezone(self._collection_tz())
        days = set()
        for leave in leaves:
            start = pytz.utc.localize(leave.date_from).astimezone(zone)
            end = pytz.utc.localize(leave.date_to).astimezone(zone)
            if end - start < timedelta(hours=6):
                continue  # an afternoon off is still a working day
            span = (end.date() - start.date()).days
            days.update(start.date() + timedelta(days=n) for n in range(span + 1))
        return days

    def _collection_public_holidays(self, first, last):
        """Public holidays of the company's country and state, years included."""
        country, state = self.country_id.code, self.state_id.code
        return self._collection_holidays_of(country, state, first, last)

    def _collection_bank_is_fresh(self, today):
        """Tell whether the books know of recent payments, see ``rules.amounts``."""
        root = self.root_id
        if root.collection_bank_stale_days <= 0:
            return True
        return amounts.bank_is_fresh(
            root._collection_last_money(),
            root.collection_bank_confirmed_on or None,
            today,
            root.collection_bank_stale_days,
        )

    def _collection_last_money(self):
        """The last day a bank or cash journal saw a statement line or a payment."""
        companies = self.env["account.move.line"]._collection_companies(self)
        [(day,)] = self.env.execute_query(
            SQL(
                """
                SELECT GREATEST(
                    (SELECT MAX(m.date) FROM account_bank_statement_line s
                       JOIN account_move m ON m.id = s.move_id
                      WHERE s.company_id IN %(companies)s AND m.state = 'posted'),
                    (SELECT MAX(date) FROM account_payment
                      WHERE company_id IN %(companies)s AND payment_type = 'inbound'
                        AND state IN ('in_process', 'paid')))
                """,
                companies=tuple(companies.ids),
            )
        )
        return day
