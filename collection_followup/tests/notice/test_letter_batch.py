import base64
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models.notice import letter_batch as collection_letter_batch
from ...models.notice import letter_print as collection_letter_print
from ...report.notice import paper_pdf
from .common_letters import LettersCommon, pages_of, text_of

DAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
class TestLetterBatch(LettersCommon, CronMixinCase):
    """Hundreds of letters print in one go, once each, every one kept for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        places = [("80331", "München"), ("10115", "Berlin"), ("50667", "Köln")]
        cls.debtors = cls.env["res.partner"].union(
            *(
                cls._make_debtor(f"Firm in {city}", zip=code, city=city)
                for code, city in places
            )
        )
        for debtor in cls.debtors:
            cls.invoice(100, "2026-01-15", partner=debtor)

    def test_postal_order_and_one_pdf_each(self):
        abroad = self._make_debtor("Abroad", country_id=self.env.ref("base.at").id)
        self.invoice(100, "2026-01-15", partner=abroad)
        batch = self.print_on(self.letters_on(DAY), DAY)
        whole = pages_of(batch.pdf_id.raw)
        cities = ["10115 Berlin", "50667 Köln", "80331 München", "AUSTRIA"]
        self.assertEqual(len(whole), len(cities))
        for page, city in zip(whole, cities, strict=True):
            self.assertIn(city, page)
        for notice in batch.notice_ids:
            own = text_of(notice.letter_id.raw)
            self.assertIn(notice.name, own)
            for other in batch.notice_ids - notice:
                self.assertNotIn(other.name, own)
            self.assertEqual(notice.letter_id.res_model, "collection.notice")
            self.assertEqual(notice.letter_id.res_id, notice.id)
        self.assertEqual(batch.state, "printed")
        self.assertEqual((batch.letters_printed, batch.pages), (4, 4))

    def test_printed_is_sent_and_moves_the_levels(self):
        notices = self.letters_on(DAY)
        self.print_on(notices, DAY)
        self.assertRecordValues(
            notices,
            [{"state": "sent", "letter_state": "printed", "sent_on": DAY}] * 3,
        )
        items = notices.line_ids.line_id.collection_item_ids
        self.assertEqual(items.stage_id, self.stage(1))
        kinds = notices.case_id.interaction_ids.mapped("kind")
        self.assertEqual(kinds, ["letter"] * 3)

    def test_one_engine_call_for_all(self):
        notices = self.letters_on(DAY)
        model = type(self.env["ir.actions.report"])
        calls = []
        real = model._run_wkhtmltopdf

        def count(self, *args, **kwargs):
            calls.append(1)
            return real(self, *args, **kwargs)

        with patch.object(model, "_run_wkhtmltopdf", count):
            self.print_on(notices, DAY)
        self.assertEqual(len(calls), 1)

    def test_second_printing_prints_nothing(self):
        notices = self.letters_on(DAY)
        batch = self.print_on(notices, DAY)
        with self.assertRaisesRegex(UserError, "No letter waits"):
            notices.action_print_letters()
        pdf = batch.pdf_id
        batch.action_print()
        self.assertEqual(batch.pdf_id, pdf)
        self.assertEqual(batch.letters_printed, 3)

    def test_paid_before_printing_is_left_out(self):
        notices = self.letters_on(DAY)
        paid = notices[0]
        self.pay(paid.line_ids.move_id, "2026-03-10")
        batch = self.print_on(notices, DAY)
        self.assertEqual(paid.state, "cancelled")
        self.assertTrue(paid.reason)
        self.assertFalse(paid.letter_id)
        self.assertEqual((batch.letters_printed, batch.letters_left_out), (2, 1))
        self.assertIn(paid.name, batch.note)
        self.assertNotIn(paid.name, text_of(batch.pdf_id.raw))

    def test_address_lost_after_planning(self):
        notices = self.letters_on(DAY)
        lost = notices[1]
        lost.partner_id.write({"street": False, "country_id": False})
        batch = self.print_on(notices, DAY)
        self.assertEqual(lost.state, "failed")
        self.assertIn("has no street, country", lost.failure)
        self.assertEqual(batch.letters_printed, 2)
        self.assertIn("has no street", batch.note)

    def test_text_that_cannot_be_filled(self):
        notices = self.letters_on(DAY)
        broken = "<p>{{ nonsense }}</p>"
        self.env.cr.execute(
            "UPDATE collection_stage SET opening = %s::jsonb WHERE id = %s",
            ('{"en_US": "%s"}' % broken, self.stage(1).id),
        )
        self.stage(1).invalidate_recordset()
        batch = self.print_on(notices, DAY)
        self.assertEqual(set(notices.mapped("state")), {"failed"})
        self.assertIn("nonsense", batch.note)
        with self.assertRaisesRegex(UserError, "nonsense"):
            batch.action_download()

    @freeze_time("2026-03-10 12:00:00")
    def test_killed_batch_goes_on_where_it_stopped(self):
        notices = self.letters_on(DAY)
        batch = self.env["collection.letter.batch"]._for_notices(notices).sudo()
        batch._start()
        with patch.object(collection_letter_print, "CHUNK", 1):
            batch._print_chunk()
            first = notices.filtered("letter_id")
            evidence = first.letter_id
            self.assertEqual(len(first), 1)
            self.assertEqual(batch.state, "printing")
            batch._print_all()
        self.assertEqual(first.letter_id, evidence)
        self.assertEqual(batch.letters_printed, 3)
        text = text_of(batch.pdf_id.raw)
        for notice in notices:
            self.assertEqual(text.count(f"Our reference {notice.name}"), 1)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", batch._name), ("res_id", "=", batch.id)]
        )
        self.assertEqual(files, batch.pdf_id)

    @freeze_time("2026-03-10 12:00:00")
    def test_many_letters_go_to_the_job(self):
        notices = self.letters_on(DAY)
        batch = self.env["collection.letter.batch"]._for_notices(notices)
        cron = self.env.ref("collection_followup.ir_cron_letters")
        with (
            patch.object(collection_letter_batch, "AT_ONCE", 2),
            self.capture_triggers("collection_followup.ir_cron_letters") as captured,
        ):
            batch.action_print()
        self.assertEqual(len(captured.records), 1)
        self.assertEqual((batch.state, batch.progress), ("printing", 0.0))
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual((batch.state, batch.progress), ("printed", 100.0))
        self.assertEqual(set(notices.mapped("letter_state")), {"printed"})

    def test_lost_marks_are_noticed(self):
        notices = self.letters_on(DAY)
        real = paper_pdf.take_apart

        def lose(pdf):
            parts = real(pdf)
            return parts[:2] if len(parts) > 2 else parts

        with (
            patch.object(paper_pdf, "take_apart", lose),
            self.assertLogs(collection_letter_print.__name__, "WARNING"),
        ):
            self.print_on(notices, DAY)
        for notice in notices:
            self.assertIn(notice.name, text_of(notice.letter_id.raw))

    @freeze_time("2026-03-08 12:00:00")
    def test_nothing_is_printed_or_cancelled_on_a_sunday(self):
        notices = self.letters_on(DAY)
        with self.assertRaisesRegex(UserError, "Print them on March 9, 2026"):
            notices.action_print_letters()
        self.assertEqual(set(notices.mapped("letter_state")), {"to_print"})
        self.assertEqual(set(notices.mapped("state")), {"approved"})

    def test_was_not_posted(self):
        notices = self.letters_on(DAY)
        self.print_on(notices, DAY)
        back = notices[0]
        back.action_not_posted()
        self.assertEqual((back.state, back.letter_state), ("failed", "none"))
        self.assertIn("was not posted", back.failure)
        self.assertTrue(back.letter_id)
        self.assertFalse(back.line_ids.line_id.collection_item_ids.stage_id)
        self.assertEqual(notices[1].state, "sent")
        with self.assertRaises(UserError):
            back.action_not_posted()

    def test_both_sides_start_on_a_new_sheet(self):
        self.company.collection_both_sides = True
        batch = self.print_on(self.letters_on(DAY), DAY)
        pages = pages_of(batch.pdf_id.raw)
        self.assertEqual(len(pages), 6)
        self.assertEqual([bool(page.strip()) for page in pages], [True, False] * 3)
        self.assertEqual(set(batch.notice_ids.mapped("letter_pages")), {1})

    def test_invoice_copies_follow_their_letter(self):
        self.stage(1).attach_invoices = True
        self.strategy.action_confirm()
        copy = paper_pdf.join([paper_pdf.read(self._blank()).pages[0]] * 2)
        moves = self.env["account.move"].search(
            [("commercial_partner_id", "in", self.debtors.ids)]
        )
        moves.invoice_pdf_report_file = base64.b64encode(copy)
        moves.invalidate_recordset(["invoice_pdf_report_id"])
        batch = self.print_on(self.letters_on(DAY), DAY)
        self.assertEqual(batch.pages, 9)
        self.assertEqual(set(batch.notice_ids.mapped("letter_pages")), {3})
        texts = [bool(page.strip()) for page in pages_of(batch.pdf_id.raw)]
        self.assertEqual(texts, [True, False, False] * 3)

    def test_missing_copies_are_printed_or_the_letter_waits(self):
        self.stage(1).attach_invoices = True
        self.strategy.action_confirm()
        notices = self.letters_on(DAY)
        model = type(self.env["collection.invoice.copy"])
        bad = notices[2].line_ids.move_id
        made = []

        def streams(_self, _engine, _report, moves):
            made.append(len(moves))
            return {move: self._blank() for move in moves - bad}

        with patch.object(model, "_streams", streams):
            batch = self.print_on(notices, DAY)
        self.assertEqual(made, [3, 1])  # all together, then the one that failed
        self.assertEqual(batch.pages, 4)
        self.assertEqual(notices[2].state, "failed")
        self.assertIn("copies of the invoices", notices[2].failure)

    def _blank(self):
        return paper_pdf.join([paper_pdf.PdfWriter().add_blank_page(595, 842)])

    def test_letters_of_a_run(self):
        run = self.run_on(DAY)
        self.assertEqual(run.letters_waiting, 3)
        with freeze_time("2026-03-10 12:00:00"):
            run.action_print_letters()
        self.assertEqual(run.letters_waiting, 0)
        self.assertEqual(set(run.notice_ids.mapped("state")), {"sent"})

    @freeze_time("2026-03-10 12:00:00")
    def test_rights(self):
        notices = self.letters_on(DAY)
        auditor = new_test_user(
            self.env, "an auditor", "collection_followup.group_collection_auditor"
        )
        collector = new_test_user(
            self.env, "a collector", "collection_followup.group_collection_user"
        )
        notices[0].case_id.user_id = self.env.user
        with self.assertRaises(AccessError):
            notices[1].with_user(auditor).action_print_letters()
        with self.assertRaises(AccessError):
            notices.with_user(collector).action_print_letters()
        notices[1].with_user(collector).action_print_letters()
        self.assertEqual(notices[1].letter_state, "printed")
        self.assertEqual(notices[0].letter_state, "to_print")
        with self.assertRaises(AccessError):
            notices[1].batch_id.with_user(collector).note = "mine"
