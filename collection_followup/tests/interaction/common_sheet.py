from odoo import Command

from ..common_roles import RolesCommon


class SheetCommon(RolesCommon):
    """A debtor with two overdue invoices, and a sheet to call him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.env["res.partner"].create(
            {
                "name": "Eve Clerk",
                "parent_id": cls.debtor.id,
                "phone": "+49 30 123",
                "email": "eve@debtor.example",
                "collection_role_ids": [
                    Command.set(cls.env.ref("collection_followup.role_pays").ids)
                ],
            }
        )
        cls.boss = cls.env["res.partner"].create(
            {"name": "Bob Boss", "parent_id": cls.debtor.id, "phone": "+49 30 456"}
        )
        cls.first = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.second = cls.invoice(500.0, "2026-02-10", due="2026-03-12")
        cls.env["collection.case"]._sync(cls.company, cls.debtor)
        cls.debt = cls.env["collection.case"].search(
            [("partner_id", "=", cls.debtor.id)]
        )
        cls.debt.user_id = cls.collector
        cls.debt._judge()
        cls.reason = cls.env["collection.dispute.reason"].search(
            [("child_ids", "=", False)], limit=1
        )

    def sheet(self, case=None, user=None, **values):
        """The sheet as the button opens it, with answers."""
        case = (case or self.debt).with_user(user or self.collector)
        action = case.action_log_call()
        sheet = self.env[action["res_model"]].with_user(user or self.collector)
        sheet = sheet.browse(action["res_id"])
        sheet.write({"outcome": "reached", **values})
        return sheet

    def answer(self, sheet, move, answer, **values):
        """Say something of one invoice."""
        line = sheet.line_ids.filtered(lambda one: one.name == move.name)
        line.write({"answer": answer, **values})

    def promises(self, case=None):
        return [
            (p.date, p.amount, p.way, p.reference or "", p.state)
            for p in (case or self.debt).commitment_ids.sorted(lambda p: (p.date, p.id))
        ]
