from collections import defaultdict
from datetime import date

import pytz

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_duration

from ..rules import contact_guard
from ..rules.zones import zone_of
from ..sentences import say_date, say_moment
from .collection_contact_stop import CHANNEL_LABELS
from .contact_guard_words import GUARDS

HOURS = ("now", "start", "end")


class CollectionCase(models.Model):
    """May this debtor be contacted now: the facts go to the guards, words come back."""

    _inherit = "collection.case"

    def _contact_verdict(self, channel, contact=None, when=None):
        """Say whether a contact may be written to or called now.

        :param channel: ``email``, ``letter`` or ``call``
        :param contact: the person; the debtor itself when left out
        :param when: the moment in UTC; now when left out
        :return: ``rules.contact_guard.Verdict``: allowed, reason, until, hard
        """
        self.ensure_one()
        who = {self: contact} if contact else {}
        return self._contact_verdicts(channel, who, when)[self]

    def _contact_verdicts(self, channel, contacts=None, when=None):
        """The same for many cases in a constant number of queries.

        :param contacts: {case: the person}; the debtor itself for all others
        :return: {case: Verdict}
        """
        when = when or self.env["res.company"]._collection_now()
        people = {case: (contacts or {}).get(case) or case.partner_id for case in self}
        verdicts = {}
        # the guards look at what every colleague said and did; only words come back
        for root, cases in self.sudo().grouped("company_id").items():
            verdicts.update(cases._judge_contacts(root, channel, people, when))
        return {case: verdicts[case] for case in self}

    def _judge_contacts(self, root, channel, people, when):
        """Ask the guards about the cases of one company."""
        policy = root._collection_guard_policy()
        local = {
            # the time zone of a contact, whoever may read him
            case: self._local_time(root, people[case].sudo(), when)
            for case in self
        }
        office = root._collection_calendar(root._collection_today())
        approaches = self._approaches(root, channel, people, when)
        return {
            case: contact_guard.judge(
                channel, approaches[case], local[case], office, policy
            )
            for case in self
        }

    @api.model
    def _local_time(self, root, person, when):
        """The wall clock where a person is."""
        zone = pytz.timezone(self._zone_of(root, person))
        return pytz.utc.localize(when).astimezone(zone).replace(tzinfo=None)

    @api.model
    def _zone_of(self, root, person):
        """The name of the time zone where a person is."""
        debtor = person.commercial_partner_id
        country = (person.country_id or debtor.country_id).code or ""
        zones = pytz.country_timezones.get(country, ())
        own = person.tz or debtor.tz or ""
        return zone_of(own, zones, root._collection_tz())

    # --------------------------------------------------------------------- words

    @api.model
    def _contact_words(self, verdict):
        """A verdict in words, in the language of the user, with its end."""
        values = {
            name: self._guard_word(name, value) for name, value in verdict.reason.values
        }
        sentence = self.env._(GUARDS[verdict.reason.code])
        words = sentence % values
        if verdict.until and "until" not in dict(verdict.reason.values):
            return self.env._(
                "%(why)s Next allowed time there: %(until)s.",
                why=words,
                until=self._until_words(verdict.until),
            )
        if verdict.reason.code == "stop_contact" and verdict.until:
            end = say_date(self.env, dict(verdict.reason.values)["until"])
            return self.env._("%(why)s (until %(end)s)", why=words, end=end)
        return words

    @api.model
    def _until_words(self, until):
        return say_moment(self.env, until)

    @api.model
    def _guard_word(self, name, value):
        if name in HOURS:
            return format_duration(value)
        if isinstance(value, date):
            return say_date(self.env, value)
        if name == "kind":
            stops = self._fields["stop"]._description_selection(self.env)
            return dict(stops).get(value, value)
        if name == "channel":
            stops = self.env["collection.contact.stop"]._fields["channel"]
            labels = dict(stops._description_selection(self.env))
            return labels.get(value) or self.env._("at all")
        return "" if value is None else str(value)

    # -------------------------------------------------------------------- asking

    def _check_contact(self, channel, contact=None, when=None):
        """Refuse to contact somebody who must not or should not be contacted now.

        :raise UserError: with the reason in words, and how to go on all the same
        """
        verdict = self._contact_verdict(channel, contact, when)
        if verdict.allowed:
            return
        words = self._contact_words(verdict)
        if verdict.hard:
            raise UserError(words)
        raise UserError(
            self.env._(
                '%(why)s Wait until then, or use "Contact all the same" on the case '
                "and say why.",
                why=words,
            )
        )

    def action_override_guard(self):
        """Ask why these debtors are contacted all the same."""
        return self._wizard(
            "collection.guard.override.wizard", self.env._("Contact all the same")
        )

    @api.model
    def _channel_labels(self):
        """Channels and their names, for windows."""
        return CHANNEL_LABELS

    def _people(self):
        """Everybody of these debtors, by debtor: {commercial partner: contacts}."""
        people = self.env["res.partner"].sudo()  # addresses of the debtors only
        found = people.search([("commercial_partner_id", "in", self.partner_id.ids)])
        groups = defaultdict(people.browse)
        groups.update(found.grouped("commercial_partner_id"))
        return groups
