from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailRights(MailDoorCommon):
    """A collector does with his notices what the buttons offer, and no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage(1).approval = "always"
        cls.strategy.action_confirm()
        collector = "collection_followup.group_collection_user"
        auditor = "collection_followup.group_collection_auditor"
        cls.collector = new_test_user(cls.env, "collector", groups=collector)
        cls.auditor = new_test_user(cls.env, "auditor", groups=auditor)

    def setUp(self):
        super().setUp()
        self.overdue()
        self.notice = self.plan()
        self.mine = self.notice.with_user(self.collector)

    def test_collector(self):
        self.assertIn("Total to pay", self.mine.action_preview())
        self.mine.action_edit_words()
        self.mine.opening = "<p>Mine</p>"
        with freeze_time(self.DAY):
            self.mine.action_approve()
        self.assertEqual(self.notice.email_state, "queued")
        self.notice._mark_sending()
        self.assertFalse(self.run_queue())
        self.mine.action_it_was_not_sent()
        self.mine.action_retry_mail()
        self.assertEqual(len(self.run_queue()), 1)
        self.assertIn("Mine", self.mine.preview_html)

    def test_auditor_only_looks(self):
        notice = self.notice.with_user(self.auditor)
        self.assertIn("Total to pay", notice.action_preview())
        for action in ("action_edit_words", "action_approve", "action_retry_mail"):
            with self.assertRaises(AccessError):
                getattr(notice, action)()
