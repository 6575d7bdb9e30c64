from odoo import models


class CollectionGuardedThread(models.AbstractModel):
    """A thread from which a debtor can be written to asks the guards.

    Case, dispute, promise, plan and notice: whoever asked not to be written to gets
    no e-mail from any of them.
    """

    _name = "collection.guarded.thread"
    _description = "Thread of a debtor"
    _inherit = ["mail.thread"]

    def _guarded_case(self):
        """The cases of the debtors whom these threads are about."""
        return self.case_id.sudo()  # owners of disputes do not read cases

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': what people write by hand is refused, what machines write
        # leaves those out who must not be written to
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        case = self._guarded_case()
        if len(case) != 1:
            return recipients
        outside = case._outside_recipients(recipients)
        by_hand = (msg_vals or {}).get("message_type", message.message_type)
        if by_hand == "comment" and self.env.user._is_internal():
            for _row, person in outside:
                case._check_contact("email", person)
            return recipients
        stopped = [
            row
            for row, person in outside
            if case._contact_verdict("email", person).hard
        ]
        return [row for row in recipients if row not in stopped]
