from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04")
class TestPartnerMerge(CollectionCommon):
    """Merging contacts joins their cases; nothing that was said is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls._make_debtor("Customer and Sons", email=cls.debtor.email)
        cls.invoice(1000.0, "2026-03-01", due="2026-03-31")
        cls.invoice(500.0, "2026-03-05", due="2026-03-30", partner=cls.twin)

    def merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | target).ids, target)
        self.env.invalidate_all()

    def test_two_cases_become_one_with_all_evidence(self):
        self.run_on("2026-04-08")
        sent = self.send_all("2026-04-08")
        self.assertEqual(len(sent), 2)
        lost, kept = self.case(self.twin), self.case()
        lost.message_post(body="Called, promised to look")
        lost.activity_schedule("mail.mail_activity_data_call", summary="Call Tom")
        self.env["collection.interaction"].create({"case_id": lost.id, "note": "Tom"})
        activities = kept.activity_ids | lost.activity_ids
        interactions = kept.interaction_ids | lost.interaction_ids
        self.merge(self.twin, self.debtor)
        self.assertFalse(lost.exists())
        self.assertEqual(self.case(), kept)
        self.assertEqual(kept.notice_ids, sent.sorted("id", reverse=True))
        self.assertEqual(sent.partner_id, self.debtor)
        self.assertEqual(kept.activity_ids, activities)
        self.assertEqual(kept.interaction_ids, interactions)
        self.assertIn("promised to look", str(kept.message_ids.mapped("body")))
        self.assertEqual(kept.interaction_ids.partner_id, self.debtor)
        self.assertEqual(len(kept.open_item_ids), 2)

    def test_the_next_run_writes_one_letter_for_both(self):
        self.run_on("2026-04-08")
        self.send_all("2026-04-08")
        self.merge(self.twin, self.debtor)
        self.run_on("2026-05-04")
        notice = self.notices(states=("approved",))
        self.assertEqual(len(notice), 1)
        self.assertEqual(notice.severity, "2")
        self.assertEqual(sum(notice.line_ids.mapped("amount_to_collect")), 1500.0)

    def test_only_the_merged_one_has_a_case(self):
        fresh = self._make_debtor("Fresh name", email=self.debtor.email)
        self.run_on("2026-04-08")
        case = self.case(self.twin)
        self.merge(self.twin, fresh)
        self.assertEqual(case.partner_id, fresh)
        self.run_on("2026-05-04")
        self.assertEqual(self.case(fresh), case)

    def test_two_unsent_notices_are_cancelled_for_a_new_one(self):
        self.run_on("2026-04-08")
        waiting = self.env["collection.notice"].search([("state", "=", "approved")])
        self.assertEqual(len(waiting), 2)
        self.merge(self.twin, self.debtor)
        self.assertEqual(set(waiting.mapped("state")), {"cancelled"})

    def test_a_notice_that_is_leaving_is_kept(self):
        self.run_on("2026-04-08")
        leaving = self.notices(self.twin, states=("approved",))
        leaving.sudo().state = "unknown"
        leaving._sync_line_state()
        self.merge(self.twin, self.debtor)
        self.assertEqual(leaving.state, "unknown")
        self.assertEqual(leaving.case_id, self.case())

    def test_two_notices_that_are_leaving_stop_the_merge(self):
        self.run_on("2026-04-08")
        notices = self.env["collection.notice"].search([("state", "=", "approved")])
        notices.sudo().state = "unknown"
        with self.assertRaisesRegex(UserError, "on their way"):
            self.merge(self.twin, self.debtor)

    def test_the_careful_steering_wins(self):
        self.run_on("2026-04-08")
        case, twin = self.case(), self.case(self.twin)
        twin.sudo().write(
            {"stop": "lawyer", "stop_reason": "Letter of 1 May", "grace_days": 5}
        )
        case.sudo().write(
            {"pause_until": "2026-06-01", "pause_reason": "Waits for goods"}
        )
        self.merge(self.twin, self.debtor)
        self.assertRecordValues(
            self.case(),
            [
                {
                    "stop": "lawyer",
                    "stop_reason": "Letter of 1 May",
                    "grace_days": 5,
                    "pause_reason": "Waits for goods",
                }
            ],
        )

    def test_what_was_said_and_set_goes_to_the_kept_case(self):
        self.run_on("2026-04-08")
        kept, lost = self.case(), self.case(self.twin)
        mine = kept._promise({"date": "2026-05-08"})
        promise = lost._promise({"date": "2026-05-11", "amount": 300.0})
        line = promise.line_ids.line_id
        reason = self.env["collection.dispute.reason"].create({"name": "Price"})
        dispute = lost._dispute(
            {"line_id": line.id, "amount": 100.0, "reason_id": reason.id}
        )
        plan = (
            self.env["collection.plan"]
            .sudo()
            .create(
                {
                    "case_id": lost.id,
                    "currency_id": self.company.currency_id.id,
                    "amount": 100.0,
                    "first_on": "2026-05-20",
                }
            )
        )
        note = self.env["collection.private.note"].create(
            {"case_id": lost.id, "text": "In hospital"}
        )
        holds = (
            self.env["collection.hold"]
            .sudo()
            .create(
                [
                    {
                        "case_id": case.id,
                        "effect": effect,
                        "since": "2026-05-01",
                        "reason": "Owes too much",
                    }
                    for case, effect in ((kept, "cod"), (lost, "block"))
                ]
            )
        )
        holds.case_id._store_hold()
        release = (
            self.env["collection.hold.release"]
            .sudo()
            .create(
                {
                    "case_id": lost.id,
                    "hold_id": holds[1].id,
                    "scope": "amount",
                    "amount": 100.0,
                    "reason": "As agreed",
                }
            )
        )
        self.env["collection.trouble"].sudo().create(
            [
                {"partner_id": partner.id, "company_id": self.company.id}
                for partner in (self.debtor, self.twin)
            ]
        )
        self.merge(self.twin, self.debtor)
        for record in (mine, promise, dispute, plan, note, *holds, release):
            self.assertEqual(record.case_id, kept, record)
        for record in (promise, dispute, plan, *holds, release):
            self.assertEqual(record.partner_id, self.debtor, record)
        self.assertEqual(holds.mapped("state"), ["ended", "active"])
        self.assertRecordValues(
            kept, [{"hold_id": holds[1].id, "hold_effect": "block"}]
        )
        kept._judge()
        self.assertEqual(kept.promised, 1300.0)
        self.assertEqual(set((mine | promise).mapped("state")), {"open"})

    def test_cases_of_two_companies_stay_apart(self):
        other = self.setup_other_company()["company"]
        self.env["collection.case"].sudo().create(
            {"partner_id": self.twin.id, "company_id": other.id}
        )
        self.run_on("2026-04-08")
        self.merge(self.twin, self.debtor)
        cases = self.env["collection.case"].search(
            [("partner_id", "=", self.debtor.id)]
        )
        self.assertEqual(set(cases.mapped("company_id")), {self.company, other})

    def test_a_debtor_becomes_part_of_another_one(self):
        self.run_on("2026-04-08")
        sent = self.send_all("2026-04-08")
        before = self.case(self.twin)
        self.twin.write({"is_company": False, "parent_id": self.debtor.id})
        self.run_on("2026-05-04")
        self.assertEqual(
            before.notice_ids, sent.filtered(lambda n: n.case_id == before)
        )
        self.assertEqual(before.state, "closed")
        self.assertEqual(len(self.case().open_item_ids), 2)
        self.assertEqual(self.case().overdue, 1500.0)
