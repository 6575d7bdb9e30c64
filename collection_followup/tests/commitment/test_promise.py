from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01")
class TestPromise(RolesCommon):
    """What a customer promises is recorded with its items; nonsense is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.later = cls.invoice(500.0, "2026-02-10", due="2026-03-12")
        cls.coming = cls.invoice(300.0, "2026-03-20", due="2026-04-20")
        cls.env["collection.case"]._sync(cls.company, cls.debtor)
        cls.the_case = cls.env["collection.case"].search(
            [("partner_id", "=", cls.debtor.id)]
        )
        cls.the_case.user_id = cls.collector

    def promise(self, user=None, **values):
        values.setdefault("date", "2026-04-08")
        case = self.the_case.with_user(user or self.collector)
        return case._promise(values)

    def items(self, *pairs):
        return {self.receivable(move): amount for move, amount in pairs}

    def test_all_that_is_overdue_is_suggested(self):
        promise = self.promise()
        self.assertRecordValues(
            promise,
            [
                {
                    "amount": 1500.0,
                    "state": "open",
                    "date": date(2026, 4, 8),
                    # the 8th is a Wednesday; two working days of grace
                    "deadline": date(2026, 4, 10),
                    "promised_on": date(2026, 4, 1),
                    "user_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(promise.line_ids.line_id.move_id, self.late | self.later)
        self.assertEqual(promise.line_ids.mapped("open_then"), [1000.0, 500.0])

    def test_a_sum_goes_to_the_oldest_items(self):
        promise = self.promise(amount=1200.0)
        self.assertEqual(promise.line_ids.mapped("amount"), [1000.0, 200.0])

    def test_the_promised_part_rests_and_the_rest_is_chased(self):
        self.promise(items=self.items((self.late, 400.0)))
        self.assertRecordValues(
            self.the_case,
            [{"promised": 400.0, "to_collect": 1100.0, "overdue": 1500.0}],
        )

    def test_nonsense_is_refused(self):
        foreign = self.invoice(
            70.0, "2026-02-01", partner=self._make_debtor("Somebody else")
        )
        paid = self.invoice(80.0, "2026-02-01")
        self.pay(paid, "2026-02-03")
        other = self.setup_other_company()["company"]
        line = self.receivable(self.late)
        for said, values in (
            ("has passed", {"date": "2026-03-31"}),
            ("Ask for a date", {"date": False}),
            ("more than the", {"items": {line: 1000.0}, "amount": 1000.01}),
            ("is more than", {"items": {line: 1000.01}}),
            ("greater than zero", {"items": {line: 0.0}}),
            ("greater than zero", {"items": {line: -5.0}}),
            ("how much", {"amount": 0.0}),
            ("Choose the items", {"items": {}}),
            ("about open items", {"items": self.items((foreign, 70.0))}),
            ("paid or no longer", {"items": self.items((paid, 80.0))}),
            ("how they will pay", {"way": "barter"}),
            ("does not belong", {"contact_id": foreign.partner_id.id}),
        ):
            with self.subTest(said=said), self.assertRaisesRegex(UserError, said):
                self.promise(**values)
        self.late.company_id = self.late.company_id  # the same one is fine
        case = (
            self.env["collection.case"]
            .sudo()
            .create({"partner_id": self.debtor.id, "company_id": other.id})
        )
        with self.assertRaisesRegex(UserError, "about open items"):
            case._promise({"date": "2026-04-08", "items": {line: 10.0}})

    def test_a_new_promise_on_the_same_part_replaces_the_old_one(self):
        old = self.promise()
        new = self.promise(date="2026-04-10")
        self.assertRecordValues(old, [{"state": "postponed", "replaced_by_id": new.id}])
        self.assertIn("Replaced", old.reason)
        self.assertEqual(self.the_case.promised, 1500.0)

    def test_promises_on_different_parts_stand_side_by_side(self):
        first = self.promise(items=self.items((self.late, 400.0)))
        second = self.promise(items=self.items((self.late, 600.0)))
        self.assertEqual((first | second).mapped("state"), ["open", "open"])
        self.assertEqual(self.the_case.promised, 1000.0)

    def test_what_a_replaced_promise_was_about_besides_stays_promised(self):
        old = self.promise(reference="Cheque 4711")
        new = self.promise(date="2026-04-10", items=self.items((self.late, 1000.0)))
        rest = self.env["collection.commitment"].search(
            [("case_id", "=", self.the_case.id), ("state", "=", "open")]
        )
        rest -= new
        self.assertEqual(old.state, "postponed")
        self.assertRecordValues(
            rest,
            [{"amount": 500.0, "date": date(2026, 4, 8), "reference": "Cheque 4711"}],
        )
        self.assertEqual(self.the_case.promised, 1500.0)

    def test_one_day_too_far_asks_the_credit_manager(self):
        self.assertEqual(self.promise(date="2026-04-15").state, "open")
        promise = self.promise(date="2026-04-16")
        self.assertEqual(promise.state, "to_approve")
        self.assertEqual(promise.activity_ids.user_id, self.manager)
        self.assertEqual(self.the_case.promised, 1500.0)
        with self.assertRaises(AccessError):
            promise.action_approve()
        promise.with_user(self.manager).action_approve()
        self.assertEqual(promise.state, "open")
        self.assertFalse(promise.activity_ids)

    def test_a_refused_promise_rests_no_more(self):
        promise = self.promise(date="2026-05-16")
        with self.assertRaises(AccessError):
            promise._refuse("too late")
        promise.with_user(self.manager)._refuse("Too far ahead")
        self.assertEqual(promise.state, "cancelled")
        self.assertIn("Too far ahead", promise.reason)
        self.assertEqual(self.the_case.to_collect, 1500.0)
        self.assertIn("earlier day", self.tasks(self.the_case, "call").summary)

    def test_a_promise_is_cancelled_with_its_reason(self):
        promise = self.promise()
        with self.assertRaisesRegex(UserError, "say why"):
            promise._cancel(" ")
        promise._cancel("They changed their mind")
        self.assertEqual(promise.state, "cancelled")
        self.assertEqual(self.the_case.to_collect, 1500.0)
        with self.assertRaisesRegex(UserError, "has ended"):
            promise._cancel("again")

    def test_nobody_writes_the_verdict_by_hand(self):
        promise = self.promise()
        promise.with_user(self.collector).note = "Asked for Tom"
        for user in (self.collector, self.manager):
            with self.assertRaises(AccessError):
                promise.with_user(user).state = "kept"
            with self.assertRaises(AccessError):
                promise.line_ids.with_user(user).amount = 1.0
            with self.assertRaises(AccessError):
                promise.with_user(user).unlink()

    def test_rights_by_role(self):
        for user in (self.auditor, self.salesperson, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.promise(user=user)
        with self.assertRaises(AccessError):  # a colleague's case
            self.promise(user=self.colleague)
        promise = self.promise(user=self.everybody)
        mine = self.env["collection.commitment"].search_count
        self.assertTrue(mine([("id", "=", promise.id)]))
        hidden = self.env["collection.commitment"].with_user(self.colleague)
        self.assertFalse(hidden.search([("id", "=", promise.id)]))

    def test_every_item_in_full_when_no_part_is_said(self):
        promise = self.promise(items=self.items((self.coming, None)))
        self.assertEqual(promise.amount, 300.0)

    def test_the_thread_says_what_was_promised(self):
        self.promise(amount=1000.0)
        self.assertIn(self.late.name, str(self.the_case.message_ids[:1].body))
