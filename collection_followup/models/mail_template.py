from odoo import models


class MailTemplate(models.Model):
    """A template is sent from a thread of ours by those who may post there."""

    _inherit = "mail.template"

    def _send_check_access(self, res_ids):
        # EXTENDS 'mail': reading is enough there
        result = super()._send_check_access(res_ids)
        records = self.env[self.model].browse(res_ids)
        if isinstance(records, self.env.registry["collection.guarded.thread"]):
            records._check_may_post()
        return result
