from ast import literal_eval
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_letters import LettersCommon, text_of

DAY = date(2026, 3, 10)
NAME = "Reminder of the stage that is due"


@tagged("post_install", "-at_install")
class TestLetterDue(LettersCommon):
    """The reminder that is due is printed from where one is, and it counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(1000.0, "2026-01-15", "2026-02-14")
        cls.other = cls._make_debtor("Other")
        cls.second = cls.invoice(700.0, "2026-01-15", "2026-02-14", partner=cls.other)
        cls.env["collection.case"]._sync(cls.company, today=DAY)
        cls.collector = new_test_user(
            cls.env, "a collector", "collection_followup.group_collection_all"
        )
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["res.company"], "_collection_today", lambda _c: DAY
            )
        )

    def press(self, records):
        """Choose the entry of the Print menu on records, as the web client does."""
        names = {
            "account.move": "move",
            "res.partner": "partner",
            "collection.case": "case",
        }
        action = self.env.ref(
            f"collection_followup.action_print_due_{names[records._name]}"
        )
        return (
            action.with_user(self.collector)
            .with_context(
                active_model=records._name,
                active_id=records[:1].id,
                active_ids=records.ids,
            )
            .run()
        )

    def assertPrinted(self, download):
        """The letter was printed with its number, and its level has moved."""
        notice = self.notices()
        self.assertRecordValues(
            notice,
            [
                {
                    "state": "sent",
                    "sent_on": DAY,
                    "stage_id": self.stage(1).id,
                    "letter_state": "printed",
                    "email_state": "none",
                }
            ],
        )
        self.assertIn("/web/content/", download["url"])
        text = text_of(notice.letter_id.raw)
        self.assertIn(f"Our reference {notice.name}", text)
        self.assertIn("Please pay $ 1,000.00", text)
        item = self.receivable(self.bill).collection_item_ids
        self.assertEqual(item.stage_id, self.stage(1))
        return notice

    def test_from_an_invoice(self):
        self.assertPrinted(self.press(self.bill))

    def test_from_a_list_of_invoices(self):
        other = self.other
        self.press(self.bill | self.second)
        self.assertEqual(self.notices().state, "sent")
        self.assertEqual(self.notices(other).state, "sent")
        self.assertEqual(self.notices().batch_id, self.notices(other).batch_id)

    def test_from_a_partner(self):
        self.assertPrinted(self.press(self.debtor))

    def test_from_a_case(self):
        self.assertPrinted(self.press(self.case()))

    def test_it_is_in_the_print_menus(self):
        actions = self.env["ir.actions.actions"].with_user(self.collector)
        for model in ("account.move", "res.partner", "collection.case"):
            names = [row["name"] for row in actions.get_bindings(model)["report"]]
            self.assertIn(NAME, names, model)
            self.assertIn("Copy of what is open", names, model)
        biller = new_test_user(self.env, "a biller", "account.group_account_invoice")
        self.env.invalidate_all()
        actions = actions.with_user(biller)
        names = [row["name"] for row in actions.get_bindings("account.move")["report"]]
        self.assertNotIn(NAME, names)
        self.assertIn("Copy of what is open", names)

    def test_instead_of_the_email_that_is_queued(self):
        self.stage(1).write({"by_email": True, "by_letter": False})
        self.strategy.action_confirm()
        self.run_on(DAY)
        (notice,) = self.notices(states=["approved"])
        self.assertEqual(notice.email_state, "queued")
        mail = notice.mail_ids
        printed = self.assertPrinted(self.press(self.bill))
        self.assertEqual(printed, notice)
        self.assertEqual(mail.state, "cancel")

    def test_instead_of_the_email_of_the_stage(self):
        self.stage(1).write({"by_email": True, "by_letter": False})
        self.strategy.action_confirm()
        notice = self.assertPrinted(self.press(self.bill))
        self.assertEqual(notice.mail_ids.mapped("state"), ["cancel"])

    def test_whoever_presses_approves(self):
        self.stage(1).approval = "always"
        self.strategy.action_confirm()
        self.assertPrinted(self.press(self.bill))

    def test_nothing_is_due(self):
        self.press(self.bill)
        with self.assertRaisesRegex(UserError, "No reminder is due today"):
            self.press(self.bill)
        self.assertEqual(len(self.notices()), 1)

    def test_nothing_before_the_opening_position(self):
        self.company.collection_opened_on = False
        with self.assertRaisesRegex(UserError, "go-live review"):
            self.press(self.bill)

    def test_a_stopped_debtor(self):
        self.case()._stop("lawyer", "Their lawyer wrote")
        with self.assertRaisesRegex(UserError, "No reminder is due today"):
            self.press(self.bill)

    def test_without_a_postal_address(self):
        self.debtor.write({"street": False, "zip": False, "city": False})
        with self.assertRaisesRegex(UserError, "no postal address for Debtor"):
            self.press(self.bill)

    def test_whoever_never_was_late(self):
        punctual = self._make_debtor("Punctual")
        move = self.invoice(70.0, "2026-03-09", partner=punctual)
        with self.assertRaisesRegex(UserError, "no collection case of Punctual"):
            self.press(move)

    def test_somebody_elses_case(self):
        self.case().user_id = self.env.user
        self.collector = new_test_user(
            self.env, "own cases", "collection_followup.group_collection_user"
        )
        with self.assertRaises(AccessError):
            self.press(self.case())
        self.assertFalse(self.notices(states=None))

    def test_letters_to_print_is_a_menu(self):
        self.run_on(DAY)
        menu = self.env.ref("collection_followup.collection_letter_waiting_menu")
        self.assertEqual(menu.name, "Letters to print")
        visible = self.env["ir.ui.menu"].with_user(self.collector)
        self.assertIn(menu.id, visible._visible_menu_ids())
        domain = self.env["ir.actions.act_window"].browse(menu.action.id).domain
        waiting = self.env["collection.notice"].search(literal_eval(domain))
        self.assertEqual(waiting.partner_id, self.debtor | self.other)
        waiting.with_user(self.collector).action_print_letters()
        self.assertFalse(self.env["collection.notice"].search(literal_eval(domain)))
