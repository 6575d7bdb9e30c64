import re

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from ...sentences import speaking
from ..commitment.common_promises import PromisesCommon

NUMERIC = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")


@tagged("post_install", "-at_install")
class TestReaders(PromisesCommon):
    """Everybody reads his own language: users, the house, the debtor.

    The house is German, its collector French, its credit manager British, and the
    debtor Spanish.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        langs = ("de_DE", "fr_FR", "en_GB", "es_ES")
        for lang in langs:
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"].search(
            [("name", "=", "collection_followup")]
        )._update_translations(list(langs))
        cls.company.partner_id.lang = "de_DE"
        cls.collector.lang = "fr_FR"
        cls.manager.lang = "en_GB"
        cls.debtor.lang = "es_ES"

    @property
    def his_case(self):
        """The case as the French collector has it on his screen."""
        case = self.the_case.with_user(self.collector)
        return case.with_env(speaking(case.env, self.collector.lang))

    def thread(self, record):
        """The whole thread of a record, without blanks that do not break."""
        bodies = record.message_ids.mapped("body")
        return re.sub(r"\s+", " ", " ".join(html2plaintext(body) for body in bodies))

    def assertKept(self, record, *texts):
        """What is kept is German and spells its dates."""
        kept = self.thread(record)
        for text in texts:
            self.assertIn(text, kept)
        self.assertNotRegex(kept, NUMERIC)

    def test_the_house_keeps_its_own_language(self):
        with freeze_time("2026-04-01 10:00:00"):
            day = fields.Date.to_date("2026-11-12")
            self.his_case._pause(day, "Umbau", self.manager)
        self.assertKept(self.the_case, "Pausiert bis 12. November 2026: Umbau")

    def test_the_user_reads_why_not_in_his_own(self):
        with (
            freeze_time("2026-04-01 10:00:00"),
            self.assertRaisesRegex(UserError, "12 novembre 2030"),
        ):
            day = fields.Date.to_date("2030-11-12")
            self.his_case._pause(day, "Travaux", self.manager)

    def test_a_task_is_in_the_language_of_whoever_gets_it(self):
        promise = self.promise(date="2026-07-31", case=self.his_case)
        self.assertEqual(promise.state, "to_approve")
        task = promise.sudo().activity_ids
        self.assertEqual(task.user_id, self.manager)
        self.assertIn("1,000.00", task.summary)
        self.assertIn("Approve the promise", task.summary)
        self.assertIn("31 July 2026", task.summary)
        self.assertKept(self.the_case, "Zugesagt:", "1.000,00", "bis 31. Juli 2026")

    def test_the_debtor_reads_his_own(self):
        self.promise(case=self.his_case, confirm=True)._confirm_by_mail()
        mail = self.env["mail.mail"].search([("collection_kind", "=", "confirmation")])
        body = re.sub(r"\s+", " ", html2plaintext(mail.body_html))
        self.assertIn("10 de abril de 2026", body)
        self.assertIn("1.000,00", body)

    def test_a_broken_promise(self):
        promise = self.promise(case=self.his_case)
        self.night(self.AFTER)
        self.judge_on(self.AFTER)
        self.assertEqual(promise.state, "broken")
        self.assertIn("14. April 2026", promise.reason)
        self.assertKept(self.the_case, "bis 10. April 2026: Nicht eingehalten: Von")
        with freeze_time(self.AFTER):
            self.run_on(self.AFTER)
        (call,) = self.tasks(self.the_case, "call")
        self.assertIn("Une promesse de paiement", call.summary)
        # paid in time after all: the task is found again, whatever its language
        self.pay(self.late, "2026-04-13")
        self.judge_on(self.AFTER)
        self.assertFalse(self.tasks(self.the_case, "call"))

    def test_a_hold(self):
        with freeze_time("2026-04-01 10:00:00"):
            until = fields.Date.to_date("2026-11-12")
            case = self.the_case.with_user(self.manager)
            case._hold("block", "Zahlt nicht", until)
        self.assertKept(self.the_case, "12. November 2026", "Zahlt nicht")

    def test_a_statement_of_the_case_is_not_in_two_languages(self):
        """The reason of a case is kept; what is said beside it is the reader's."""
        with freeze_time("2026-04-01 10:00:00"):
            self.the_case._judge()
        self.assertNotRegex(self.the_case.reason, NUMERIC)
        self.assertRegex(self.the_case.reason, r"\d{1,2}\. \w+ 2026|Tage")
