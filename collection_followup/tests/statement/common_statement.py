from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from freezegun import freeze_time

from ..common import CollectionCommon

DAY = date(2026, 3, 10)


class StatementCommon(CollectionCommon):
    """A debtor with everything that can stand on a statement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency("EUR")
        cls.old = cls.invoice(500, "2025-06-01", "2025-07-01", ref="PO 1")
        cls.part = cls.invoice(300, "2026-01-01", "2026-01-31", ref="=1+1")
        cls.pay(cls.part, "2026-02-10", amount=120)
        cls.coming = cls.invoice(80, "2026-03-01", "2026-03-31")
        cls.foreign = cls.invoice(
            70, "2026-01-15", "2026-02-14", currency_id=cls.euro.id
        )
        cls.credit = cls.invoice(40, "2026-02-01", move_type="out_refund")
        with freeze_time("2026-03-02"):
            cls.on_account = cls.env["account.payment"].create(
                {
                    "partner_id": cls.debtor.id,
                    "partner_type": "customer",
                    "payment_type": "inbound",
                    "amount": 25,
                    "date": "2026-03-02",
                }
            )
            cls.on_account.action_post()

    def ledger(self, partners, currency):
        """The receivable balance of open items, asked of the ledger itself."""
        lines = self.env["account.move.line"].search(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("partner_id", "child_of", partners.ids),
                ("currency_id", "=", currency.id),
            ]
        )
        return round(sum(lines.mapped("amount_residual_currency")), 2)

    def workbook(self, partners):
        """Write the statement of these partners and open it."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "statement.xlsx"
            model = self.env["collection.statement"]
            model._write_xlsx(path, self.company, partners, DAY)
            return openpyxl.load_workbook(path)
