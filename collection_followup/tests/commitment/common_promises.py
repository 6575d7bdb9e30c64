from freezegun import freeze_time

from odoo import fields

from ..common_roles import RolesCommon
from ..ledger.common_money import MoneyCommon


class PromisesCommon(MoneyCommon, RolesCommon):
    """A debtor with a late invoice of 1 000, who promised it for Friday 10 April.

    Recorded on Wednesday 1 April; with two working days of grace the deadline is
    Tuesday 14 April.
    """

    RECORDED, PROMISED, DEADLINE, AFTER = (
        "2026-04-01",
        "2026-04-10",
        "2026-04-14",
        "2026-04-15",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.the_case = cls.open_case()

    @classmethod
    def open_case(cls, partner=None):
        """The case of a debtor, given to the collector."""
        partner = partner or cls.debtor
        with freeze_time(cls.RECORDED):
            cls.env["collection.case"]._sync(cls.company, partner)
        case = cls.env["collection.case"].search([("partner_id", "=", partner.id)])
        case.user_id = cls.collector
        return case

    def promise(self, *pairs, on=None, case=None, **values):
        """Record a promise on a day; pairs of invoice and part."""
        if pairs:
            values["items"] = {self.receivable(move): part for move, part in pairs}
        values.setdefault("date", self.PROMISED)
        with freeze_time(on or self.RECORDED):
            return (case or self.the_case)._promise(values)

    def judge_on(self, day):
        """Let the triggered job judge on a day what has changed."""
        with freeze_time(day):
            self.env["collection.run"]._cron_dirty()

    def night(self, day):
        """The nightly pass of a day."""
        with freeze_time(day):
            self.env["collection.run"]._wake_and_escalate()

    def assertStands(self, promise, state, paid=None, paid_on=None):
        """Compare how a promise stands."""
        self.assertEqual(promise.state, state, promise.reason)
        if paid is not None:
            self.assertEqual(promise.paid_amount, paid, promise.reason)
        if paid_on is not None:
            self.assertEqual(promise.paid_on, fields.Date.to_date(paid_on))
