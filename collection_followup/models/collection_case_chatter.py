from odoo import models
from odoo.exceptions import UserError


class CollectionCase(models.Model):
    """What people write in the thread of a case asks the guards, too."""

    _inherit = "collection.case"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': whoever asked not to be written to gets no e-mail from here
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        outside = self._outside_recipients(recipients)
        if len(self) != 1 or not outside:
            return recipients
        by_hand = (msg_vals or {}).get("message_type", message.message_type)
        if by_hand == "comment" and self.env.user._is_internal():
            for person in outside:
                self._check_contact("email", person)
            return recipients
        stopped = {
            person.id
            for person in outside
            if self._contact_verdict("email", person).hard
        }
        return [one for one in recipients if one["id"] not in stopped]

    def _outside_recipients(self, recipients):
        """The people of the debtor among those who would get a message."""
        people = self.env["res.partner"].sudo()  # who they belong to
        known = people.browse([one["id"] for one in recipients if one["id"]])
        return known.filtered(
            lambda person: person.commercial_partner_id == self.partner_id
        )

    def _check_contacts(self, channel):
        """Refuse to contact several debtors at once when one must not be.

        :raise UserError: with all names and reasons
        """
        verdicts = self._contact_verdicts(channel)
        refused = [
            f"{case.display_name}: {self._contact_words(verdict)}"
            for case, verdict in verdicts.items()
            if not verdict.allowed
        ]
        if refused:
            raise UserError("\n".join(refused))
