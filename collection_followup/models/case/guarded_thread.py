from odoo import models
from odoo.exceptions import UserError, ValidationError

from ...sentences import house, spoken


class CollectionGuardedThread(models.AbstractModel):
    """A thread from which a debtor can be written to asks the guards.

    Case, dispute, promise, plan and notice: whoever asked not to be written to gets
    no e-mail from any of them, and who only looks (an auditor) writes to nobody.
    """

    _name = "collection.guarded.thread"
    _description = "Collection case thread"
    _inherit = ["collection.guarded", "mail.thread"]

    def _guarded_case(self):
        """The cases of the debtors whom these threads are about."""
        return self.case_id.sudo()  # owners of disputes do not read cases

    def _say(self, words):
        """Keep in these threads what was done, by the user who did it.

        :param words: a text, or a function of the environment that says it in the
            language of the company, see ``sentences.spoken``
        """
        for company, records in self.grouped("company_id").items():
            text = spoken(words, house(company))
            records._message_log_batch(bodies=dict.fromkeys(records.ids, text))

    def _check_own_contact(self):
        """Refuse to write to somebody who has nothing to do with the debtor.

        :raise ValidationError: for people of others
        """
        for record in self.filtered("contact_id"):
            if record.contact_id.commercial_partner_id != record.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s does not belong to %(debtor)s.",
                        contact=record.contact_id.display_name,
                        debtor=record.partner_id.display_name,
                    )
                )

    def _may_answer(self):
        """The threads in which the user has a say without a right to write."""
        return self.browse()

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        # EXTENDS 'mail': readers see the tasks; words and tasks need more than that
        found = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "create":
            found.update(dict.fromkeys(self - self._may_answer(), "write"))
        return found

    def _check_can_update_message_content(self, messages):
        # EXTENDS 'mail': the pencil and the bin beside a message act as superuser
        if messages._collection_evidence():
            raise UserError(
                self.env._(
                    "The customer was sent this message: it stays as it is. Write a "
                    "new one."
                )
            )
        return super()._check_can_update_message_content(messages)

    def _check_may_post(self):
        """Let nobody write from here who only looks.

        :raise AccessError: for readers, also for those who follow the thread
        """
        if self.env.su:
            return
        groups = self._mail_group_by_operation_for_mail_message_operation("create")
        for operation, records in groups.items():
            records.check_access(operation)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': what people write by hand is refused, what machines write
        # leaves those out who must not be written to
        self._check_may_post()
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
