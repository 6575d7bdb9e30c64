import base64
import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import openpyxl

from odoo.tests import HttpCase, new_test_user, tagged

from ..common import CollectionCommon
from ..notice.common_letters import text_of

DAY = date(2026, 3, 10)
NEXT_WEEK = date(2026, 3, 17)


class PastDueCommon(CollectionCommon):
    """Three debtors past due, one of them given to a collector."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = new_test_user(
            cls.env,
            "collector",
            "collection_followup.group_collection_user",
            name="Carla Collector",
            company_id=cls.company.id,
            email="carla@creditor.example",
        )
        cls.company.collection_manager_id = cls.env.user
        cls.big = cls._make_debtor("Big", phone="+49 30 1", ref="C-1")
        cls.small = cls._make_debtor("Small")
        cls.fine = cls._make_debtor("Fine")
        cls.invoice(900, "2025-06-01", "2025-07-01", partner=cls.big)
        cls.invoice(100, "2026-01-01", "2026-02-15", partner=cls.big)
        cls.invoice(50, "2026-01-01", "2026-01-31", partner=cls.small)
        cls.invoice(70, "2026-03-01", "2026-03-31", partner=cls.fine)
        cls.model = cls.env["collection.past.due"]

    def judge(self, day):
        """Judge every case as on a day."""
        self.run_on(day, kind="dry")
        cases = self.env["collection.case"].search([])
        cases._judge(day)
        return cases


@tagged("post_install", "-at_install")
class TestPastDue(PastDueCommon):
    """The list of past-due accounts is complete, sorted and adds up."""

    def workbook(self, user=None, reader=None):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list.xlsx"
            model = self.model.with_user(reader) if reader else self.model
            model._write_xlsx(path, self.company, user, DAY)
            return openpyxl.load_workbook(path)["Past due"]

    def test_workbook(self):
        self.judge(DAY)
        self.case(self.big).user_id = self.collector
        sheet = self.workbook()
        names = [cell.value for cell in sheet[5]]
        rows = [
            dict(zip(names, row, strict=True))
            for row in sheet.iter_rows(6, values_only=True)
        ]
        self.assertEqual([row["Customer"] for row in rows], ["Big", "Small"])
        big = rows[0]
        self.assertEqual(big["Collector"], "Carla Collector")
        self.assertEqual(big["Phone"], "+49 30 1")
        self.assertEqual(big["Oldest overdue"], datetime(2025, 7, 1))
        self.assertEqual(big["Days past due"], 252)
        self.assertEqual((big["Overdue"], big["Of it to collect"]), (1000, 1000))
        self.assertEqual((big["1-30 days"], big["Over 180 days"]), (100, 900))
        self.assertEqual(sheet.freeze_panes, "B6")
        self.assertEqual(sheet.auto_filter.ref, "A5:Q7")
        self.assertEqual(sheet["I4"].value, "=SUBTOTAL(109,$I$6:$I$7)")
        self.assertEqual(sheet.page_setup.orientation, "landscape")

    def test_own_list_of_a_collector(self):
        self.judge(DAY)
        self.case(self.big).user_id = self.collector
        sheet = self.workbook(self.collector)
        self.assertEqual(sheet.max_row, 6)
        self.assertEqual(sheet["A3"].value, "Carla Collector")

    def test_rules_hold(self):
        self.judge(DAY)
        self.case(self.big).user_id = self.env.user
        sheet = self.workbook(reader=self.collector)
        self.assertEqual([c.value for c in sheet["A"][5:]], ["Small"])

    def test_nobody_past_due(self):
        self.assertEqual(self.workbook()["A1"].value[:8], "Past-due")

    def test_paper(self):
        cases = self.judge(DAY)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf = report._render_qweb_pdf("collection_followup.report_past_due", cases.ids)[
            0
        ]
        text = text_of(pdf)
        self.assertIn("Past-due accounts on", text)
        self.assertIn("1,000.00 1,000.00 100.00", text)
        self.assertIn("2 customers 1,050.00 1,050.00", text)
        self.assertNotIn("Fine", text)


@tagged("post_install", "-at_install")
class TestWeeklyList(PastDueCommon):
    """Every week the manager gets the whole list and each collector his own."""

    def mail_on(self, day):
        return self.model._mail_lists(self.company, day)

    def test_who_gets_what(self):
        self.judge(DAY)
        self.case(self.small).user_id = self.collector
        mails = self.mail_on(DAY)
        self.assertEqual(len(mails), 2)
        whole, own = mails.sorted(lambda m: m.recipient_ids.name, reverse=True)
        if own.recipient_ids != self.collector.partner_id:
            whole, own = own, whole
        self.assertEqual(whole.recipient_ids, self.env.user.partner_id)
        self.assertIn("2", whole.subject)
        self.assertIn("1,050.00", whole.subject)
        self.assertIn("Big", whole.body_html)
        self.assertNotIn("Big", own.body_html)
        self.assertNotIn("Since the last list", own.body_html)
        book, pdf = own.attachment_ids.sorted("name", reverse=True)
        sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(book.datas)))
        self.assertEqual(sheet["Past due"].max_row, 6)
        self.assertIn("Small", text_of(pdf.raw))
        self.assertNotIn("Big", text_of(pdf.raw))

    def test_what_is_new_worse_and_cured(self):
        self.judge(DAY)
        self.mail_on(DAY)
        self.pay(
            self.env["account.move"].search([("partner_id", "=", self.small.id)]),
            "2026-03-12",
        )
        self.invoice(5, "2026-02-01", "2026-03-12", partner=self.big)
        self.invoice(40, "2026-02-01", "2026-03-12", partner=self.fine)
        self.judge(NEXT_WEEK)
        mail = self.mail_on(NEXT_WEEK)
        changes = self.env["collection.case"]
        self.assertIn("1 new", " ".join(mail.body_html.split()))
        self.assertIn("1 owe more, 1 cured", " ".join(mail.body_html.split()))
        self.assertEqual(changes._last_list(self.company), NEXT_WEEK)
        self.assertFalse(self.case(self.small).listed_on)

    def test_not_twice_in_a_week(self):
        self.judge(DAY)
        self.assertTrue(self.mail_on(DAY))
        self.assertFalse(self.mail_on(date(2026, 3, 12)))

    def test_only_where_switched_on(self):
        self.judge(DAY)
        cron = self.env.ref("collection_followup.ir_cron_weekly_list")
        company = type(self.env["res.company"])
        before = self.env["mail.mail"].search_count([])
        with patch.object(company, "_collection_today", lambda _company: DAY):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(self.env["mail.mail"].search_count([]), before)
            self.company.collection_weekly_list = True
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
        self.assertEqual(self.env["mail.mail"].search_count([]), before + 1)


@tagged("post_install", "-at_install")
class TestPastDueDownload(PastDueCommon, HttpCase):
    """The list is fetched from the menu."""

    def test_collector_fetches_the_list(self):
        self.judge(DAY)
        self.authenticate("collector", "collector")
        answer = self.url_open("/collection/past-due.xlsx")
        self.assertEqual(answer.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        names = [cell.value for cell in book["Past due"]["A"][5:]]
        self.assertEqual(names, ["Big", "Small"])
        url = f"/collection/past-due.xlsx?collector={self.collector.id}"
        book = openpyxl.load_workbook(io.BytesIO(self.url_open(url).content))
        self.assertEqual(book["Past due"].max_row, 5)
