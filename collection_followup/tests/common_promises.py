from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields

from .common_roles import RolesCommon


class PromisesCommon(RolesCommon):
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

    @classmethod
    def without_entries(cls):
        """The world in which payments have no entry until the bank says so.

        Core asks its own hook whether an accounting addon is installed there.
        """
        journal = cls.company_data["default_journal_bank"]
        journal.inbound_payment_method_line_ids.payment_account_id = False
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["account.move"],
                "_get_invoice_in_payment_state",
                return_value="in_payment",
            )
        )

    def bank_line(self, amount, on, partner=None):
        """A line of a bank statement."""
        with freeze_time(on):
            return self.env["account.bank.statement.line"].create(
                {
                    "journal_id": self.company_data["default_journal_bank"].id,
                    "date": on,
                    "amount": amount,
                    "partner_id": (partner or self.debtor).id,
                    "payment_ref": "Transfer",
                }
            )

    def match(self, statement_line, moves, on):
        """Match a line of a bank statement with invoices, as on a day."""
        _liquidity, suspense, _other = statement_line._seek_for_lines()
        lines = self.receivable(moves)
        with freeze_time(on):
            suspense.account_id = lines.account_id[:1]
            (suspense | lines).reconcile()

    def credit_note(self, move, amount, on):
        """Credit a part of an invoice and match it."""
        with freeze_time(on):
            refund = self.env["account.move"].create(
                {
                    "move_type": "out_refund",
                    "partner_id": move.partner_id.id,
                    "invoice_date": on,
                    "date": on,
                    "reversed_entry_id": move.id,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Credit", "price_unit": amount, "tax_ids": False}
                        )
                    ],
                }
            )
            refund.action_post()
            lines = self.receivable(move | refund)
            lines.filtered(lambda line: not line.reconciled).reconcile()
        return refund
