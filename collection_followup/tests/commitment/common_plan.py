from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from ..common_roles import RolesCommon


class PlanCommon(RolesCommon):
    """A debtor who is late and agrees to pay in parts; Wednesday, 1 April 2026."""

    DAY = "2026-04-01"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write(
            {"street": "5 Creditor Road", "zip": "20457", "city": "Hamburg"}
        )
        cls.company.write(
            {
                "collection_plan_months": 6,
                "collection_plan_smallest": 50.0,
                "collection_plan_most": 6,
            }
        )
        if not cls.company.partner_id.bank_ids:
            cls.env["res.partner.bank"].create(
                {
                    "acc_number": "DE89 3704 0044 0532 0130 00",
                    "partner_id": cls.company.partner_id.id,
                }
            )

    def owing(self, *amounts, day=DAY, partner=None, **values):
        """The case of a debtor with overdue invoices, a day apart; the moves."""
        moves = self.env["account.move"]
        for number, amount in enumerate(amounts):
            due = date(2026, 3, 2 + number)
            moves |= self.invoice(amount, "2026-02-01", due, partner=partner, **values)
        with freeze_time(f"{day} 10:00:00"):
            debtor = partner or self.debtor
            self.env["collection.case"]._sync(self.company, debtor)
            case = self.case(debtor)
            case._judge()
        case.user_id = self.collector
        return case, moves

    def agree(self, case, user=None, day=DAY, **values):
        """Agree on a plan as on a day: 6 April and monthly, unless told otherwise."""
        values = {"first_on": date(2026, 4, 6), "count": 3, "confirm": False, **values}
        with freeze_time(f"{day} 10:00:00"):
            plan = case.with_user(user or self.collector)._agree_plan(values)
        return plan.sudo()

    def judge_on(self, day, case):
        """Judge a case as on a day."""
        with freeze_time(f"{day} 10:00:00"):
            case._judge()

    def pay_on(self, moves, day, amount, case=None):
        """A payment through the wizard, and the judgement that it causes."""
        payment = self.pay(moves, day, amount)
        self.judge_on(day, case or self.case())
        return payment

    def states(self, plan):
        """How the instalments of a plan stand, by their days."""
        promises = plan.commitment_ids.sorted("date")
        return [(f"{p.date:%m-%d}", p.amount, p.state) for p in promises]

    def unmatch(self, payment):
        """Take a payment away from what it paid."""
        payment.move_id.line_ids.remove_move_reconcile()

    @classmethod
    def days(cls, *texts):
        """Dates of 2026."""
        return [fields.Date.to_date(f"2026-{text}") for text in texts]

    def agree_by_window(self, case, user=None, **values):
        """Agree on a plan through the window, as a person does."""
        return (
            self.env["collection.plan.agree"]
            .with_user(user or self.collector)
            .create({"case_ids": [Command.set(case.ids)], **values})
        )
