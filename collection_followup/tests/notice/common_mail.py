from contextlib import contextmanager
from unittest.mock import Mock

from freezegun import freeze_time

from odoo.addons.mail.tests.common import MailCommon

from ..common import CollectionCommon


class MailDoorCommon(CollectionCommon, MailCommon):
    """One overdue invoice, whose first reminder is due on Friday, 3 April 2026."""

    DUE = "2026-03-31"
    DAY = "2026-04-03"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # on what follows, only the first reminder of an invoice is looked at
        cls.strategy.stage_ids.filtered(lambda s: s.severity == "0").active = False
        cls.strategy.action_confirm()
        cls.debtor.write({"name": "Debtor & Sons", "email": "pay@debtor.example"})

    def overdue(self, amount=1000.0, partner=None, **values):
        """An invoice that is due on the day before the stages begin."""
        return self.invoice(
            amount, "2026-03-01", due=self.DUE, partner=partner, **values
        )

    def plan(self, day=DAY):
        """Run collections; answers the notices of the run."""
        with freeze_time(f"{day} 08:00:00"):
            return self.run_on(day).notice_ids

    @contextmanager
    def mail_server(self, day=DAY, error=None):
        """A mail server on a day; see ``self.emails`` for what it took.

        :param error: what it answers to every mail, else it takes everything
        """
        with freeze_time(f"{day} 09:00:00"), self.mock_mail_gateway():
            if error:
                self.testing_smtp_session.send_message = Mock(side_effect=error)
            yield

    def run_queue(self, day=DAY, error=None):
        """Let Odoo's mail queue run once; answers what left for notices."""
        with self.mail_server(day, error):
            self.env["mail.mail"].process_email_queue()
        notices = self.env["collection.notice"].search([])
        ours = notices.mail_ids.mapped("message_id")
        return [
            mail
            for mail in self.emails
            if any(message_id in mail["message"] for message_id in ours)
        ]

    def notification(self, notice):
        """The mark beside the message of a notice."""
        return self.env["mail.notification"].search(
            [("mail_mail_id", "in", notice.mail_ids.ids)]
        )

    def tasks(self, kind):
        """The open tasks of the debtor's case, of one kind."""
        xml_id = f"collection_followup.mail_activity_type_{kind}"
        return self.case().activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(xml_id)
        )
