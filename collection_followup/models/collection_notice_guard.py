from datetime import timedelta

import pytz

from odoo import api, fields, models

from ..sentences import house


class CollectionNotice(models.Model):
    """What leaves asks the guards: a stopped contact gets nothing, nights are quiet."""

    _inherit = "collection.notice"

    email_waits_until = fields.Datetime(
        string="E-mail waits until",
        readonly=True,
        copy=False,
        help="The e-mail leaves in the next allowed hour where the contact is.",
    )
    email_waits_reason = fields.Char(string="E-mail waits", readonly=True, copy=False)
    guard_words = fields.Char(
        string="Contact now",
        compute="_compute_guard_words",
        help="What speaks against contacting this person now.",
    )

    def _compute_guard_words(self):
        self.guard_words = False
        waiting = self.filtered(lambda n: n.state in ("planned", "approved", "failed"))
        for channel, notices in waiting.grouped(lambda n: n._open_channel()).items():
            verdicts = notices._guard_verdicts(channel) if channel else {}
            for notice, verdict in verdicts.items():
                if not verdict.allowed:
                    notice.guard_words = notice.case_id._contact_words(verdict)

    def _open_channel(self):
        """The first channel by which this notice still has to leave."""
        self.ensure_one()
        ways = (("email", self.by_email), ("letter", self.by_letter))
        return next((name for name, used in ways if used), self.by_call and "call")

    def _guard_verdicts(self, channel):
        """Ask the guards about the contacts of these notices: {notice: Verdict}."""
        by_case = {notice.case_id: notice for notice in self}
        asked = self.browse([notice.id for notice in by_case.values()])
        people = {n.case_id: n.contact_id or n.partner_id for n in asked}
        verdicts = self.case_id._contact_verdicts(channel, people)
        answers = {notice: verdicts[notice.case_id] for notice in asked}
        # rarely a case has two: one that left by another way, and its follower
        others = self - asked
        return answers | (others._guard_verdicts(channel) if others else {})

    def _keep_allowed(self, channel):
        """The notices whose contact may be written to; the others fail and say why.

        What only should not leave at this hour is kept.
        """
        verdicts = self._guard_verdicts(channel)
        refused = self.filtered(lambda n: verdicts[n].hard)
        for notice in refused:
            kept = notice.case_id.with_env(house(notice.company_id))
            notice._mark_failed(channel, kept._contact_words(verdicts[notice]))
        return self - refused

    def _keep_standing_mails(self):
        # EXTENDS: whoever asked not to be written to gets nothing
        standing = super()._keep_standing_mails()
        return standing._keep_allowed("email")

    def _keep_addressed(self):
        # EXTENDS: the same for letters
        return super()._keep_addressed()._keep_allowed("letter")

    def _keep_waiting(self):
        """The e-mails that wait for an allowed hour; they are scheduled for it."""
        verdicts = self._guard_verdicts("email")
        waiting = self.filtered(lambda n: not verdicts[n].allowed)
        for notice in waiting:
            notice._wait_until(verdicts[notice])
        done = (self - waiting).filtered("email_waits_until")
        done.write({"email_waits_until": False, "email_waits_reason": False})
        return waiting

    def _wait_until(self, verdict):
        """Schedule the e-mail of one notice for the moment that the guards named."""
        case = self.case_id.with_env(house(self.company_id))
        moment = self._in_utc(verdict.until)
        self.write(
            {
                "email_waits_until": moment,
                "email_waits_reason": case._contact_words(verdict),
            }
        )
        mails = self.mail_ids.filtered(lambda mail: mail.state == "outgoing")
        mails.write({"scheduled_date": moment})
        self._trigger_queue_at(moment + timedelta(minutes=1))

    def _in_utc(self, local):
        """A moment at the contact's place in UTC."""
        person = (self.contact_id or self.partner_id).sudo()  # a time zone only
        zone = pytz.timezone(self.case_id._zone_of(self.case_id.company_id, person))
        return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _trigger_queue_at(self, moment):
        """Let Odoo's mail queue run at a moment."""
        queue_sudo = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        queue_sudo._trigger(moment)  # any approver may wake it

    def action_send_all_the_same(self):
        """Ask why this notice leaves now although it should wait."""
        self.check_access("write")
        self.ensure_one()
        action = self.case_id.action_override_guard()
        action["context"]["default_channel"] = self._open_channel() or "email"
        return action

    def _mark_sent(self, channel, on):
        # EXTENDS: the one whom somebody chose for the next notice has got it
        result = super()._mark_sent(channel, on)
        self.write({"email_waits_until": False, "email_waits_reason": False})
        chosen = self.case_id.filtered("next_contact_id")
        chosen.sudo().next_contact_id = False  # sent by whoever; evidence is the notice
        return result
