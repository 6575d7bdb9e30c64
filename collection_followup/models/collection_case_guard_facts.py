from collections import defaultdict
from datetime import timedelta

import pytz

from odoo import api, models

from ..rules.contact import CALL, LAWYER
from ..rules.contact_guard_facts import Approach
from .collection_case_call import TALKED

# a promise that was broken so long ago no longer makes a call an agreed one
BROKEN_DAYS = timedelta(days=14)


class CollectionCase(models.Model):
    """What the guards may know of a debtor and the person to be contacted."""

    _inherit = "collection.case"

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
