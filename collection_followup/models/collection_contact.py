from odoo import models

from ..rules import contact


class CollectionCase(models.Model):
    """Whom a case speaks to."""

    _inherit = "collection.case"

    def _pick_contacts(self, role, channel):
        """Choose for each case the person who is reached by a channel.

        :param role: code of a ``collection.role``, or None for whoever pays
        :param channel: ``email``, ``letter`` or ``call``
        :return: {case: ``rules.contact.Choice``}
        """
        people = self.partner_id._collection_contacts()
        return {
            case: contact.choose(people.get(case.partner_id.id, ()), role, channel)
            for case in self
        }

    def _pick_contact(self, role, channel):
        """The person who is reached by a channel, and the reason.

        :return: (res.partner, ``rules.facts.Reason``); the partner may be empty
        """
        self.ensure_one()
        choice = self._pick_contacts(role, channel)[self]
        key = choice.contact.key if choice.contact else []
        return self.env["res.partner"].browse(key), choice.reason
