import json
from datetime import timedelta
from urllib.parse import urlencode

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common_roles import RolesCommon

ADDONS = ("collection_followup.", "collection_followup_stock.")
# who reads the case, and with it every paper that is printed from it
CASE = {"collector", "all_cases", "manager", "auditor"}
# who reads every invoice of the debtor, and so may print what they add up to
INVOICES = {"colleague", "accountant", "reader", "every_sale"}
MAY_PRINT = {
    "paper_letter_partner": CASE | INVOICES,
    "paper_letter_move": CASE | INVOICES,
    "paper_statement_partner": CASE | INVOICES | {"salesperson"},  # of his own
    "paper_letter_case": CASE,
    "paper_statement_case": CASE,
    "paper_past_due": CASE,
    "paper_letter_notice": CASE,
    "paper_letter_batch": CASE,
    "paper_plan": CASE,
    "paper_dispute": CASE | {"accountant", "employee"},  # he owns the dispute
}
MAY_FETCH = {
    "statement.xlsx": CASE | {"colleague", "accountant", "reader"},
    "past-due.xlsx": CASE | {"colleague"},  # of whatever cases he sees
}
DEBTOR = "Secretive Ltd"  # on every paper about him
SECRET = "D-4711"  # his number, which no refusal may show
ERROR = "odoo.exceptions"  # how a download that failed names its cause
PAPERS = "collection_followup.paper_"


@tagged("post_install", "-at_install")
class TestPrintRights(RolesCommon, HttpCase):
    """Nobody gets a paper about a debtor whose case or invoices he may not read.

    Every report of ours is asked of the web server by every role, in every form that
    it answers, for a debtor of the company and for one of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            "employee": "base.group_user",
            "reader": "account.group_account_readonly",
            "every_sale": "sales_team.group_sale_salesman_all_leads",
        }
        users = [
            new_test_user(cls.env, login, group) for login, group in groups.items()
        ]
        cls.roles = [
            *users,
            cls.collector,
            cls.colleague,
            cls.everybody,
            cls.manager,
            cls.auditor,
            cls.salesperson,
            cls.accountant,
        ]
        cls.employee = users[0]
        for user in cls.roles:
            user.password = f"{user.login}-password"
        cls.today = cls.company._collection_today()
        cls.debtor.write({"name": DEBTOR, "ref": SECRET})
        cls.papers = cls.papers_of(cls.company, cls.debtor)
        cls.papers["case"].user_id = cls.collector
        cls.papers["move"].invoice_user_id = cls.salesperson
        cls.roles += [cls.portal_user("ann", cls.debtor), cls.portal_user("bob")]

    @classmethod
    def portal_user(cls, login, debtor=None):
        """Somebody of the debtor's, or of another firm's, with access to the portal."""
        debtor = debtor or cls._make_debtor("Stranger")
        contact = cls.env["res.partner"].create(
            {"name": login, "parent_id": debtor.id, "email": f"{login}@x.example"}
        )
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            partner_id=contact.id,
            password=f"{login}-password",
        )

    @classmethod
    def papers_of(cls, company, debtor):
        """One record of each model that is printed, all about one debtor."""
        late = cls.today - timedelta(days=60)
        moves = cls.env["account.move"]
        for amount in (100.0, 200.0, 300.0):
            moves |= cls.invoice(amount, late, partner=debtor, company_id=company.id)
        line = cls.receivable(moves[0])
        env = cls.env(su=True)  # papers that a run and a job make
        env["collection.case"]._sync(company, debtor)
        case = env["collection.case"].search(
            [("partner_id", "=", debtor.id), ("company_id", "=", company.id)]
        )
        case._judge()
        notice = cls.notice_of(case)
        batch = env["collection.letter.batch"]._for_notices(notice)
        calendar = company._collection_calendar(cls.today)
        soon = calendar.next_working(cls.today + timedelta(days=20))
        plan = env["collection.plan"].create(
            {
                "case_id": case.id,
                "currency_id": line.currency_id.id,
                "amount": 100.0,
                "first_on": soon,
                "item_ids": [Command.create({"line_id": line.id, "amount": 100.0})],
                "line_ids": [Command.create({"date": soon, "amount": 100.0})],
            }
        )
        reason = env["collection.dispute.reason"].create(
            {"name": "Goods", "side": "ours"}
        )
        dispute = case._dispute(
            {"line_id": cls.receivable(moves[1]).id, "reason_id": reason.id}
        ).sudo()
        dispute._decide_for_us(soon, "As delivered")
        dispute.user_id = cls.employee
        records = (debtor, moves[0], case, notice, batch.sudo(), plan, dispute)
        names = ("partner", "move", "case", "notice", "batch", "plan", "dispute")
        return dict(zip(names, records, strict=True))

    @classmethod
    def notice_of(cls, case):
        """A letter that waits for printing."""
        return (
            cls.env["collection.notice"]
            .sudo()
            .create(
                {
                    "name": "N/1",
                    "case_id": case.id,
                    "partner_id": case.partner_id.id,
                    "company_id": case.company_id.id,
                    "stage_id": cls.stage(2).id,
                    "state": "approved",
                    "by_letter": True,
                    "letter_state": "to_print",
                    "planned_on": cls.today,
                    "pay_by": cls.today + timedelta(days=10),
                }
            )
        )

    # ------------------------------------------------------------------ asking

    def reports(self):
        """Every report of our addons: {short name: (report, record)}."""
        found = self.env["ir.actions.report"].sudo().search([])
        names = found.get_external_id()
        ours = found.filtered(lambda report: names[report.id].startswith(ADDONS))
        return {report.report_name.removeprefix(PAPERS): report for report in ours}

    def paper(self, report, papers):
        """The record of a set of papers from which a report is printed."""
        (record,) = (one for one in papers.values() if one._name == report.model)
        return record

    def ask(self, form, report, record):
        """What the web server answers about one paper, as (status, text)."""
        url = f"/report/{form}/{report.report_name}/{record.id}"
        if form == "download":
            url = f"/report/pdf/{report.report_name}/{record.id}"
            query = urlencode({"data": json.dumps([url, "qweb-pdf"])})
            answer = self.url_open(f"/report/download?{query}")
        else:
            answer = self.url_open(url)
        return answer.status_code, answer.text

    def refused(self, status, text, form):
        """Tell whether an answer says no in words and shows nothing."""
        if SECRET in text:
            return False
        if form == "download":  # Odoo's own way: an error in JSON, kind by kind
            return "odoo.exceptions.AccessError" in text
        return status == 403

    def compare(self, papers, may_print, forms):
        """Ask for all papers in all forms; list what is not as it should be."""
        reports = self.reports()
        wrong = []
        for user in self.roles:
            self.authenticate(user.login, f"{user.login}-password")
            for name, report in reports.items():
                record = self.paper(report, papers)
                for form in forms:
                    status, text = self.ask(form, report, record)
                    if user.login in may_print[f"paper_{name}"]:
                        fits = status == 200 and DEBTOR in text and ERROR not in text
                    else:
                        fits = self.refused(status, text, form)
                    if not fits:
                        wrong.append((user.login, name, form, status))
        return wrong

    # ------------------------------------------------------------------- tests

    def test_the_table_names_every_report(self):
        names = {f"paper_{name}" for name in self.reports()}
        self.assertEqual(names, set(MAY_PRINT))

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_every_report_by_every_role(self):
        forms = ("html", "pdf", "text", "download")
        self.assertEqual(self.compare(self.papers, MAY_PRINT, forms), [])

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_papers_of_another_company(self):
        other = self.setup_other_company(name="Elsewhere")["company"]
        other.collection_strategy_id = self.strategy
        debtor = self._make_debtor(DEBTOR, ref=SECRET, company_id=other.id)
        papers = self.papers_of(other, debtor)
        papers["dispute"].user_id = self.env.user
        nobody = {name: set() for name in MAY_PRINT}
        self.assertEqual(self.compare(papers, nobody, ("html", "download")), [])

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_no_record_or_one_that_is_gone(self):
        """Asked for nothing, a report answers in words or with an empty list."""
        self.authenticate("auditor", "auditor-password")
        for report in self.reports().values():
            for tail in ("", "/999999999"):
                url = f"/report/html/{report.report_name}{tail}"
                with self.subTest(url):
                    answer = self.url_open(url)
                    self.assertNotIn("Traceback", answer.text)
                    self.assertNotEqual(answer.status_code, 500)

    @mute_logger("odoo.http")
    def test_workbooks_by_every_role(self):
        for user in self.roles:
            self.authenticate(user.login, f"{user.login}-password")
            for name, allowed in MAY_FETCH.items():
                with self.subTest(user=user.login, name=name):
                    status = self.url_open(f"/collection/{name}").status_code
                    self.assertEqual(status, 200 if user.login in allowed else 403)
        self.authenticate("auditor", "auditor-password")
        for junk, status in (("abc", 404), ("999999999", 404)):
            url = f"/collection/past-due.xlsx?collector={junk}"
            self.assertEqual(self.url_open(url).status_code, status, junk)

    @mute_logger("odoo.http")
    def test_own_invoice_is_not_the_account(self):
        """Who sells sees his invoice; the letter shows those of his colleagues."""
        self.authenticate("salesperson", "salesperson-password")
        own = self.papers["move"]
        self.assertTrue(own.with_user(self.salesperson).has_access("read"))
        report = self.reports()["letter_move"]
        self.assertEqual(self.ask("html", report, own)[0], 403)
        others = self.env["account.move"].search(
            [("partner_id", "=", self.debtor.id), ("id", "!=", own.id)]
        )
        others.invoice_user_id = self.salesperson
        self.assertEqual(self.ask("html", report, own)[0], 200)
