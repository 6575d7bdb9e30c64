from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command

from ..common import CollectionCommon


class MoneyCommon(CollectionCommon):
    """Money that comes in by all its ways, in both worlds of payments."""

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
