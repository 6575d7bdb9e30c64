from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
class TestTray(MailDoorCommon):
    """Whoever approves sees what matters, hears what comes of it, and may undo it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage(1).approval = "always"
        cls.strategy.action_confirm()
        cls.company.collection_email_hours = True
        groups = "collection_followup.group_collection_user"
        cls.collector = new_test_user(cls.env, "collector", groups=groups)
        cls.debtor.lang = "en_US"

    def setUp(self):
        super().setUp()
        self.overdue()
        self.notice = self.plan()
        self.mine = self.notice.with_user(self.collector)

    def approve(self, moment):
        """Approve at a moment (UTC); answers the message in the corner."""
        with freeze_time(moment):
            return self.mine.action_approve()["params"]["message"]

    def test_what_stands_on_the_list(self):
        case, line = self.notice.case_id, self.notice.line_ids
        self.assertEqual(self.mine.oldest_due, line.date_due)
        self.assertEqual(self.mine.days_late, line.days_late)
        self.assertGreater(line.days_late, 0)
        self.assertEqual(self.mine.lang_name, "English (US)")
        self.assertFalse(self.mine.hold_effect)
        case.sudo()._hold("prepay", "Wants to be paid")
        self.assertEqual(self.mine.hold_effect, "prepay")

    def test_it_leaves_now(self):
        words = self.approve(f"{self.DAY} 10:00:00")
        self.assertEqual(words, "Approved: 1. E-mails that leave now: 1.")

    def test_at_night_it_waits_and_says_until_when(self):
        words = self.approve(f"{self.DAY} 23:30:00")
        self.assertIn("E-mails that wait: 1, the first until ", words)
        self.assertNotIn("leave now", words)

    def test_paid_in_the_meantime(self):
        self.pay(self.notice.line_ids.move_id, self.DAY)
        words = self.approve(f"{self.DAY} 10:00:00")
        self.assertEqual(words, "Cancelled, because they are not true any more: 1.")

    def test_nothing_is_lost_in_a_copy_of_the_database(self):
        self.env["ir.config_parameter"].sudo().set_param("database.uuid", "a copy")
        with self.assertRaisesRegex(UserError, "copied"):
            self.approve(f"{self.DAY} 10:00:00")
        self.assertEqual(self.notice.state, "planned")

    def test_taken_back_before_it_left(self):
        self.approve(f"{self.DAY} 08:30:00")
        mail = self.notice.sudo().mail_ids
        self.assertEqual(mail.state, "outgoing")
        self.mine.action_take_back()
        self.assertEqual((self.notice.state, mail.state), ("planned", "cancel"))
        self.assertEqual(set(self.notice.line_ids.mapped("state")), {"planned"})
        self.assertFalse(self.run_queue())
        self.assertIn("leave now: 1", self.approve(f"{self.DAY} 08:45:00"))
        self.assertEqual(len(self.run_queue()), 1)

    def test_too_late_to_take_back(self):
        self.approve(f"{self.DAY} 08:30:00")
        self.run_queue()
        self.assertFalse(self.mine.may_take_back)
        with self.assertRaisesRegex(UserError, "nothing has left"):
            self.mine.action_take_back()

    def test_a_call_is_taken_back_with_its_task(self):
        self.notice.sudo().write({"by_email": False, "by_call": True})
        words = self.approve(f"{self.DAY} 10:00:00")
        self.assertIn("Calls to make: 1.", words)
        case = self.notice.case_id
        self.assertEqual(len(case.activity_ids), 1)
        self.mine.action_take_back()
        self.assertFalse(case.activity_ids)

    def test_auditors_take_nothing_back(self):
        self.approve(f"{self.DAY} 10:00:00")
        groups = "collection_followup.group_collection_auditor"
        auditor = new_test_user(self.env, "auditor", groups=groups)
        with self.assertRaises(AccessError):
            self.notice.with_user(auditor).action_take_back()
