from collections import defaultdict
from datetime import date, timedelta

import pytz

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_duration

from ...rules.contact import contact_guard
from ...rules.contact.contact import CALL, LAWYER
from ...rules.contact.contact_guard_facts import Approach
from ...rules.contact.zones import zone_of
from ...rules.interaction.call_facts import TALKED
from ...sentences import say_date, say_moment
from .guard_words import GUARDS
from .stop import CHANNEL_LABELS

HOURS = ("now", "start", "end")
# a promise that was broken so long ago no longer makes a call an agreed one
BROKEN_DAYS = timedelta(days=14)


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
                '%(why)s Wait until then, or use "Contact anyway" on the case and '
                "say why.",
                why=words,
            )
        )

    def action_override_guard(self):
        """Ask why these debtors are contacted all the same."""
        return self._wizard(
            "collection.guard.override.wizard", self.env._("Contact anyway")
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

    # -- what the guards may know of a debtor and the person to be contacted

    def _approaches(self, root, channel, people, when):
        """The facts of the cases of one company: {case: Approach}."""
        # contacts of the debtor, whoever may read them
        asked = self.env["res.partner"].union(*people.values()).sudo()
        stops = self.env["collection.contact.stop"]._read_stops(asked, root)
        overrides = self._read_overrides(self, channel, when)
        with_lawyer = self._with_lawyer()
        said = self._read_contacts(root, channel, when)
        return {
            case: Approach(
                person=case._is_person(),
                stop=case.stop or None,
                lawyer_acts=case.partner_id in with_lawyer,
                stops=stops.get(people[case].id, ()),
                override=overrides.get(case.id, ""),
                # contacts of the debtor, whoever may read them
                **self._about(people[case].sudo(), channel, when),
                **said[case.id],
            )
            for case in self
        }

    @api.model
    def _about(self, person, channel, when):
        """What is known of one person."""
        known = {
            "is_lawyer": LAWYER in person.collection_role_ids.mapped("code"),
            "left_on": person.collection_left_on or None,
        }
        if channel != CALL:
            return known
        debtor = person.commercial_partner_id
        place = person if person.country_id else debtor
        years = when.year, when.year + 1
        return known | {
            "holidays": self.env["res.company"]._collection_holidays_of(
                place.country_id.code, place.state_id.code, *years
            )
        }

    def _is_person(self):
        """Tell whether the debtor is a consumer, as far as is known."""
        self.ensure_one()
        return not (self.partner_id.is_company or self.partner_id.vat)

    def _with_lawyer(self):
        """The debtors for whom a lawyer acts."""
        people = self.env["res.partner"].sudo()  # of these debtors only
        lawyers = people.search(
            [
                ("commercial_partner_id", "in", self.partner_id.ids),
                ("collection_role_ids.code", "=", LAWYER),
                ("collection_left_on", "=", False),
            ]
        )
        return lawyers.commercial_partner_id

    def _read_contacts(self, root, channel, when):
        """Contacts, call attempts, talks and agreed calls: {case id: facts}."""
        zone = pytz.timezone(root._collection_tz())
        contacts, calls, talks = defaultdict(list), defaultdict(list), {}
        for one in self._contacts_before(root, when):
            day = pytz.utc.localize(one.date).astimezone(zone).date()
            if one.direction == "out":
                contacts[one.case_id.id].append(day)
                if one.kind == CALL:
                    calls[one.case_id.id].append(day)
            if one.kind == CALL and one.outcome in TALKED:
                talks[one.case_id.id] = day
        today = pytz.utc.localize(when).astimezone(zone).date()
        agreed = self._agreed_calls(today) if channel == CALL else ()
        return {
            case.id: {
                "contacts": tuple(contacts[case.id]),
                "calls": tuple(calls[case.id]),
                "talked_on": talks.get(case.id),
                "agreed": case.id in agreed,
            }
            for case in self
        }

    def _contacts_before(self, root, when):
        """The calls and messages that still count, oldest first."""
        policy = root._collection_guard_policy()
        days = max(policy.calls_days, policy.talk_days) + 1
        return self.env["collection.interaction"].search_fetch(
            [
                ("case_id", "in", self.ids),
                ("date", "<=", when),
                ("date", ">", when - timedelta(days=days)),
            ],
            ["case_id", "date", "direction", "kind", "outcome"],
            order="date, id",
        )

    def _agreed_calls(self, day):
        """The cases with a call that was agreed on by now, or a broken promise."""
        tasks = self._tasks(self._task_types("call"))
        due = tasks.filtered(lambda task: task.date_deadline <= day)
        broken = self.env["collection.commitment"].search(
            [
                ("case_id", "in", self.ids),
                ("state", "=", "broken"),
                ("broken_on", ">=", day - BROKEN_DAYS),
            ]
        )
        return {*due.mapped("res_id"), *broken.case_id.ids}
