from odoo import fields, models

TOLD = ("for_us", "closed")


class MailMail(models.Model):
    """What came of a dispute is looked at again before the debtor hears it."""

    _inherit = "mail.mail"

    collection_dispute_id = fields.Many2one(
        "collection.dispute", index="btree_not_null", ondelete="set null"
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # EXTENDS 'mail': nothing from a copy, nothing that is no longer true
        ours = self.filtered("collection_dispute_id").sudo()  # whoever sends
        going = ours._collection_dispute_going()
        others = self.filtered(lambda m: m.id not in ours.ids or m.id in going.ids)
        if others or not self:
            super(MailMail, others).send(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=post_send_callback,
            )
        return True

    def _collection_dispute_going(self):
        """The mails that may leave; those of a shut company stay queued."""
        companies = self.collection_dispute_id.company_id
        open_ones = companies.filtered(
            lambda c: c.collection_opened_on and not c._collection_copy_warning()
        )
        waiting = self.filtered(
            lambda m: (
                m.state == "outgoing"
                and m.collection_dispute_id.company_id in open_ones
            )
        )
        untrue = waiting.filtered(lambda m: m.collection_dispute_id.state not in TOLD)
        if untrue:
            untrue.cancel()
            untrue.collection_dispute_id.told_on = False
        return waiting - untrue
