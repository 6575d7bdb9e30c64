from odoo import models


class MailComposeMessage(models.TransientModel):
    """A message to many debtors at once asks the guards, too."""

    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        # EXTENDS 'mail': one for each debtor, not posted through the thread
        if self.model == "collection.case":
            self.env["collection.case"].browse(res_ids)._check_contacts("email")
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)
