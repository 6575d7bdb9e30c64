from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_dispute import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestDispute(DisputeCommon):
    """Only the contested part rests, with an end date."""

    def test_the_letter_claims_the_rest(self):
        dispute = self.contest(300.0)
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "open",
                    "amount": 300.0,
                    "opened_on": date(2026, 4, 6),
                    "deadline": date(2026, 4, 16),  # ten days, a Thursday
                    "user_id": self.collector.id,
                    "document": self.bill.name,
                    "side": "ours",
                }
            ],
        )
        self.assertRecordValues(
            self.file, [{"disputed": 300.0, "to_collect": 700.0, "overdue": 1000.0}]
        )
        self.run_on("2026-04-06")
        notice = self.notices(states=["approved"])
        self.assertEqual(notice.amount, 700.0)
        apart = notice.line_ids.filtered(lambda line: line.part == "disputed")
        self.assertRecordValues(
            apart,
            [
                {
                    "amount_rests": 300.0,
                    "disputes": [[dispute.name, 300.0, None]],
                }
            ],
        )
        body = notice.sudo()._mail_body()
        self.assertIn("You do not agree; we are looking into it", body)
        self.assertIn(dispute.name, body)
        self.assertIn("300.00", body)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("collection_followup.report_letter_notice", notice.ids)[
                0
            ]
            .decode()
        )
        self.assertIn("You do not agree; we are looking into it", html)
        self.assertIn("The rest of your account is due", html)
        self.assertIn(dispute.name, html)

    def test_it_rests_up_to_the_deadline_and_the_managers_days(self):
        self.contest(1000.0)
        self.run_on("2026-04-23")  # the deadline and seven days
        self.assertEqual(self.file.to_collect, 0.0)
        self.assertFalse(self.notices(states=None))
        self.run_on("2026-04-24")
        self.assertEqual(self.file.to_collect, 1000.0)
        self.assertTrue(self.notices(states=["approved"]))

    def test_two_disputes_on_one_item(self):
        self.contest(300.0)
        self.contest(200.0)
        self.assertEqual(self.file.to_collect, 500.0)
        # all that is not contested yet is proposed
        self.assertEqual(self.contest().amount, 500.0)
        with self.assertRaisesRegex(UserError, "already disputed"):
            self.contest()

    def test_the_overdue_one_goes_to_the_owners_manager(self):
        dispute = self.contest(300.0, user_id=self.salesperson.id)
        leader = self._make_user("leader", "collection_followup", "user")
        self.assertEqual(dispute.activity_ids.user_id, self.salesperson)
        team = (
            self.env["crm.team"].sudo().create({"name": "Team", "user_id": leader.id})
        )
        team.member_ids = self.salesperson
        runs = self.env["collection.run"]
        with freeze_time("2026-04-16 06:00:00"):
            runs._wake_and_escalate()
        self.assertFalse(dispute.manager_id)
        with freeze_time("2026-04-17 06:00:00"):
            runs._wake_and_escalate()
            runs._wake_and_escalate()
        tasks = dispute.activity_ids.filtered(lambda t: t.user_id == leader)
        self.assertEqual(dispute.manager_id, leader)
        self.assertEqual(len(tasks), 1)
        self.assertIn("has not decided it", tasks.summary)
        with freeze_time("2026-04-17 10:00:00"):
            self.assertTrue(dispute.overdue)
            self.assertIn(dispute, dispute.search([("overdue", "=", True)]))
            dispute.with_user(leader)._decide_for_us(date(2026, 4, 27), "It was right.")
        self.assertEqual(dispute.state, "for_us")
        self.assertFalse(dispute.activity_ids)

    def test_without_a_team_it_goes_to_the_credit_manager(self):
        dispute = self.contest(300.0)
        with freeze_time("2026-04-17 06:00:00"):
            self.env["collection.run"]._wake_and_escalate()
        self.assertEqual(dispute.manager_id, self.manager)

    def test_only_a_manager_extends(self):
        dispute = self.contest(300.0)
        with freeze_time("2026-04-17 06:00:00"):
            self.env["collection.run"]._wake_and_escalate()
            with self.assertRaisesRegex(AccessError, "Only for: Credit manager"):
                dispute.with_user(self.collector).deadline = date(2026, 5, 4)
            dispute.with_user(self.manager).deadline = date(2026, 5, 4)
        self.assertFalse(dispute.escalated_on)
        self.assertIn(date(2026, 5, 4), dispute.activity_ids.mapped("date_deadline"))
        self.run_on("2026-05-04")
        self.assertEqual(self.file.to_collect, 700.0)

    def test_cancelled_it_stands_where_it_was(self):
        dispute = self.contest(300.0).with_user(self.collector)
        with self.assertRaisesRegex(UserError, "say what was done or why"):
            dispute._cancel("  ")
        dispute._cancel("They found the delivery note.")
        self.assertEqual(dispute.state, "cancelled")
        self.assertEqual(self.file.to_collect, 1000.0)
        with self.assertRaisesRegex(UserError, "decided already"):
            dispute._cancel("Again")

    def test_paid_in_full_it_is_over(self):
        dispute = self.contest(300.0)
        payment = self.pay(self.bill, "2026-04-08")
        self.judge("2026-04-08")
        self.assertRecordValues(
            dispute,
            [{"state": "closed", "outcome": "paid", "closed_on": date(2026, 4, 8)}],
        )
        self.assertFalse(dispute.told_on)
        # the payment comes back: the dispute runs again, with an end
        payment.move_id.line_ids.remove_move_reconcile()
        self.judge("2026-05-11")
        self.assertEqual(dispute.state, "open")
        self.assertEqual(dispute.deadline, date(2026, 5, 18))
        self.assertEqual(self.file.disputed, 300.0)

    def test_the_part_is_never_more_than_what_is_open(self):
        self.contest(300.0)
        self.pay(self.bill, "2026-04-08", amount=800.0)
        self.judge("2026-04-08")
        self.assertRecordValues(self.file, [{"disputed": 200.0, "to_collect": 0.0}])

    def test_bad_input(self):
        other = self._make_debtor("Another Ltd")
        theirs = self.invoice(500.0, "2026-02-01", partner=other)
        settled = self.invoice(50.0, "2026-02-01")
        self.pay(settled, "2026-03-01")
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "dispute_portal",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        for values, words in (
            ({"amount": 0.0}, "more than zero"),
            ({"amount": -5.0}, "more than zero"),
            ({"amount": 1000.01}, "at most"),
            ({"move": theirs}, "is not an item of"),
            ({"move": settled}, "no longer open"),
            ({"line_id": False}, "Choose the invoice"),
            ({"line_id": self.bill.line_ids.ids[0]}, "Only customer receivables"),
            ({"reason_id": False}, "has a reason"),
            ({"reason_id": self.ours.id}, "not its group"),
            ({"user_id": portal.id}, "one of your colleagues"),
            ({"deadline": date(2026, 4, 6)}, "after today"),
            ({"deadline": date(2027, 5, 3)}, "within a year"),
            ({"contact_id": other.id}, "does not belong"),
            ({"invoice_line_ids": theirs.invoice_line_ids.ids}, "disputed document"),
        ):
            with (
                self.subTest(words),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.contest(**{"amount": 10.0, **values})
        dispute = self.contest(600.0)
        for values, words in (
            ({"amount": 1000.5}, "at most"),
            ({"amount": 0.0}, "more than zero"),
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                dispute.amount = values["amount"]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE collection_dispute SET amount = 0 WHERE id = %s", [dispute.id]
            )
        with self.assertRaisesRegex(AccessError, "cannot be deleted"):
            dispute.sudo().unlink()

    def test_another_companys_item(self):
        foreign = self.setup_other_company()["company"]
        line = self.receivable(self.bill)
        dispute = self.contest(100.0)
        case = dispute.case_id.sudo()
        case = case.copy({"company_id": foreign.id, "strategy_id": False})
        with self.assertRaisesRegex(ValidationError, "another company"):
            case._dispute({"line_id": line, "reason_id": self.faulty})

    def test_the_document_is_taken_back_and_posted_again(self):
        dispute = self.contest(300.0)
        self.bill.button_draft()
        self.judge("2026-04-07")
        self.assertEqual(dispute.state, "open")
        self.bill.invoice_line_ids.price_unit = 900.0
        self.bill.action_post()
        self.judge("2026-04-07")
        self.assertEqual(dispute.line_id, self.receivable(self.bill))
        self.assertRecordValues(self.file, [{"disputed": 300.0, "to_collect": 600.0}])
        self.bill.button_draft()
        self.bill.button_cancel()
        self.judge("2026-04-07")
        self.assertRecordValues(
            dispute, [{"state": "cancelled", "outcome": "withdrawn"}]
        )

    def test_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        bill = self.invoice(800.0, "2026-02-01", due="2026-03-02", currency_id=euro.id)
        dispute = self.contest(200.0, move=bill)
        self.assertRecordValues(
            dispute,
            [{"amount": 200.0, "amount_company": 100.0, "currency_id": euro.id}],
        )
        self.assertRecordValues(self.file, [{"disputed": 100.0, "to_collect": 1300.0}])
        total = self.file.total_ids.filtered(lambda t: t.currency_id == euro)
        self.assertRecordValues(total, [{"disputed": 200.0, "to_collect": 600.0}])
        with self.assertRaisesRegex(UserError, r"600\.00"):
            self.contest(601.0, move=bill)
