from collections import defaultdict

from odoo import models

from ...rules.contact import contact
from ...rules.contact.contact_guard import stopped_channels

ADDRESS_FIELDS = [
    "commercial_partner_id",
    "parent_id",
    "type",
    "lang",
    "collection_role_ids",
    "email",
    "phone",
    "street",
    "zip",
    "city",
    "country_id",
    "collection_left_on",
]


class ResPartner(models.Model):
    """Debtors answer with the people who can be reached."""

    _inherit = "res.partner"

    def _collection_contacts(self, root=None):
        """The contacts of these commercial partners, as the rules want them.

        Who has left, or was archived, is none of them. A debtor that was archived
        still owes what it owes: its own addresses count.

        :param root: the company that asks; stops of contact are given to it
        :return: {commercial partner id: tuple of ``rules.contact.Contact``}
        """
        root = (root or self.env.company).root_id
        # addresses of the debtor itself only
        people = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("commercial_partner_id", "in", self.ids),
                    ("collection_left_on", "=", False),
                    "|",
                    ("active", "=", True),
                    ("id", "in", self.ids),
                ],
                ADDRESS_FIELDS,
            )
        )
        stops = self.env["collection.contact.stop"]._read_stops(people, root)
        today = root._collection_today()
        found = defaultdict(list)
        for person in people:
            stopped = stopped_channels(stops.get(person.id, ()), today)
            found[person.commercial_partner_id.id].append(person._as_contact(stopped))
        return {key: tuple(contacts) for key, contacts in found.items()}

    def _as_contact(self, stopped=frozenset()):
        """This person as a fact; the debtor itself has the role ``debtor``."""
        self.ensure_one()
        roles = set(self.collection_role_ids.mapped("code"))
        if self == self.commercial_partner_id:
            roles.add(contact.DEBTOR)
        elif self.type == "invoice":
            roles.add(contact.INVOICES)
        return contact.Contact(
            key=self.id,
            roles=frozenset(roles),
            email=self.email or "",
            has_address=bool((self.street or self.zip) and self.city),
            phone=self.phone or "",
            bounced=self._collection_bounced(),
            wrong_phone=self._collection_has_wrong_phone(),
            stopped=stopped,
            lang=self.lang or "",
        )

    def _collection_bounced(self):
        """Tell whether mail to this address came back the last time.

        A hook: the mail door knows which address it was.
        """
        return False
