from datetime import date

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import CollectionCommon

TODAY = date(2026, 5, 11)  # a Monday
MORNING = "2026-05-11 09:30:00"


@tagged("post_install", "-at_install")
class TestDisputeTour(CollectionCommon, HttpCase):
    """A dispute with a credit note, in a real browser."""

    def test_dispute_with_credit_note(self):
        self.startPatcher(self.clock_at(MORNING))
        accountant = self.env.ref("account.group_account_invoice")
        self.env.user.write(
            {
                "login": "tour",
                "password": "tour",
                "group_ids": [Command.link(accountant.id)],
            }
        )
        self.env["collection.dispute.reason"].create(
            {"name": "Broken glass", "side": "ours"}
        )
        touring = self._make_debtor("Touring Ltd")
        self.invoice(1000.0, "2026-03-12", due="2026-04-13", partner=touring)
        self.run_on(TODAY)
        self.start_tour(
            "/odoo/action-collection_followup.collection_case_action",
            "collection_dispute",
            login="tour",
        )
        dispute = self.case(touring).dispute_ids
        self.assertEqual(dispute.credit_note_id.amount_total, 300.0)
        self.assertEqual(dispute.state, "remedy")
        self.env["collection.run"]._cron_dirty()  # what the mark has woken
        self.assertRecordValues(
            dispute, [{"state": "closed", "outcome": "credit_note", "told_on": TODAY}]
        )
        self.start_tour(
            f"/odoo/collection-disputes/{dispute.id}",
            "collection_dispute_closed",
            login="tour",
        )
