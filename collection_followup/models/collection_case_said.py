from odoo import models


class CollectionCase(models.Model):
    """A reply to a confirmation or to an agreement is known as such."""

    _inherit = "collection.case"

    def _hear(self, msg_dict):
        # EXTENDS: the promise or the plan says that it was answered
        result = super()._hear(msg_dict)
        message_id = msg_dict.get("parent_id")
        if message_id and not self.env.context.get("collection_automatic"):
            self._note_answer(message_id)
        return result

    def _note_answer(self, message_id):
        """Mark what was written by a message as answered; a person reads the answer.

        :param message_id: the message that somebody replied to
        """
        mine = [("case_id", "=", self.id)]
        promises = self.env["collection.commitment"].search(
            [*mine, ("confirmation_message_id", "=", message_id)]
        )
        plans = self.env["collection.plan"].search(
            [*mine, ("message_id", "=", message_id)]
        )
        promises.sudo().confirmation_state = "answered"  # whoever the gateway is
        plans.sudo().mail_state = "answered"  # the same
