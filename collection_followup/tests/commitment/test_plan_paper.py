from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..notice.common_letters import LettersCommon, flat, pages_of, text_of
from .common_plan import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanPaper(PlanCommon, LettersCommon):
    """The agreement says what was agreed, and what happens when it is not kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strategy.stage_ids.by_email = True
        cls.strategy.action_confirm()

    def plan(self, **values):
        case, moves = self.owing(700.0, 300.01)
        moves[0].ref = "PO 4711"
        return self.agree(case, count=2, down_payment=200.0, **values), moves

    def test_agreement(self):
        plan, moves = self.plan()
        self.assertEqual(plan.agreement_id.res_id, plan.id)
        text = text_of(plan.agreement_id.raw)
        for words in (
            "Debtor & Sons 1 High Street 10115 Berlin",
            f"Payment plan {plan.name}",
            "you pay $ 1,000.01 for the invoices below in 3 instalments",
            f"{moves[0].name} PO 4711 02/01/2026 03/02/2026 700.00 700.00",
            f"{moves[1].name} 02/01/2026 03/03/2026 300.01 300.01",
            "Total of the plan in USD $ 1,000.01",
            "1 April 7, 2026 200.00 800.01",  # the 6th is Easter Monday
            "2 May 6, 2026 400.01 400.00",
            "3 June 8, 2026 400.00 0.00",
            "DE89 3704 0044 0532 0130 00",
            "the whole amount that is still open is due at once",
            "please call us before it",
            "Place, date, signature",
        ):
            self.assertIn(words, text)
        self.assertEqual(text.count("Place, date, signature"), 2)
        self.assertEqual(len(pages_of(plan.agreement_id.raw)), 1)

    def test_unpatched_engine(self):
        self.use_unpatched_engine()
        plan, _moves = self.plan()
        text = text_of(plan.agreement_id.raw)
        self.assertIn("3 June 8, 2026 400.00 0.00", text)

    def test_long_plan_has_a_head_on_every_page(self):
        case, _moves = self.owing(6000.0)
        plan = self.agree(case, self.manager, count=60, rhythm="weekly")
        pages = [flat(page) for page in pages_of(plan.agreement_id.raw)]
        self.assertGreater(len(pages), 1)
        self.assertIn("To arrive by", pages[1])
        self.assertIn(f"Page 1 of {len(pages)}", pages[0])

    def test_in_the_language_of_the_debtor(self):
        """Dates and amounts are German, and so are the translated words."""
        self.env["res.lang"]._activate_lang("de_DE")
        view = self.env.ref("collection_followup.plan_document")
        view.update_field_translations(
            "arch_db", {"de_DE": {"Instalments": "Eure Raten"}}
        )
        self.debtor.lang = "de_DE"
        plan, _moves = self.plan()
        text = text_of(plan.agreement_id.raw)
        self.assertIn("Eure Raten", text)
        self.assertIn("7. April 2026 200,00 800,01", text)

    def test_signed_copy(self):
        plan, _moves = self.plan()
        mine = plan.with_user(self.collector)
        mine.write({"accepted_on": date(2026, 4, 3), "signed_copy": b"UERG"})
        self.assertEqual(plan.accepted_on, date(2026, 4, 3))
        self.assertIn(str(plan.agreement_id.id), mine.action_print_agreement()["url"])

    def test_default_is_told_in_the_next_letter(self):
        plan, _moves = self.plan()
        self.judge_on("2026-04-10", plan.case_id)
        self.assertEqual(plan.state, "defaulted")
        told = "our payment plan of April 1, 2026 did not arrive"
        notice = self.run_on("2026-04-20").notice_ids
        self.assertIn(told, flat(str(notice._preview())))
        notice._mark_sent("email", date(2026, 4, 20))
        self.assertEqual(plan.told_notice_id, notice)
        self.run_on("2026-06-01")
        later = self.notices(states=None) - notice
        self.assertTrue(later)
        self.assertNotIn(told, flat(str(later._preview())))

    def test_default_is_told_on_paper(self):
        plan, _moves = self.plan()
        self.judge_on("2026-04-10", plan.case_id)
        self.strategy.stage_ids.by_email = False
        self.strategy.action_confirm()
        with freeze_time("2026-04-20 10:00:00"):
            notice = self.letters_on("2026-04-20")
            self.print_on(notice, date(2026, 4, 20))
        text = text_of(notice.letter_id.raw)
        self.assertIn("our payment plan of April 1, 2026 did not arrive", text)
