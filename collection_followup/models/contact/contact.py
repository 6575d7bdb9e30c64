from collections import defaultdict
from dataclasses import replace

from odoo import fields, models

from ...rules.contact import contact


class CollectionCase(models.Model):
    """Whom a case speaks to."""

    _inherit = "collection.case"

    next_contact_id = fields.Many2one(
        "res.partner",
        string="Next notice to",
        readonly=True,
        tracking=True,
        index="btree_not_null",
        ondelete="set null",
        help="Somebody decided that the next notice goes to this person.",
    )

    def _contacts_by_case(self, told=False):
        """The people of each case, as the rules want them.

        :param told: read what they were told without a reaction, too
        :return: {case: tuple of ``rules.contact.Contact``}
        """
        people = {}
        for root, cases in self.grouped("company_id").items():
            found = cases.partner_id._collection_contacts(root)
            people.update({case: found.get(case.partner_id.id, ()) for case in cases})
        if not told:
            return people
        silence = self._read_unanswered()
        return {
            case: tuple(
                replace(one, unanswered=silence.get((case.id, one.key), ()))
                for one in contacts
            )
            for case, contacts in people.items()
        }

    def _read_unanswered(self):
        """Notices since the debtor last reacted in any way.

        :return: {(case id, contact id): the severity of each, oldest first}
        """
        silence = defaultdict(list)
        rows = self._read_told()
        # payments are read for the few that may be written to over somebody's head
        asked = self.browse({case_id for case_id, _who, _severity, _on in rows})
        paid = asked._read_last_payment_days()
        for case_id, contact_id, severity, sent_on in rows:
            if case_id not in paid or sent_on > paid[case_id]:
                silence[case_id, contact_id].append(severity)
        return {key: tuple(severities) for key, severities in silence.items()}

    def _pick_contacts(self, role, channel):
        """Choose for each case the person who is reached by a channel.

        :param role: code of a ``collection.role``, or None for whoever pays
        :param channel: ``email``, ``letter`` or ``call``
        :return: {case: ``rules.contact.Choice``}
        """
        people = self._contacts_by_case()
        return {
            case: contact.choose(
                people[case],
                contact.Wish(role, chosen=case.next_contact_id.id or None),
                channel,
            )
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
