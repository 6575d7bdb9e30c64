from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseBroken(PromisesCommon):
    """A broken promise: a call the same day, three days without a letter, one step."""

    def reminded(self):
        """The debtor got the first reminder before he promised."""
        self.run_on("2026-03-06")
        self.send_all("2026-03-06")
        item = self.env["collection.item"].search(
            [("line_id", "=", self.receivable(self.late).id)]
        )
        self.assertEqual(item.severity, "1")
        return item

    def run_auto(self, day):
        with freeze_time(day):
            self.company.collection_auto = True
            self.env["collection.run"]._cron_run()

    def test_the_whole_story(self):
        item = self.reminded()
        promise = self.promise()
        for day in ("2026-04-02", "2026-04-13", self.DEADLINE):
            self.run_auto(day)  # while it runs nothing is sent
        self.assertEqual(len(self.notices(states=None)), 1)
        before = self.the_case.priority
        self.run_auto(self.AFTER)
        self.assertStands(promise, "broken", 0.0)
        self.assertEqual(promise.broken_on, date(2026, 4, 15))
        [task] = self.tasks(self.the_case, "call")
        self.assertEqual(task.user_id, self.collector)
        self.assertEqual(task.date_deadline, date(2026, 4, 15))
        self.assertIn("nothing of", task.note)
        self.assertGreater(self.the_case.priority, before)
        self.assertIn("1 commitments broken", self.the_case.priority_reason)
        self.assertEqual(self.the_case.reason_code, "promise_broken")
        for day in ("2026-04-16", "2026-04-17"):
            self.run_auto(day)
            self.assertEqual(len(self.notices(states=None)), 1)
        # the call was made; it is not asked for again
        task.action_feedback(feedback="Called")
        self.run_auto("2026-04-17")
        self.assertFalse(self.tasks(self.the_case, "call"))
        # a month late, but one step only, and the level is what was sent
        self.assertEqual(item.severity, "1")
        self.run_auto("2026-04-20")
        notice = self.notices(states=("approved",))
        self.assertEqual(notice.severity, "2")
        self.assertEqual(item.severity, "1")
        self.send_all("2026-04-20")
        self.assertEqual(item.severity, "2")

    def test_a_company_that_runs_by_hand_is_called_too(self):
        promise = self.promise()
        self.night(self.AFTER)
        self.assertStands(promise, "broken")
        self.assertTrue(self.tasks(self.the_case, "call"))
        self.night(self.AFTER)
        self.run_on(self.AFTER)
        self.assertEqual(len(self.tasks(self.the_case, "call")), 1)

    def test_who_pays_after_all_is_not_called(self):
        promise = self.promise()
        line = self.bank_line(1000.0, "2026-04-13")
        # the money in the bank names the debtor: nothing is chased, nobody calls
        self.night(self.AFTER)
        self.assertStands(promise, "open", 0.0)
        self.assertFalse(self.tasks(self.the_case, "call"))
        line.partner_id = False
        with freeze_time(self.AFTER):
            self.the_case._judge()
        self.assertStands(promise, "broken", 0.0)
        self.assertTrue(self.tasks(self.the_case, "call"))
        line.partner_id = self.debtor
        self.match(line, self.late, "2026-04-16")
        self.judge_on("2026-04-16")
        self.assertStands(promise, "kept", 1000.0)
        self.assertFalse(self.tasks(self.the_case, "call"))

    def test_breaches_count_ninety_days_and_while_something_is_open(self):
        promise = self.promise()
        self.night(self.AFTER)
        read = self.env["collection.commitment"]._read_broken
        broken_on = date(2026, 4, 15)
        found = {self.debtor.id: (1, broken_on)}
        self.assertEqual(read(self.company, self.debtor, date(2026, 7, 13)), found)
        self.assertEqual(read(self.company, self.debtor, date(2026, 7, 14)), {})
        self.pay(self.late, "2026-04-20", 400.0)
        self.assertEqual(read(self.company, self.debtor, broken_on), found)
        self.pay(self.late, "2026-04-21", 600.0)
        self.assertEqual(read(self.company, self.debtor, broken_on), {})
        self.assertStands(promise, "broken")

    def test_partly_kept_is_called_but_no_breach(self):
        self.promise()
        self.pay(self.late, "2026-04-09", 400.0)
        self.judge_on("2026-04-09")
        self.night(self.AFTER)
        self.assertTrue(self.tasks(self.the_case, "call"))
        read = self.env["collection.commitment"]._read_broken
        self.assertEqual(
            read(self.company, self.debtor, date(2026, 4, 16)),
            {self.debtor.id: (0, date(2026, 4, 15))},
        )

    def test_the_letter_shows_the_promised_part_apart(self):
        self.promise((self.late, 400.0))
        self.run_on("2026-04-02")
        notice = self.notices(states=("approved",))
        due, promised = notice.line_ids.sorted("part")
        self.assertEqual((due.part, due.amount_to_collect), ("due", 600.0))
        self.assertEqual((promised.part, promised.amount_rests), ("promised", 400.0))
        self.assertEqual(promised.promised_for, date(2026, 4, 10))
        body = " ".join(str(notice.mail_ids.body_html).split())
        self.assertIn("Promised, for April 10, 2026", body)
        self.assertEqual(
            self.env["collection.commitment"]._promised_days(
                self.receivable(self.late)
            ),
            {self.receivable(self.late).id: date(2026, 4, 10)},
        )


@tagged("post_install", "-at_install")
class TestTrouble(PromisesCommon):
    """What is broken of one debtor never keeps the others or the accountant waiting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.odd = cls._make_debtor("Odd & Broken")
        cls.shells = cls.setup_other_currency("EUR")
        cls.odd_invoice = cls.invoice(
            500.0, "2026-02-01", "2026-03-02", cls.odd, currency_id=cls.shells.id
        )
        cls.others = [cls._make_debtor(f"Other {n}") for n in range(3)]
        cls.invoices = [
            cls.invoice(100.0, "2026-02-01", "2026-03-02", partner)
            for partner in cls.others
        ]
        # a record that no amount can be rounded by, as a bad import leaves it
        cls.env.cr.execute(
            "ALTER TABLE res_currency"
            " DROP CONSTRAINT IF EXISTS res_currency_rounding_gt_zero"
        )
        cls.break_currency(0.0)

    @classmethod
    def break_currency(cls, rounding):
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_currency SET rounding = %s WHERE id = %s",
            (rounding, cls.shells.id),
        )
        cls.env.invalidate_all()

    def troubles(self):
        return self.env["collection.trouble"].search([])

    def test_the_others_are_judged_and_it_is_tried_again(self):
        for invoice in self.invoices:
            self.pay(invoice, "2026-04-01", 40.0)
        with freeze_time("2026-04-01"):
            self.env["collection.event"]._mark_partners(self.odd, self.company)
        log = "odoo.addons.collection_followup.models.case.trouble"
        with self.assertLogs(log, "ERROR"):
            self.judge_on("2026-04-01 10:00:00")
        cases = [self.case(partner) for partner in self.others]
        self.assertEqual([case.to_collect for case in cases], [60.0] * 3)
        trouble = self.troubles()
        self.assertEqual(trouble.partner_id, self.odd)
        self.assertIn("rounded", trouble.error)
        self.assertEqual(trouble.tries, 1)
        self.assertEqual(str(trouble.retry_at), "2026-04-01 10:15:00")
        # not before its time, then again with a longer pause
        self.judge_on("2026-04-01 10:10:00")
        self.assertEqual(trouble.tries, 1)
        with self.assertLogs(log, "ERROR"):
            self.judge_on("2026-04-01 10:20:00")
        self.assertEqual(trouble.tries, 2)
        self.assertEqual(str(trouble.retry_at), "2026-04-01 10:50:00")
        # it was mended
        self.break_currency(0.01)
        self.judge_on("2026-04-01 11:00:00")
        self.assertFalse(self.troubles())
        self.assertEqual(self.case(self.odd).state, "open")

    def test_a_run_goes_on_without_the_one_that_fails(self):
        with mute_logger("odoo.addons.collection_followup.models.case.trouble"):
            run = self.run_on("2026-04-01")
        self.assertEqual(run.state, "done")
        self.assertEqual(self.troubles().partner_id, self.odd)
        self.assertFalse(self.notices(self.odd, states=None))
        for partner in self.others:
            self.assertEqual(len(self.notices(partner, states=("approved",))), 1)

    def test_the_manager_sees_it_and_tries_again(self):
        with mute_logger("odoo.addons.collection_followup.models.case.trouble"):
            self.run_on("2026-04-01")
        trouble = self.troubles().with_user(self.manager)
        with freeze_time("2026-04-01 10:01:00"):
            trouble.action_retry()
        self.assertEqual(str(trouble.retry_at), "2026-04-01 10:01:00")
        self.assertFalse(
            self.env["collection.trouble"].with_user(self.collector).has_access("read")
        )
