from odoo import api, models
from odoo.exceptions import AccessError

# what a message says, to whom it belongs and who said it
SAID = {
    "attachment_ids",
    "author_id",
    "body",
    "date",
    "email_from",
    "message_type",
    "model",
    "res_id",
    "subject",
}
FILED = {"datas", "db_datas", "name", "raw", "res_id", "res_model", "type", "url"}
# the files that prove what was sent, and whose proof they are
PAPERS = (
    ("collection.notice", "letter_id"),
    ("collection.letter.batch", "pdf_id"),
    ("collection.plan", "agreement_id"),
)


class MailMessage(models.Model):
    """What left from our threads, what came in and what was kept there is evidence.

    People go on correcting and deleting what they wrote for each other.
    """

    _inherit = "mail.message"

    def _collection_evidence(self):
        """Those of these messages that prove something."""
        guarded = self.env.registry["collection.guarded.thread"]
        ours = self.sudo().filtered(  # only which they are
            lambda one: (
                one.model in self.env and isinstance(self.env[one.model], guarded)
            )
        )
        return ours.filtered(
            lambda one: (
                one.message_type != "comment"
                or one.outgoing_email_to  # typed in, nobody we know
                or any(one.notified_partner_ids.mapped("partner_share"))
            )
        )

    def write(self, vals):
        if SAID & vals.keys() and not self.env.su and self._collection_evidence():
            raise AccessError(
                self.env._(
                    "What was sent, received or logged stays as it is. Write a new "
                    "message."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_collection_evidence(self):
        if not self.env.su and self._collection_evidence():
            raise AccessError(
                self.env._(
                    "What was sent, received or logged is evidence and cannot be "
                    "deleted."
                )
            )


class IrAttachment(models.Model):
    """The files of what left: printed letters, agreements, what a mail carried."""

    _inherit = "ir.attachment"

    def _collection_evidence(self):
        """Those of these files that prove something."""
        ours = self.sudo().filtered(  # only which they are
            lambda one: (one.res_model or "").startswith("collection.")
        )
        if not ours:
            return ours
        sent = ours.env["mail.message"].search([("attachment_ids", "in", ours.ids)])
        found = sent._collection_evidence().attachment_ids & ours
        for name, field in PAPERS:
            found |= ours.env[name].search([(field, "in", ours.ids)])[field]
        return found

    def write(self, vals):
        if FILED & vals.keys() and not self.env.su and self._collection_evidence():
            raise AccessError(
                self.env._("This file was printed or sent: it stays as it is.")
            )
        return super().write(vals)

    def _delete_and_notify(self, message=None):
        # EXTENDS 'mail': the bin beside a file in the chatter, which acts as superuser
        self._refuse_collection_evidence()
        return super()._delete_and_notify(message)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_collection_evidence(self):
        if not self.env.su:
            self._refuse_collection_evidence()

    def _refuse_collection_evidence(self):
        """Keep the files that prove something.

        :raise AccessError: when one of these files was printed or sent
        """
        if self._collection_evidence():
            raise AccessError(
                self.env._(
                    "This file was printed or sent: it is evidence and cannot be "
                    "deleted."
                )
            )
