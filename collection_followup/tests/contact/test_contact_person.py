from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
class TestContactPerson(ContactCommon):
    """An escalation goes to another person rather than oftener to the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_email_hours = False
        cls.strategy.stage_ids.filtered(lambda s: s.severity == "0").active = False
        cls.strategy.action_confirm()
        cls.move = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")

    def step(self, day):
        """Run and let everything leave; answers the last notice."""
        with freeze_time(f"{day} 09:00:00"):
            self.run_on(day)
            self.send_all(day)
        return self.notices()[-1:]

    def two_notices(self):
        first, second = self.step("2026-03-05"), self.step("2026-03-24")
        self.assertEqual((first | second).contact_id, self.payer)
        self.assertEqual(len(first | second), 2)

    def test_two_notices_without_a_word(self):
        self.two_notices()
        third = self.step("2026-04-13")
        self.assertEqual((third.severity, third.contact_id), ("3", self.boss))

    def test_a_word_in_between(self):
        self.two_notices()
        with freeze_time("2026-03-30 12:00:00"):
            self.call(self.case(), "2026-03-30", "reached")
        self.assertEqual(self.step("2026-04-13").contact_id, self.payer)

    def test_money_in_between(self):
        self.two_notices()
        self.pay(self.move, "2026-04-07", amount=100.0)
        self.assertEqual(self.step("2026-04-13").contact_id, self.payer)

    def test_nobody_else(self):
        self.boss.active = False
        self.two_notices()
        self.assertEqual(self.step("2026-04-13").contact_id, self.payer)

    def test_the_one_whom_a_person_chose_gets_call_and_notice(self):
        self.two_notices()
        case = self.case()
        other = self._person("Olga Office", phone="+49 30 333")
        with freeze_time("2026-04-02 09:00:00"):
            case._open_decision("So far", date(2026, 4, 2))
            case._decide_carry_on(date(2026, 4, 3), other, "Try Olga")
        self.assertEqual(case.next_contact_id, other)
        self.assertIn("Olga", self.tasks(case, "call").summary)
        self.assertEqual(case._pick_contact("pays", "call")[0], other)
        notice = self.step("2026-04-13")
        self.assertEqual(notice.contact_id, other)
        self.assertFalse(case.next_contact_id)  # the next notice, and no more
        self.assertNotEqual(case._pick_contact("pays", "email")[0], other)

    def test_who_left_is_never_chosen(self):
        self.payer.with_user(self.collector).action_collection_has_left()
        notice = self.step("2026-03-05")
        self.assertEqual(notice.contact_id, self.debtor)
        self.assertNotIn(self.payer, self.case().people_ids)

    def test_a_stopped_channel_is_not_chosen(self):
        with freeze_time("2026-03-01 09:00:00"):
            self._stop(self.payer, "email", user=self.env.user)
        self.assertEqual(self.step("2026-03-05").contact_id, self.debtor)
