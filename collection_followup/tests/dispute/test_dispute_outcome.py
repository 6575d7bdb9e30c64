from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common_dispute import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestDisputeOutcome(DisputeCommon, MailCommon):
    """What was decided, and how the debtor hears of it."""

    def test_decided_for_us_starts_again(self):
        self.send_first_reminder()
        dispute = self.contest(1000.0)
        self.assertEqual(self.item().stage_id, self.stage(1))
        dispute.with_user(self.collector)._decide_for_us(
            date(2026, 4, 20), "The price is that of the order."
        )
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "for_us",
                    "pay_by": date(2026, 4, 20),
                    "told_on": date(2026, 4, 6),
                }
            ],
        )
        mail = self.told(dispute)
        self.assertIn("Our reasons: The price is that of the order.", mail.body_html)
        self.assertIn("April 20, 2026", mail.body_html)
        self.assertFalse(self.item().stage_id)
        self.assertEqual(self.item().fresh_from, date(2026, 4, 20))
        self.run_on("2026-04-20")
        self.assertEqual(self.file.to_collect, 0.0)
        self.run_on("2026-04-22")  # the second working day after its pay-by date
        self.assertEqual(self.file.to_collect, 1000.0)
        self.assertRecordValues(
            dispute,
            [{"state": "closed", "outcome": "for_us", "told_on": mail.date.date()}],
        )
        self.assertFalse(self.notices(states=["approved"]))
        self.run_on("2026-04-23")
        self.assertEqual(self.notices(states=["approved"]).stage_id, self.stage(1))

    def test_the_rest_stands_at_its_level(self):
        self.send_first_reminder()
        dispute = self.contest(300.0)
        dispute._decide_for_us(date(2026, 4, 20), "It was right.")
        self.assertEqual(self.item().stage_id, self.stage(1))
        self.assertFalse(self.item().fresh_from)
        notice = self.run_on("2026-04-16").notice_ids
        self.assertEqual(notice.stage_id, self.stage(2))
        apart = notice.line_ids.filtered(lambda line: line.part == "disputed")
        self.assertEqual(apart.disputes, [[dispute.name, 300.0, "2026-04-20"]])
        body = " ".join(
            html.fromstring(notice.sudo()._mail_body()).text_content().split()
        )
        self.assertIn("As we wrote to you: please pay $ 300.00 by April 20, 2026", body)

    def test_the_rest_is_paid_meanwhile(self):
        self.send_first_reminder()
        self.contest(300.0)._decide_for_us(date(2026, 4, 20), "It was right.")
        self.pay(self.bill, "2026-04-10", amount=700.0)
        self.judge("2026-04-10")
        self.assertFalse(self.item().stage_id)
        self.assertEqual(self.item().fresh_from, date(2026, 4, 20))

    def test_a_pay_by_date_makes_sense(self):
        dispute = self.contest(300.0)
        for day, words in (
            (False, "after today"),
            (date(2026, 4, 6), "after today"),
            (date(2027, 5, 3), "after today"),
            (date(2026, 4, 18), "not a working day"),
        ):
            with self.subTest(day), self.assertRaisesRegex(UserError, words):
                dispute._decide_for_us(day, "It was right.")
        with self.assertRaisesRegex(UserError, "say what was done or why"):
            dispute._decide_for_us(date(2026, 4, 20), "")

    # ------------------------------------------------------------- who is told

    def test_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.debtor.lang = "fr_FR"
        dispute = self.contest(300.0)
        dispute._decide_for_us(date(2026, 4, 20), "Tout est juste.")
        self.assertIn("20 avril 2026", self.told(dispute).body_html)

    def test_nobody_is_told_from_a_copy_or_before_the_opening(self):
        for setting in ("copy", "unopened", "stopped", "no address"):
            with self.subTest(setting), self.env.cr.savepoint() as savepoint:
                self.shut(setting)
                dispute = self.contest(100.0)
                dispute._decide_for_us(date(2026, 4, 20), "It was right.")
                self.assertFalse(self.told(dispute))
                self.assertFalse(dispute.told_on)
                self.assertIn(
                    "tell the customer",
                    " ".join(self.tasks(self.file, "call").mapped("summary")),
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def shut(self, setting):
        if setting == "copy":
            self.env["ir.config_parameter"].sudo().set_param(
                "database.is_neutralized", "True"
            )
        elif setting == "unopened":
            self.company.collection_opened_on = False
        elif setting == "stopped":
            self.file._stop("lawyer", "Their lawyer wrote")
        else:
            self.debtor.email = False

    def test_a_copied_queue_stays_silent(self):
        dispute = self.contest(100.0)
        dispute._decide_for_us(date(2026, 4, 20), "It was right.")
        mail = self.told(dispute)
        self.env["ir.config_parameter"].sudo().set_param(
            "database.is_neutralized", "True"
        )
        with self.mock_mail_gateway():
            mail.send()
        self.assertFalse(self.emails)
        self.assertEqual(mail.state, "outgoing")
        self.env["ir.config_parameter"].sudo().set_param(
            "database.is_neutralized", False
        )
        with self.mock_mail_gateway():
            mail.send()
        self.assertEqual(len(self.emails), 1)

    def test_on_paper(self):
        self.debtor.email = False
        dispute = self.contest(300.0)
        with self.assertRaisesRegex(UserError, "nothing to tell yet"):
            self.env["ir.actions.report"]._render_qweb_html(
                "collection_followup.report_dispute", dispute.ids
            )
        dispute._decide_for_us(date(2026, 4, 20), "The price was agreed.")
        self.assertFalse(dispute.told_on)
        dispute.with_user(self.collector).action_print_outcome()
        self.assertEqual(dispute.told_on, date(2026, 4, 6))
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("collection_followup.report_dispute", dispute.ids)[0]
            .decode()
        )
        self.assertIn("1 High Street", html)
        self.assertIn("The price was agreed.", html)
        self.assertIn("April 20, 2026", html)

    # ------------------------------------------------------------------ helpers

    def item(self):
        return self.env["collection.item"].search(
            [("line_id", "=", self.receivable(self.bill).id)]
        )

    def send_first_reminder(self):
        self.run_on("2026-03-05")
        self.send_all("2026-03-05")
