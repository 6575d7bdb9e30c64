from freezegun import freeze_time

from odoo.tests import tagged

from .common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailPart(MailDoorCommon):
    """While a part of an item rests, the mail about the rest of it does leave."""

    def setUp(self):
        super().setUp()
        self.move = self.overdue()
        self.line = self.receivable(self.move)
        with freeze_time("2026-04-01 09:00:00"):
            self.env["collection.case"]._sync(self.company, self.debtor)
        self.file = self.case()

    def contest(self, amount, at="2026-04-01 10:00:00"):
        """A part of the invoice is contested."""
        reason = self.env["collection.dispute.reason"].create(
            {"name": "Wrong price", "side": "ours"}
        )
        with freeze_time(at):
            self.file._dispute(
                {"line_id": self.line.id, "reason_id": reason.id, "amount": amount}
            )

    def promise(self, amount):
        """A part of the invoice is promised on 1 April, for the 9th."""
        with freeze_time("2026-04-01 10:00:00"):
            self.file._promise({"items": {self.line: amount}, "date": "2026-04-09"})

    def assert_leaves(self, amount, parts):
        """The notice of 3 April claims an amount, shows these parts, and leaves."""
        notice = self.plan()
        self.assertEqual(sorted(notice.line_ids.mapped("part")), parts)
        self.assertEqual(notice.amount, amount)
        self.assertEqual(len(self.run_queue()), 1, notice.reason)
        self.assertEqual(notice.state, "sent")
        self.assertEqual(self.line.collection_item_ids.stage_id, self.stage(1))

    def test_a_part_is_contested(self):
        self.contest(300.0)
        self.assert_leaves(700.0, ["disputed", "due"])

    def test_a_part_is_promised(self):
        self.promise(400.0)
        self.assert_leaves(600.0, ["due", "promised"])

    def test_both(self):
        self.contest(300.0)
        self.promise(400.0)
        self.assert_leaves(300.0, ["disputed", "due", "promised"])

    def test_what_is_contested_in_the_meantime_stops_it(self):
        notice = self.plan()
        self.contest(300.0, at="2026-04-03 08:30:00")
        self.assertEqual(self.run_queue(), [])
        self.assertEqual(notice.state, "cancelled")
