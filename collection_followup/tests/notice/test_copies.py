from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ...models.run.conduct import LOCK
from ..common import CollectionCommon


@tagged("post_install", "-at_install")
class TestCopies(CollectionCommon):
    """A copy of the database is silent, and two runs never work side by side."""

    def setUp(self):
        super().setUp()
        self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        self.stage(1).approval = "always"
        self.strategy.action_confirm()
        self.run_on("2026-02-04")
        self.notice = self.notices(states=("planned",))
        self.assertEqual(self.notice.severity, "1")
        self.day = date(2026, 2, 4)

    def verdict(self):
        return self.notice._recheck(self.day)[self.notice]

    def test_neutralised_database_sends_nothing(self):
        self.assertEqual(self.verdict(), "")
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("database.is_neutralized", True)
        self.assertIn("neutralised", self.verdict())

    def test_copied_database_sends_nothing_until_confirmed(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("database.uuid", "another")
        self.assertIn("copied or renamed", self.verdict())
        collector = new_test_user(
            self.env, "cody", groups="collection_followup.group_collection_user"
        )
        with self.assertRaises(AccessError):
            self.company.with_user(collector).action_collection_confirm_database()
        self.company.action_collection_confirm_database()
        self.assertEqual(self.verdict(), "")

    def test_no_context_confirms_an_edited_strategy(self):
        self.stage(2).delay = 15
        self.assertIn("dry run", self.verdict())
        forged = {"collection_rehearsal": self.strategy.id}
        forged["collection_dry_strategy"] = self.strategy.id
        notice = self.notice.with_context(**forged)
        self.assertIn("dry run", notice._recheck(self.day)[notice])

    def test_nothing_before_the_opening_position(self):
        self.company.collection_opened_on = False
        self.assertIn("go-live review", self.verdict())
        before = self.notices(states=None)
        run = self.run_on("2026-02-05")
        self.assertEqual(self.notices(states=None), before)
        self.assertIn("go-live review", run.note)

    def test_second_run_at_the_same_time_is_told_to_wait(self):
        with self.registry.cursor() as other:
            other.execute(
                SQL("SELECT pg_advisory_lock(%s, %s)", LOCK, self.company.root_id.id)
            )
            with self.assertRaisesRegex(UserError, "Another run"):
                self.run_on("2026-02-05")
            other.execute(
                SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK, self.company.root_id.id)
            )
        self.run_on("2026-02-05")

    def test_second_run_plans_nothing_twice(self):
        run = self.run_on("2026-02-04")
        self.assertEqual((run.notices_planned, run.notices_refreshed), (0, 1))
        self.assertEqual(self.notices(states=None), self.notice)

    def test_a_planned_notice_is_renewed_when_the_debtor_pays_a_part(self):
        self.notice.action_edit_words()
        self.notice.subject = "Own words"
        self.pay(self.notice.line_ids.move_id, "2026-02-04", amount=400.0)
        self.run_on("2026-02-04")
        self.assertEqual(self.notice.state, "cancelled")
        self.assertIn("600", self.notice.reason)
        renewed = self.notices(states=("planned",))
        self.assertEqual((renewed.amount, renewed.subject), (600.0, "Own words"))


@tagged("post_install", "-at_install")
class TestMarks(CollectionCommon):
    """Whoever posts or pays leaves one mark, and is never stopped by it."""

    def marks(self):
        self.env.cr.precommit.run()
        events = self.env["collection.event"].sudo().search([])
        found = {(event.partner_id, event.kind) for event in events}
        events.unlink()
        return found

    def test_posting_paying_and_unmatching_mark_the_debtor(self):
        self.marks()
        move = self.invoice(100.0, "2026-01-01", due="2026-01-30")
        self.assertEqual(self.marks(), {(self.debtor, "changed")})
        self.pay(move, "2026-02-02")
        self.assertIn((self.debtor, "changed"), self.marks())
        self.receivable(move).remove_move_reconcile()
        self.assertIn((self.debtor, "returned"), self.marks())

    def test_what_was_rolled_back_leaves_no_mark_and_no_error(self):
        self.marks()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            gone = self._make_debtor("Gone Ltd")
            self.invoice(100.0, "2026-01-01", partner=gone)
            raise UserError(self.env._("undo"))
        self.assertEqual(self.marks(), set())

    def test_the_job_judges_marked_cases_only(self):
        other = self._make_debtor("Other Ltd")
        self.invoice(100.0, "2026-01-01", due="2026-01-30")
        self.invoice(100.0, "2026-01-01", due="2026-01-30", partner=other)
        self.marks()
        self.env["collection.event"]._mark_partners(other, self.company)
        self.env["collection.run"]._cron_dirty()
        self.assertEqual(self.case(other).to_collect, 100.0)
        self.assertFalse(self.case())
