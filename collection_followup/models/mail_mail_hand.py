from odoo import api, models
from odoo.exceptions import UserError


class MailMail(models.Model):
    """What people do by hand to the mail of a notice, its notice learns."""

    _inherit = "mail.mail"

    def cancel(self):
        # EXTENDS 'mail': the thread shows it, and the notice does not wait for ever
        result = super().cancel()
        ours = self.filtered("collection_notice_id")
        ours._collection_notifications().write({"notification_status": "canceled"})
        waiting = ours.collection_notice_id.filtered(
            lambda n: n.email_state == "queued"
        )
        if waiting:
            waiting._withdraw_mail(lambda env: env._("Its e-mail was cancelled."))
        return result

    def mark_outgoing(self):
        # EXTENDS 'mail': "Retry" on a mail is "Retry" on its notice
        ours = self.filtered("collection_notice_id")
        ours.collection_notice_id._reopen_mail()
        ours._collection_notifications().write({"notification_status": "ready"})
        return super().mark_outgoing()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_leaving(self):
        if any(n.email_state == "sending" for n in self.collection_notice_id):
            raise UserError(
                self.env._("An e-mail that is being sent cannot be deleted.")
            )

    def unlink(self):
        # EXTENDS 'mail': a notice does not wait for a mail that is gone
        waiting = self.filtered(lambda m: m.state == "outgoing").collection_notice_id
        result = super().unlink()
        waiting = waiting.filtered(lambda n: n.email_state == "queued")
        if waiting:
            waiting._withdraw_mail(lambda env: env._("Its e-mail was deleted."))
        return result
