from odoo import models


class MailMail(models.Model):
    """The marks beside a message that say how far its mail is."""

    _inherit = "mail.mail"

    def _collection_notifications(self):
        """The marks beside the messages that say how far these mails are."""
        notifications_sudo = self.env["mail.notification"].sudo()  # any receiver's
        return notifications_sudo.search([("mail_mail_id", "in", self.ids)])

    def _collection_notify(self):
        """Create the marks of queued mails, so that failures show in the thread."""
        notifications_sudo = self.env["mail.notification"].sudo()  # any receiver's
        notifications_sudo.create(
            [
                {**values, "res_partner_id": mail.recipient_ids.id}
                for mail, values in zip(
                    self, self._get_notification_values(), strict=True
                )
            ]
        )
