from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CollectionCase(models.Model):
    """What people write in the thread of a case asks the guards, too."""

    _inherit = "collection.case"

    def _guarded_case(self):
        # OVERRIDES: the thread is that of the case itself
        return self

    def _outside_recipients(self, recipients):
        """The people of the debtor among those who would get a message.

        An address that was typed in counts as the person whose it is.

        :return: list of (recipient, person)
        """
        emails = {one["email_normalized"] for one in recipients if not one["id"]}
        wanted = Domain("id", "in", [one["id"] for one in recipients if one["id"]])
        if emails:
            wanted |= Domain("email_normalized", "in", list(emails))
        people = self._debtor_people(wanted)
        return [
            (one, person)
            for one in recipients
            for person in people
            if one["id"] == person.id
            or (not one["id"] and one["email_normalized"] == person.email_normalized)
        ]

    def _debtor_people(self, wanted):
        """The people of the debtors that a domain asks for, archived ones too."""
        people = self.env["res.partner"].sudo()  # who they belong to
        mine = Domain("commercial_partner_id", "in", self.partner_id.ids)
        return people.with_context(active_test=False).search(mine & wanted)

    def _check_contacts(self, channel, people=None, only_hard=False):
        """Refuse to contact several debtors at once when one must not be.

        :param people: {case: person}; the debtors themselves when left out
        :param only_hard: hours and days of rest do not matter
        :raise UserError: with all names and reasons
        """
        verdicts = self._contact_verdicts(channel, people)
        refused = [
            f"{case.display_name}: {self._contact_words(verdict)}"
            for case, verdict in verdicts.items()
            if verdict.hard or not (verdict.allowed or only_hard)
        ]
        if refused:
            raise UserError("\n".join(refused))
