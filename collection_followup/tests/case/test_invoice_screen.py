from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
class TestInvoiceScreen(CollectionCommon):
    """Invoices and partners show stage, days late, last notice, when and to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.invoice(1000.0, "2026-03-01", due="2026-03-31")
        cls.new = cls.invoice(300.0, "2026-04-01", due="2026-05-20")
        cls.clean = cls.invoice(
            80.0, "2026-04-01", due="2026-07-20", partner=cls._make_debtor("Good Ltd")
        )

    def remind(self, day):
        self.run_on(day)
        return self.send_all(day)

    @freeze_time("2026-04-08")
    def test_invoice_before_and_after_the_first_notice(self):
        self.assertFalse(self.old.collection_stage_id)
        self.assertEqual(self.old.collection_days_late, 8)
        notice = self.remind("2026-04-08")
        self.env.invalidate_all()
        self.assertRecordValues(
            self.old,
            [
                {
                    "collection_stage_id": self.stage(1).id,
                    "collection_severity": "1",
                    "collection_days_late": 8,
                    "collection_last_notice_id": notice.id,
                    "collection_sent_on": date(2026, 4, 8),
                    "collection_sent_to": (notice.contact_id or self.debtor).id,
                }
            ],
        )
        self.assertFalse(self.new.collection_stage_id)
        self.assertEqual(self.new.collection_days_late, 0)

    @freeze_time("2026-04-08")
    def test_search_and_group(self):
        notice = self.remind("2026-04-08")
        moves = self.env["account.move"]
        ours = [("id", "in", (self.old | self.new | self.clean).ids)]

        def found(*leaf):
            return moves.search([*ours, leaf])

        rest = self.new | self.clean
        self.assertEqual(found("collection_stage_id", "=", self.stage(1).id), self.old)
        self.assertEqual(found("collection_stage_id", "=", False), rest)
        self.assertEqual(found("collection_stage_id", "!=", False), self.old)
        self.assertEqual(found("collection_stage_id", "ilike", "stage 1"), self.old)
        self.assertEqual(found("collection_severity", "in", ["1", "2"]), self.old)
        self.assertEqual(found("collection_severity", "not in", ["1"]), rest)
        self.assertEqual(found("collection_last_notice_id", "=", notice.id), self.old)
        self.assertEqual(found("collection_sent_on", ">=", "2026-04-08"), self.old)
        self.assertFalse(found("collection_sent_on", ">", "2026-04-08"))
        self.assertEqual(found("collection_days_late", ">", 0), self.old)
        self.assertEqual(found("collection_days_late", "<=", 0), rest)
        groups = moves._read_group(
            ours, ["collection_stage_id"], ["__count", "collection_days_late:max"]
        )
        self.assertEqual(
            groups, [(self.stage(1), 1, 8), (self.env["collection.stage"], 2, 0)]
        )
        by_web = moves.formatted_read_group(ours, ["collection_severity"], ["__count"])
        self.assertEqual([group["__count"] for group in by_web], [1, 2])
        ordered = moves.search(ours, order="collection_days_late desc, id", limit=1)
        self.assertEqual(ordered, self.old)

    @freeze_time("2026-05-26")
    def test_partner_shows_overdue_and_stage(self):
        self.remind("2026-05-26")
        self.case()._judge()
        self.assertEqual(self.debtor.collection_overdue, 1300.0)
        self.assertEqual(self.debtor.collection_stage_id, self.stage(1))
        self.assertEqual(self.debtor.collection_case_id, self.case())
        contact = self._make_debtor("Clerk", parent_id=self.debtor.id, is_company=False)
        self.assertEqual(contact.collection_overdue, 1300.0)
        partners = self.env["res.partner"]
        ours = [("id", "in", (self.debtor | self.clean.partner_id).ids)]
        good = self.clean.partner_id
        self.assertEqual(
            partners.search([*ours, ("collection_overdue", ">", 1000.0)]), self.debtor
        )
        self.assertEqual(
            partners.search([*ours, ("collection_overdue", "<=", 0)]), good
        )
        self.assertEqual(
            partners.search([*ours, ("collection_stage_id", "!=", False)]), self.debtor
        )
        self.assertEqual(
            partners.search([*ours, ("collection_stage_id", "=", False)]), good
        )

    @freeze_time("2026-05-26")
    def test_another_company_shows_its_own(self):
        other = self.setup_other_company()["company"]
        self.remind("2026-05-26")
        there = self.debtor.with_company(other)
        self.assertEqual(there.collection_overdue, 0.0)
        self.assertFalse(there.collection_stage_id)
        self.assertEqual(self.debtor.collection_overdue, 1300.0)

    @freeze_time("2026-04-08")
    def test_a_notice_that_came_back_is_not_shown(self):
        notice = self.remind("2026-04-08")
        notice._give_back("The address does not exist.")
        self.env.invalidate_all()
        self.assertFalse(self.old.collection_stage_id)
        self.assertFalse(self.old.collection_last_notice_id)
