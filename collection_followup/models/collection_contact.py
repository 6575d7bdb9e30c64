from odoo import fields, models
from odoo.tools import email_normalize

from ..rules import contact


class ResPartner(models.Model):
    """Contacts remember which of their addresses came back."""

    _inherit = "res.partner"

    collection_bounced_email = fields.Char(
        string="Address that came back",
        readonly=True,
        copy=False,
        help="Mail to this address came back. Another address is used again at once.",
    )

    def _collection_mark_bounced(self, email):
        """Remember the address that came back, on these contacts if it is theirs."""
        address = email_normalize(email or "")
        theirs = self.filtered(lambda person: person.email_normalized == address)
        theirs.collection_bounced_email = address

    def _collection_bounced(self):
        """Tell whether mail to the present address came back the last time."""
        self.ensure_one()
        bounced = self.collection_bounced_email
        return bool(bounced) and bounced == self.email_normalized


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
