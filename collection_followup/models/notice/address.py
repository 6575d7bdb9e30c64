from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...rules.contact import contact
from ...rules.contact.contact import CALL, EMAIL, LETTER
from ...sentences import house
from ..case.judge import as_json

# what has not left in any words yet
OPEN_STATES = ("planned", "failed")


class CollectionNotice(models.Model):
    """To whom, by which way, in which language."""

    _inherit = "collection.notice"

    def write(self, vals):
        # EXTENDS: whoever gets the notice reads it in his language
        done = super().write(vals)
        if "contact_id" in vals:
            self.filtered(lambda n: n.state in OPEN_STATES)._follow_contact()
        return done

    def _follow_contact(self):
        """Take the language of the contact, and words that nobody wrote by hand."""
        languages = self._languages(self.case_id._contacts_by_case())
        for notice in self.sudo():  # people choose the contact, the rest follows
            notice.lang = languages(notice._receiver().lang, notice.case_id)
            if not notice.words_edited:
                notice.write({"subject": False, "opening": False, "closing": False})

    def _address(self):
        """Choose contact, channels and language of planned notices.

        The role of the stage is looked for first; a way that is shut is replaced
        by another. When nobody can be reached the notice has failed and says why.
        """
        people = self.case_id._contacts_by_case(told=True)
        languages = self._languages(people)
        rows, lost = [], defaultdict(self.browse)
        for notice in self:
            channels = contact.channels_open(
                people[notice.case_id], notice._wish(), notice._wanted_channels()
            )
            if channels.open:
                rows.append(notice._address_row(channels.open, languages))
            else:
                lost[channels.shut] |= notice
        self._write_addresses(rows)
        for choices, notices in lost.items():
            notices._lose(choices)

    def _wish(self):
        """To whom this notice should go: the role, how firm it is, who was chosen."""
        self.ensure_one()
        return contact.Wish(
            self.stage_id.role_id.code or None,
            int(self.severity),
            self.case_id.next_contact_id.id or None,
        )

    def _wanted_channels(self):
        """The channels of the stage, writing first."""
        self.ensure_one()
        wanted = ((EMAIL, "by_email"), (LETTER, "by_letter"), (CALL, "by_call"))
        return tuple(channel for channel, field in wanted if self[field])

    def _address_row(self, choices, languages):
        """The open ways of one notice; the first contact is the addressee."""
        ways = {choice.channel for choice in choices}
        addressee = choices[0].contact
        return {
            "id": self.id,
            "contact_id": addressee.key,
            "lang": languages(addressee.lang, self.case_id),
            "by_email": EMAIL in ways,
            "by_letter": LETTER in ways,
            "by_call": CALL in ways,
        }

    @api.model
    def _languages(self, people):
        """A function for the language: the contact's, the debtor's or the company's.

        Only installed languages are answered.
        """
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        own = {
            case: person.lang
            for case, contacts in people.items()
            for person in contacts
            if contact.DEBTOR in person.roles
        }
        last = self.company_id[:1].partner_id.lang or self.env.lang

        def language(wanted, case):
            ranked = (wanted, own.get(case), last)
            return next((code for code in ranked if code in installed), "en_US")

        return language

    def _write_addresses(self, rows):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_notice n
                   SET contact_id = v.contact_id, lang = v.lang, by_email = v.by_email,
                       by_letter = v.by_letter, by_call = v.by_call
                  FROM json_populate_recordset(NULL::collection_notice, %s) v
                 WHERE v.id = n.id
                """,
                as_json(rows),
            )
        )
        self.invalidate_recordset()

    def _lose(self, choices):
        """Nobody can be reached: say so, and ask for an address."""
        env = house(self.case_id.company_id)  # one run, one company
        problems = {
            "no_contact": env._("there is no contact"),
            "stopped": env._("the contact does not want it"),
            "no_email": env._("there is no e-mail address"),
            "bounced": env._("the e-mail address came back"),
            "no_address": env._("there is no postal address"),
            "no_phone": env._("there is no phone number"),
            "wrong_phone": env._("the phone number is wrong"),
        }
        said = ", ".join(
            problems[dict(choice.reason.values).get("problem") or "no_contact"]
            for choice in choices
        )
        reason = env._("Nobody can be reached: %(problems)s.", problems=said)
        self.write({"state": "failed", "reason": reason, "failure": reason})
        self._sync_line_state()
        today = self[:1].planned_on
        self.case_id._open_task("unreachable", today)
