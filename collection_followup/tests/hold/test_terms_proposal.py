from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
class TestTermsProposal(RolesCommon):
    """From the case: new terms and a new limit, proposed from behaviour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-04-01"))
        terms = cls.env["account.payment.term"]
        cls.thirty, cls.ten = terms.create(
            [
                {
                    "name": f"{days} days",
                    "line_ids": [Command.create({"nb_days": days})],
                }
                for days in (30, 10)
            ]
        )
        cls.debtor.property_payment_term_id = cls.thirty
        # 24 000.00 in twelve months, each paid 10 days late: 2 000.00 a month
        for month in range(1, 13):
            year, number = (2025, month + 3) if month < 10 else (2026, month - 9)
            move = cls.invoice(
                2000.0, f"{year}-{number:02}-01", f"{year}-{number:02}-05"
            )
            if month < 12:
                cls.pay(move, f"{year}-{number:02}-15")

    def open_case(self):
        self.env["collection.case"]._sync(self.company, self.debtor)
        case = self.case()
        case._judge()
        return case

    def window(self, case, user=None):
        wizard = self.env["collection.terms"].with_user(user or self.manager)
        return Form(wizard.with_context(default_case_id=case.id))

    def test_proposal_in_words(self):
        """10 days late: three quarters of two months, 3 000.00, and a shorter term."""
        case = self.open_case()
        form = self.window(case)
        self.assertEqual(form.trust, "credit")
        self.assertEqual(form.limit, 3000.0)
        self.assertEqual(form.term_id, self.ten)
        self.assertIn("usually 10 days, 100 percent", form.findings)
        self.assertIn("$ 2,000.00 a month", form.findings.replace("\xa0", " "))
        self.assertEqual(form.present, "30 days, no limit of its own")

    def test_apply_and_remember(self):
        case = self.open_case()
        with self.window(case) as form:
            form.limit = 2500.0
            form.reason = "Agreed with the owner"
        form.record.action_confirm()
        debtor = self.debtor.with_company(self.company)
        self.assertEqual(debtor.property_payment_term_id, self.ten)
        self.assertTrue(debtor.use_partner_credit_limit)
        self.assertEqual(debtor.credit_limit, 2500.0)
        for record in (case, self.debtor):
            said = html2plaintext(record.message_ids[0].body).replace("\xa0", " ")
            self.assertIn("10 days, limit $ 2,500.00", said)
            self.assertIn("before: 30 days", said)
            self.assertIn("Agreed with the owner", said)

    def test_limit_is_not_raised_for_who_is_late(self):
        self.debtor.write({"use_partner_credit_limit": True, "credit_limit": 1000.0})
        form = self.window(self.open_case())
        self.assertEqual(form.limit, 1000.0)
        self.assertIn("not raised", form.findings)

    def test_prepayment_is_a_hold(self):
        case = self.open_case()
        with self.window(case) as form:
            form.trust = "prepay"
        form.record.action_confirm()
        self.assertEqual(case.hold_effect, "prepay")
        self.assertIn("usually 10 days", case.hold_id.note)
        self.assertEqual(self.debtor.property_payment_term_id, self.thirty)

    def test_only_credit_managers(self):
        case = self.open_case()
        for user in (self.collector, self.auditor, self.salesperson, self.accountant):
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_propose_terms()
            with self.assertRaises(AccessError):
                case.with_user(user)._set_terms(self.ten, 1.0, "Mine")
        # sudo is no credit manager either
        with self.assertRaises(AccessError):
            case.with_user(self.collector).sudo()._set_terms(self.ten, 1.0, "Mine")
        action = case.with_user(self.manager).action_propose_terms()
        self.assertEqual(action["context"], {"default_case_id": case.id})

    def test_zero_is_no_limit(self):
        form = self.window(self.open_case())
        form.limit = 0.0
        with self.assertRaisesRegex(ValidationError, "choose prepayment"):
            form.save()
