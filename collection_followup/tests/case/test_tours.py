from datetime import date

from odoo.tests import HttpCase, tagged

from ..common import CollectionCommon

TODAY = date(2026, 5, 11)  # a Monday
MORNING = "2026-05-11 09:30:00"


@tagged("post_install", "-at_install")
class TestTours(CollectionCommon, HttpCase):
    """What a collector and a credit manager do all day, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(cls.clock_at(MORNING))
        cls.env.user.write({"login": "tour", "password": "tour"})
        cls.touring = cls._make_debtor("Touring Ltd", phone="+49 30 123456")
        cls.another = cls._make_debtor("Another Ltd")
        for partner, amount, number in (
            (cls.touring, 1000.0, "PO-4711"),
            (cls.another, 400.0, "PO-0815"),
        ):
            cls.invoice(
                amount, "2026-03-12", due="2026-04-13", partner=partner, ref=number
            )

    def start(self, action, tour):
        self.start_tour(
            f"/odoo/action-collection_followup.{action}", tour, login="tour"
        )

    def test_worklist_case_and_call(self):
        # stage 1 on the third working day; stage 2 a fortnight later
        self.run_on("2026-04-16")
        self.send_all("2026-04-16")
        self.put_on_account(300.0)
        self.run_on(TODAY)
        self.start("collection_case_action", "collection_case")
        calls = self.case(self.touring).interaction_ids.filtered(
            lambda one: one.kind == "call"
        )
        self.assertEqual(calls.outcome, "reached")
        self.assertIn("Spoke to Ann", calls.note)

    def test_a_morning_of_calls(self):
        self.touring.child_ids.create(
            {"name": "Ann", "parent_id": self.touring.id, "phone": "+49 30 99"}
        )
        self.run_on(TODAY, kind="dry")
        self.env["collection.case"]._sync(self.company, self.touring | self.another)
        (self.case(self.touring) | self.case(self.another))._judge(TODAY)
        self.start("collection_case_action", "collection_call")
        promise = self.case(self.touring).commitment_ids
        self.assertRecordValues(
            promise,
            [
                {
                    "state": "open",
                    "amount": 1000.0,
                    "date": date(2026, 5, 18),
                    "reference": "Cheque 0815",
                }
            ],
        )
        self.assertEqual(promise.interaction_id.outcome, "will_pay")
        self.assertEqual(
            self.case(self.another).open_item_ids.mapped("approval"), ["in_check"]
        )

    def put_on_account(self, amount):
        """A payment of the debtor that nobody has matched yet."""
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.touring.id,
                "amount": amount,
                "date": "2026-05-08",
                "journal_id": self.company_data["default_journal_bank"].id,
            }
        )
        payment.action_post()

    def test_approval_tray(self):
        self.strategy.stage_ids.write({"approval": "always"})
        self.strategy.action_confirm()
        self.run_on(TODAY)
        waiting = self.env["collection.notice"].search([("state", "=", "planned")])
        self.assertEqual(len(waiting), 2)
        self.start("collection_notice_action", "collection_notice")
        self.assertEqual(set(waiting.mapped("state")), {"approved"})
        edited = waiting.filtered(lambda notice: notice.partner_id == self.touring)
        self.assertEqual(edited.subject, "A word about your account")

    def test_dry_run_of_an_edited_strategy(self):
        self.stage(5).pay_by_days = 9
        self.assertFalse(self.strategy.confirmed)
        self.start("collection_strategy_action", "collection_strategy")
        self.assertTrue(self.strategy.confirmed)
        self.assertFalse(self.env["collection.notice"].search([]))
