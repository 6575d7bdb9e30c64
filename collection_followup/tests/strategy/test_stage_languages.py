from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common_roles import RolesCommon
from ..notice.common_mail import MailDoorCommon
from ..statement.common_statement import StatementCommon

TEXTS = {
    "en_US": "<p>Dear customer,</p><p>Please pay {{ total }}.</p><p>Thank you.</p>",
    "de_DE": "<p>Guten Tag,</p><p>Bitte zahlen Sie {{ total }}.</p><p>Danke.</p>",
    "fr_FR": "<p>Bonjour,</p><p>Veuillez payer {{ total }}.</p><p>Merci.</p>",
}
NEWS = {
    "fr_FR": "<p>Bonjour,</p><p>Merci de régler {{ total }}.</p><p>Merci.</p>",
    "de_DE": "<p>Guten Tag,</p><p>Bitte zahlen Sie {{ total }}.</p><p>Danke.</p>"
    "<p>Ihr Team</p>",
    "en_US": "<p>Please pay {{ total }}.</p>",
}


@tagged("post_install", "-at_install")
class TestStageLanguages(RolesCommon):
    """Whoever writes the words of a stage anew does so in one language only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in TEXTS:
            cls.env["res.lang"]._activate_lang(lang)
        cls.one = cls.stage(1)
        for lang, text in TEXTS.items():
            cls.one.with_context(lang=lang).write({"opening": text, "closing": text})

    def in_language(self, lang, user=None):
        """The stage as a user sees it who works in a language."""
        stage = self.one.with_user(user or self.manager)
        return stage.with_context(lang=lang)

    def test_an_edit_changes_its_own_language_only(self):
        now = {name: dict(TEXTS) for name in ("opening", "closing")}
        for lang, text in NEWS.items():
            for name, texts in now.items():
                self.in_language(lang).web_save({name: text}, {name: {}})
                texts[lang] = text
                for other, wanted in texts.items():
                    shown = str(self.in_language(other)[name])
                    self.assertEqual(shown, wanted, (lang, other, name))

    def test_a_language_without_words_of_its_own_reads_the_english_ones(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.assertEqual(str(self.in_language("es_ES").opening), TEXTS["en_US"])
        self.in_language("es_ES").web_save({"opening": "<p>Hola</p>"}, {})
        self.assertEqual(str(self.in_language("es_ES").opening), "<p>Hola</p>")
        self.assertEqual(str(self.in_language("en_US").opening), TEXTS["en_US"])

    def test_the_window_of_translations_cleans_and_checks(self):
        stage = self.in_language("en_US")
        stage.update_field_translations(
            "opening", {"fr_FR": "<p>Oui<script>alert(1)</script></p>"}
        )
        self.assertEqual(str(self.in_language("fr_FR").opening), "<p>Oui</p>")
        self.assertEqual(str(self.in_language("de_DE").opening), TEXTS["de_DE"])
        stage.update_field_translations("opening", {"fr_FR": False})
        self.assertEqual(str(self.in_language("fr_FR").opening), TEXTS["en_US"])
        with self.assertRaisesRegex(ValidationError, "placeholders.* montant"):
            stage.update_field_translations(
                "closing", {"fr_FR": "<p>{{ montant }}</p>"}
            )

    def test_a_copied_strategy_keeps_every_language(self):
        copied = self.strategy.copy()
        stage = copied.stage_ids.filtered(lambda s: s.severity == "1")
        for lang, text in TEXTS.items():
            self.assertEqual(str(stage.with_context(lang=lang).opening), text)


@tagged("post_install", "-at_install")
class TestNoticeLanguage(MailDoorCommon):
    """The language follows when somebody else gets the notice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.stage(1).approval = "always"
        cls.stage(1).opening = "<p>Please pay, {{ contact }}</p>"
        cls.stage(1).with_context(lang="de_DE").opening = "<p>Bitte, {{ contact }}</p>"
        cls.strategy.action_confirm()
        cls.german = cls.env["res.partner"].create(
            {
                "name": "Max Zahler",
                "parent_id": cls.debtor.id,
                "email": "max@debtor.example",
                "lang": "de_DE",
            }
        )

    def test_another_contact_reads_his_own_language(self):
        self.overdue()
        notice = self.plan()
        self.assertEqual(notice.lang, "en_US")
        self.assertIn("Please pay, Debtor", notice.preview_html)
        notice.contact_id = self.german
        self.assertEqual(notice.lang, "de_DE")
        self.assertIn("Bitte, Max Zahler", notice.preview_html)
        self.assertIn("13. April 2026", notice.preview_html)
        notice.contact_id = self.debtor
        self.assertEqual(notice.lang, "en_US")
        self.assertIn("Please pay, Debtor", notice.preview_html)

    def test_words_by_hand_stay(self):
        self.overdue()
        notice = self.plan()
        notice.action_edit_words()
        notice.opening = "<p>Mine</p>"
        notice.contact_id = self.german
        self.assertEqual(notice.lang, "de_DE")
        self.assertEqual(str(notice.opening), "<p>Mine</p>")

    def test_words_of_a_failed_notice_are_filled_anew(self):
        self.debtor.email = "nowhere"
        self.overdue()
        notice = self.plan()
        notice.sudo().write({"by_email": True, "by_letter": False})
        notice.action_approve()
        self.assertEqual(notice.state, "failed")
        self.assertIn("Please pay, Debtor", notice.opening)
        notice.sudo().contact_id = self.german  # the window that repairs contacts
        notice.action_retry_mail()
        self.assertEqual(notice.mail_ids.recipient_ids, self.german)
        self.assertIn("Bitte, Max Zahler", notice.mail_ids.body_html)


@tagged("post_install", "-at_install")
class TestWorkbookLanguage(StatementCommon):
    """The statement of one debtor is in his language, on paper and as a workbook."""

    def test_one_debtor_and_many(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.debtor.lang = "de_DE"
        book = self.workbook(self.debtor)
        self.assertEqual(book.sheetnames[0], "Kontoauszug")
        shown = [cell.value for row in book["Kontoauszug"].rows for cell in row]
        self.assertIn("Fälligkeitsdatum", shown)
        self.assertIn("Aufstellung offener Posten: Debtor & Sons", shown[0])
        other = self._make_debtor("Other")
        self.invoice(55, "2026-01-01", partner=other)
        self.assertIn("Statement", self.workbook(self.debtor | other).sheetnames)
        self.assertIn("Statement", self.workbook(other).sheetnames)
