from odoo.tests import tagged

from ...report.statement.statement_data import statements_of
from ..portal.common_portal import PortalCommon
from .common_stranger import StrangerCommon


@tagged("post_install", "-at_install")
class TestStranger(StrangerCommon, PortalCommon):
    """An addon adds a part, a cause of hold, a score and a stop in one place each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strategy.action_confirm()
        cls.late = cls.bill(1000.0, 20)

    def judged(self):
        """The case of the debtor as it is judged now."""
        self.env["collection.case"]._sync(self.company, self.debtor)
        case = self.case()
        case._judge()
        return case

    def test_nothing_declared_is_nothing_changed(self):
        case = self.judged()
        self.assertEqual((case.overdue, case.to_collect), (1000.0, 1000.0))
        self.assertEqual((case.insured, case.other_parts), (0.0, 0.0))

    def test_a_part_in_the_sums(self):
        """600 are insured, 100 before the arbiter: 300 are asked for."""
        self.debtor.write({"insured_percent": 60.0, "arbitrated": 100.0})
        case = self.judged()
        self.assertEqual((case.overdue, case.to_collect), (1000.0, 300.0))
        self.assertEqual((case.insured, case.other_parts), (600.0, 100.0))
        total = case.total_ids
        self.assertEqual((total.insured, total.other_parts), (600.0, 100.0))

    def test_everything_is_insured(self):
        self.debtor.insured_percent = 100.0
        case = self.judged()
        self.assertEqual(case.next_action, "none")
        self.assertIn("Insured $", case.reason.replace("\N{NO-BREAK SPACE}", " "))

    def test_a_part_in_mail_and_letter(self):
        self.debtor.insured_percent = 60.0
        self.invoice(1000.0, "2024-02-01", due="2024-03-04")
        self.run_on("2024-04-03")
        notice = self.notices(states=None)
        rows = {(line.part, line.amount_rests) for line in notice.line_ids}
        self.assertEqual(rows, {("due", 600.0), ("insured", 600.0)})
        self.assertEqual(notice.amount, 400.0)
        labels = dict(notice.line_ids._fields["part"]._description_selection(self.env))
        self.assertEqual(labels["insured"], "Insured")
        report = "collection_followup.report_letter_notice"
        letter = self.env["ir.actions.report"]._render_qweb_html(report, notice.ids)
        for paper in (notice.sudo()._mail_body(), letter[0].decode()):
            self.assertIn("Our insurer pays", paper)

    def test_a_part_on_the_statement(self):
        self.debtor.write({"insured_percent": 60.0, "arbitrated": 100.0})
        model = self.env["collection.statement"]
        rows = model._read_rows(self.company, self.debtor, self.today)
        (statement,) = statements_of(self.company, list(rows), self.today)
        (table,) = statement.tables
        rests = {rest["why"]: rest["amount"] for rest in table.rests}
        self.assertEqual(rests, {"insured": "600.00", "arbitrated": "100.00"})
        self.assertEqual(statement.parts_told["insured"], "Our insurer pays")

    def test_a_part_on_the_page_of_the_customer(self):
        self.debtor.write({"insured_percent": 60.0, "arbitrated": 100.0})
        _page, text = self.open_page(self.send_notice()._portal_url())
        self.assertIn(f"Our insurer pays {self.money(600)}", text)
        self.assertIn(f"Before the arbiter {self.money(100)}", text)
        self.assertIn(self.money(300), text)

    def test_a_part_cannot_be_promised(self):
        self.debtor.insured_percent = 60.0
        case, line = self.judged(), self.receivable(self.late)
        ((free, _holders),) = case._promise_free(line, None).values()
        self.assertEqual(free, 400.0)

    def test_a_cause_of_hold(self):
        self.company.collection_hold_auto = True
        self.debtor.cheques_returned = 1
        self.assertFalse(self.judged().hold_id)
        self.debtor.cheques_returned = 2
        hold = self.judged().hold_id
        self.assertEqual((hold.effect, hold.causes), ("block", "returned cheques"))
        self.assertIn("2 cheques came back", hold.reason)

    def test_a_part_causes_no_hold(self):
        self.company.collection_hold_auto = True
        self.debtor.write({"insured_percent": 100.0, "cheques_returned": 2})
        self.assertFalse(self.judged().hold_id)

    def test_a_score_of_the_worklist(self):
        before = self.judged().priority
        self.debtor.in_season = True
        case = self.judged()
        self.assertEqual(case.priority, before + 7)
        self.assertIn("+7 it is season", case.priority_reason)

    def test_a_stop(self):
        case = self.judged()
        stop = self.env["collection.stop"].with_context(active_ids=case.ids)
        self.assertIn("mediation", dict(stop._kinds()))
        case._stop("mediation", "Both sides agreed to it")
        self.assertIn("In mediation", self.judged().reason)
