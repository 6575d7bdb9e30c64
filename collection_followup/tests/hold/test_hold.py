from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common_holds import HoldsCommon


@tagged("post_install", "-at_install")
class TestHold(HoldsCommon):
    """Holds come with their causes and go with them, told by dates."""

    def test_after_an_announced_stage_and_its_pay_by_date(self):
        self.reminded()
        self.assertFalse(self.judge("2026-04-09"))  # the last day to pay
        self.assertEqual(self.judge("2026-04-10"), "cod")
        hold = self.holds()
        self.assertRecordValues(
            hold,
            [
                {
                    "effect": "cod",
                    "reason_code": "stage",
                    "amount": 1000.0,
                    "since": date(2026, 4, 10),
                    "manual": False,
                    "user_id": False,
                }
            ],
        )
        self.assertIn("Stage 3 was sent", hold.reason)
        self.assertIn("1,000.00", hold.reason)
        self.assertIn("1,000.00", hold.frees)
        self.assertEqual(self.case().hold_id, hold)
        self.assertIn("On hold: Cash on delivery.", self.case().message_ids[0].body)

    def test_through_the_daily_run_and_real_letters(self):
        self.invoice(1000.0, "2026-02-01", due="2026-03-02")
        pay_by = self.run_until("3", date(2026, 3, 5)).pay_by
        self.run_on(pay_by)
        self.assertFalse(self.case().hold_effect)
        self.run_on(pay_by + timedelta(days=1))
        self.assertEqual(self.case().hold_effect, "cod")
        # the next stage has a later pay-by date: that frees nobody
        last = self.run_until("4", pay_by + timedelta(days=2))
        self.run_on(last.sent_on + timedelta(days=1))
        self.assertEqual(self.case().hold_effect, "cod")
        self.assertEqual(len(self.holds()), 1)
        # and it is only named when its own time to pay is over
        self.assertIn("Stage 3 was sent", self.holds().reason)
        self.run_on(last.pay_by + timedelta(days=1))
        self.assertIn("Stage 4 was sent", self.holds().reason)

    def test_the_stage_that_holds_gives_its_own_time_to_pay(self):
        self.company.collection_hold_stage_severity = 4
        self.invoice(1000.0, "2026-02-01", due="2026-03-02")
        self.run_until("3", date(2026, 3, 5))
        last = self.run_until("4", date(2026, 4, 1))
        self.run_on(last.pay_by)
        self.assertFalse(self.case().hold_effect)
        self.run_on(last.pay_by + timedelta(days=1))
        self.assertEqual(self.case().hold_effect, "cod")

    def run_until(self, severity, start):
        """Run day by day, everything leaves, until a stage was sent; the notice."""
        for n in range(40):
            today = start + timedelta(days=n)
            self.run_on(today)
            with freeze_time(today):
                sent = self.send_all(today)
            if sent.severity == severity:
                return sent
        raise AssertionError(f"stage {severity} was never sent")

    def test_a_good_customer_with_one_forgotten_invoice_orders_as_before(self):
        # 12 euro, due 16 April, 60 days late on 15 June, reminded as all others
        forgotten = self.invoice(12.0, "2026-03-17", due="2026-04-16")
        self.pay(self.invoice(9000.0, "2026-03-01", due="2026-03-31"), "2026-03-30")
        self.announce(forgotten, on="2026-05-15")
        self.company.write(
            {"collection_hold_days": True, "collection_hold_days_late": 30}
        )
        self.assertFalse(self.judge("2026-06-15"))
        order = self.order()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_the_minimum_is_250_and_5_percent_of_twelve_months_sales(self):
        self.reminded(240.0)
        self.assertFalse(self.judge())
        more = self.reminded(10.0)
        self.assertEqual(self.judge(), "cod")  # 250 of 250
        # sales 5 250 with this: 5 percent are 262.50
        self.pay(self.invoice(5000.0, "2026-05-01"), "2026-05-02")
        self.assertFalse(self.judge())
        self.assertIn("262.50", self.holds("ended").end_reason)
        # of what was bought more than twelve months ago nothing counts
        self.invoice(90000.0, "2025-05-01")
        more.button_draft()
        self.assertFalse(self.judge())

    def test_what_was_not_announced_causes_no_hold(self):
        self.reminded(severity="2")
        self.assertFalse(self.judge())

    def test_a_notice_that_came_back_announced_nothing(self):
        move = self.reminded()
        notice = (
            self.env["collection.notice.line"]
            .search([("move_id", "=", move.id)])
            .notice_id
        )
        notice_sudo = notice.sudo()  # as its button does
        notice_sudo.letter_state = "none"
        notice_sudo._give_back("Moved away.")
        self.assertFalse(self.judge())

    def test_a_small_remainder_never_holds(self):
        self.company.write(
            {"collection_hold_minimum": 0.0, "collection_hold_minimum_share": 0.0}
        )
        move = self.reminded(1000.0)
        self.pay(move, "2026-04-01", amount=970.0)
        self.assertFalse(self.judge())  # 30 left: under 5 percent and under 50

    def test_causes_are_all_named_and_the_hardest_effect_counts(self):
        self.company.write(
            {
                "collection_hold_days": True,
                "collection_hold_days_late": 90,
                "collection_hold_days_effect": "block",
                "collection_hold_amount": True,
                "collection_hold_amount_sum": 900.0,
            }
        )
        self.reminded()
        self.assertEqual(self.judge("2026-04-10"), "prepay")
        first = self.holds()
        self.assertEqual(first.reason_code, "stage,amount")
        self.assertEqual(first.causes, "stage sent, overdue amount")
        # 90 days after 2 March
        self.assertEqual(self.judge("2026-05-31"), "block")
        second = self.holds()
        self.assertEqual(second.replaces_id, first)
        self.assertRecordValues(
            first,
            [{"state": "ended", "ended_on": date(2026, 5, 31), "ended_by_id": False}],
        )
        self.assertEqual(len(second.reason.splitlines()), 3)
        self.assertIn("90 days", second.reason)

    def test_share_of_the_credit_limit(self):
        self.company.account_use_credit_limit = True
        self.company.write(
            {"collection_hold_share": True, "collection_hold_stage": False}
        )
        self.debtor.credit_limit = 2100.0
        self.reminded()
        self.assertFalse(self.judge())  # 1 000 of 2 100 are 47 percent
        self.debtor.credit_limit = 2000.0
        self.assertEqual(self.judge(), "prepay")
        self.assertIn("50 percent", self.holds().reason)

    def test_a_returned_payment_needs_no_announcement_and_counts_90_days(self):
        move = self.invoice(1000.0, "2026-02-01", due="2026-03-02")
        payment = self.pay(move, "2026-03-01")
        self.env["collection.event"]._digest()
        with freeze_time("2026-03-10"):
            lines = payment.move_id.line_ids.filtered("reconciled")
            (lines or self.receivable(move)).remove_move_reconcile()
            payment.action_draft()
            payment.action_cancel()
            self.env["collection.run"]._cron_dirty()
        self.assertEqual(self.case().hold_effect, "prepay")
        self.assertIn("Payments returned lately: 1", self.holds().reason)
        self.assertEqual(self.judge("2026-06-08"), "prepay")  # 90 days
        self.assertFalse(self.judge("2026-06-09"))

    def test_old_bank_data_sets_no_hold_but_frees(self):
        self.reminded()
        self.company.collection_bank_stale_days = 7
        self.company.collection_bank_confirmed_on = date(2026, 4, 1)
        self.assertFalse(self.judge("2026-04-10"))
        self.company.collection_bank_confirmed_on = date(2026, 4, 10)
        self.assertEqual(self.judge("2026-04-10"), "cod")
        # it goes on while the data grows old, and gets no harder
        self.company.write(
            {"collection_hold_days": True, "collection_hold_days_late": 60}
        )
        self.assertEqual(self.judge("2026-05-20"), "cod")
        self.pay(
            self.env["account.move"].search([("amount_total", "=", 1000.0)]),
            "2026-05-20",
        )
        self.assertFalse(self.judge("2026-05-20"))

    def test_private_persons_are_only_proposed(self):
        self.reminded(partner=self.person)
        self.assertFalse(self.judge(partner=self.person))
        proposed = self.holds("proposed", self.person)
        self.assertEqual(proposed.effect, "cod")
        task = self.tasks(self.case(self.person), "hold")
        self.assertEqual(task.user_id, self.manager)
        self.judge("2026-06-16", self.person)
        self.assertEqual(self.holds("proposed", self.person), proposed)
        proposed.with_user(self.manager).action_approve()
        self.assertRecordValues(
            proposed, [{"state": "active", "approved_by_id": self.manager.id}]
        )
        self.assertFalse(self.tasks(self.case(self.person), "hold"))
        self.assertEqual(self.judge("2026-06-17", self.person), "cod")
        self.pay(
            self.env["account.move"].search([("partner_id", "=", self.person.id)]),
            "2026-06-18",
        )
        self.assertFalse(self.judge("2026-06-18", self.person))

    def test_a_proposal_goes_when_it_is_paid(self):
        move = self.reminded(partner=self.person)
        self.judge(partner=self.person)
        self.pay(move, "2026-06-15")
        self.judge(partner=self.person)
        self.assertFalse(self.holds("proposed", self.person))
        self.assertFalse(self.tasks(self.case(self.person), "hold"))
        self.assertFalse(self.holds("ended", self.person).ended_by_hand)

    def test_freed_right_after_the_payment(self):
        move = self.reminded()
        self.judge()
        with freeze_time("2026-06-15 10:00:00"):
            self.pay(move, "2026-06-15")
            self.env["collection.run"]._cron_dirty()
        self.assertFalse(self.case().hold_id)
        ended = self.holds("ended")
        self.assertEqual(ended.ended_on, date(2026, 6, 15))
        self.assertIn("The causes are gone", ended.end_reason)
        self.assertIn("Off hold.", self.case().message_ids[0].body)

    def test_paying_a_part_keeps_the_hold_until_the_minimum(self):
        move = self.reminded()
        self.judge()
        self.pay(move, "2026-06-15", amount=700.0)
        self.assertEqual(self.judge(), "cod")
        self.assertEqual(self.holds().amount, 300.0)
        self.assertEqual(len(self.holds("ended")), 0)
        self.pay(move, "2026-06-16", amount=100.0)
        self.assertFalse(self.judge("2026-06-16"))

    def test_switched_off_it_frees_whom_it_held(self):
        self.reminded()
        self.judge()
        with freeze_time("2026-06-15 10:00:00"):
            self.company.collection_hold_auto = False
            self.env["collection.run"]._cron_dirty()
        self.assertFalse(self.case().hold_id)
        self.assertIn("switched off", self.holds("ended").end_reason)

    def test_the_night_is_a_net_where_no_daily_run_is(self):
        self.reminded()
        self.company.collection_auto = False
        with freeze_time("2026-04-10 05:00:00"):
            self.env["collection.run"]._cron_run()
        self.assertEqual(self.case().hold_effect, "cod")

    def test_an_archived_debtor_is_held_and_freed(self):
        move = self.reminded()
        self.debtor.active = False
        self.assertEqual(self.judge(), "cod")
        self.pay(move, "2026-06-15")
        self.assertFalse(self.judge())

    def test_other_currencies_count_at_their_book_rate(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 2.0)])
        self.assertNotEqual(self.company.currency_id, currency)
        move = self.invoice(
            1000.0, "2026-02-01", due="2026-03-02", currency_id=currency.id
        )
        self.announce(move)
        self.judge()
        self.assertEqual(self.holds().amount, 500.0)  # two of it are one of ours
