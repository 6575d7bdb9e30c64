from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailWords(MailDoorCommon):
    """A notice speaks the words of its stage, filled in, in the debtor's language."""

    def _plain(self, notice):
        """Amounts and names without the blanks that do not break."""
        return notice.mail_ids.body_html.replace("\N{NO-BREAK SPACE}", " ")

    def test_words_are_filled_and_kept(self):
        self.stage(1).write(
            {
                "subject": "{{ company }} asks {{ customer }} ({{ reference }})",
                "opening": "<p>{{ total }}, {{ oldest_due }}, {{ days_late }} d</p>",
                "closing": "<p>By {{ pay_by }}, {{ collector }}</p>",
            }
        )
        self.strategy.action_confirm()
        self.overdue(1234.5)
        notice = self.plan()
        self.assertEqual(
            notice.subject, f"{self.company.name} asks Debtor & Sons ({notice.name})"
        )
        opening = str(notice.opening).replace("\N{NO-BREAK SPACE}", " ")
        self.assertEqual(opening, "<p>$ 1,234.50, March 31, 2026, 3 d</p>")
        self.assertIn("By April 13, 2026", notice.closing)
        self.stage(1).opening = "<p>Other words</p>"
        self.assertIn("1,234.50", self._plain(notice))
        self.assertNotIn("Other words", self._plain(notice))

    def test_a_courtesy_note_has_no_column_of_late_days(self):
        """1 000 are due on 31 March: announced five days before, then reminded of."""
        courtesy = {"name": "Courtesy", "severity": "0", "delay": -5, "by_email": True}
        words = {"subject": "Soon due", "opening": "<p>Soon</p>"}
        self.strategy.stage_ids = [Command.create({**courtesy, **words})]
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan("2026-03-26")
        self.assertEqual(notice.stage_id.severity, "0")
        self.assertNotIn("Days past due", self._plain(notice))
        self.send_all("2026-03-26")
        self.assertIn("Days past due", self._plain(self.plan()))

    def test_markup_in_names_is_text(self):
        self.debtor.name = "<b>Bold</b> & <script>alert(1)</script>"
        self.stage(1).opening = "<p>To {{ customer }}</p>"
        self.strategy.action_confirm()
        self.overdue(ref="<i>PO</i>")
        body = self._plain(self.plan())
        self.assertIn("&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;script&gt;", body)
        self.assertIn("&lt;i&gt;PO&lt;/i&gt;", body)
        self.assertNotIn("<script>", body)

    def test_language_of_the_contact(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.stage(1).with_context(lang="de_DE").opening = "<p>Bitte {{ total }}</p>"
        self.strategy.action_confirm()
        self.debtor.lang = "de_DE"
        self.overdue(1234.5)
        notice = self.plan()
        self.assertEqual(notice.lang, "de_DE")
        body = self._plain(notice)
        self.assertIn("Bitte 1.234,50 $", body.replace("$ 1.234,50", "1.234,50 $"))
        self.assertIn("31.03.2026", body)

    def test_language_that_is_not_installed(self):
        self.overdue()
        notice = self.plan()
        notice.sudo().lang = "xx_XX"
        self.company.partner_id.lang = "en_US"
        self.assertEqual(notice._words_lang(), "en_US")
        notice.sudo().lang = False
        self.assertEqual(notice._words_lang(), "en_US")

    def test_words_that_cannot_be_filled(self):
        """The notice fails and says why; the others go on."""
        other = self._make_debtor("Other", email="other@other.example")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.debtor.lang = "fr_FR"
        self.overdue()
        self.overdue(partner=other)
        # only people who translate get past the check of the stage
        self.env.cr.execute(
            "UPDATE collection_stage SET opening = opening || "
            """'{"fr_FR": "<p>{{ montant }}</p>"}'::jsonb WHERE id = %s""",
            [self.stage(1).id],
        )
        self.env.invalidate_all()
        notices = self.plan()
        failed = notices.filtered(lambda n: n.partner_id == self.debtor)
        self.assertEqual(failed.state, "failed")
        self.assertIn("montant", failed.failure)
        self.assertIn("Stage 1", failed.failure)
        self.assertFalse(failed.mail_ids)
        self.assertEqual((notices - failed).email_state, "queued")

    def test_stage_without_words(self):
        self.stage(1).write({"subject": False, "opening": False, "closing": False})
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan()
        self.assertEqual(
            notice.subject, f"Your account with {self.company.name} ({notice.name})"
        )
        self.assertIn("are open on your account", self._plain(notice))

    def test_no_amount_in_the_subject(self):
        with self.assertRaisesRegex(ValidationError, "amount out of the subject"):
            self.stage(1).subject = "Please pay {{ total }}"

    def test_greeting(self):
        """Only when the words of the stage do not greet by themselves."""
        person = self.env["res.partner"].create(
            {"name": "Ann Payne", "parent_id": self.debtor.id, "email": "a@p.example"}
        )
        person.collection_role_ids = self.env.ref("collection_followup.role_pays")
        self.stage(1).opening = "<p>Please pay.</p>"
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan()
        self.assertEqual(notice.contact_id, person)
        self.assertIn("Dear Ann Payne,", self._plain(notice))
        notice.opening = "<p>Hello Ann Payne,</p>"
        self.assertNotIn("Dear Ann Payne,", notice._mail_body())

    def test_body_says_what_and_how_to_pay(self):
        self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1
        ).set_bank_account("DE89370400440532013000")
        move = self.overdue(ref="PO-77")
        notice = self.plan()
        body = self._plain(notice)
        for text in (
            move.name,
            "PO-77",
            "03/01/2026",
            "03/31/2026",
            "Total to pay",
            "$ 1,000.00",
            "DE89 3704 0044 0532 0130 00",
            notice._portal_url(),
        ):
            self.assertIn(text, body)
        self.assertNotIn("Open</th>", body)  # nothing is part-paid

    def test_two_currencies_are_summed_apart(self):
        euro = self.setup_other_currency("EUR")
        self.overdue(100.0)
        self.overdue(50.0)
        self.overdue(20.0, currency_id=euro.id)
        body = self._plain(self.plan())
        self.assertIn("$ 150.00", body)
        self.assertIn("20.00 €", body)
        self.assertEqual(body.count("Total to pay"), 2)

    def test_bare_link_can_be_clicked(self):
        self.stage(1).opening = "<p>Pay here: {{ link }}</p>"
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan()
        link = notice._portal_url()
        self.assertIn(f'<a href="{link}">{link}</a>', str(notice.opening))

    def test_preview_changes_nothing(self):
        self.stage(1).approval = "always"
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan()
        self.assertEqual(notice.state, "planned")
        self.assertIn("Dear Debtor &amp; Sons", notice.action_preview())
        self.assertIn("Total to pay", notice.preview_html)
        self.assertFalse(notice.subject)

    def test_words_edited_by_hand(self):
        self.stage(1).approval = "always"
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan()
        notice.action_edit_words()
        self.assertTrue(notice.words_edited)
        notice.opening = "<p>Mine</p>"
        with freeze_time(self.DAY):
            notice.action_approve()
        self.assertIn("<p>Mine</p>", self._plain(notice))
        with self.assertRaisesRegex(UserError, "until it is approved"):
            notice.action_edit_words()
