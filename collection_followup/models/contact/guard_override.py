from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError

from .stop import CHANNEL_LABELS

# so long somebody may contact the debtor after he said why
HOURS = 12


class CollectionGuardOverride(models.Model):
    """Who contacted a debtor at an hour or as often as he should not, and why."""

    _name = "collection.guard.override"
    _description = "Contact anyway"
    _inherit = ["collection.guarded"]
    _is_evidence = True
    _people_write = {}
    _order = "id desc"
    _rec_name = "reason"

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    channel = fields.Selection(CHANNEL_LABELS, required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    date = fields.Datetime(string="Since", required=True, readonly=True)
    until = fields.Datetime(required=True, readonly=True)


class CollectionCase(models.Model):
    """Soft guards are set aside by a person with a reason that is kept."""

    _inherit = "collection.case"

    def _override_guard(self, channel, reason):
        """Let these debtors be contacted by a channel for some hours all the same.

        Stops, lawyers and people who left are not set aside by this.

        :param channel: ``email``, ``letter`` or ``call``
        :param reason: why, in words; it stays on the case
        """
        self.check_access("write")
        reason = self._words(reason)
        overrides = self.env["collection.guard.override"].sudo()  # checked above
        if channel not in dict(CHANNEL_LABELS):
            raise UserError(self.env._("Choose a channel: e-mail, letter or call."))
        now = self.env["res.company"]._collection_now()
        values = {
            "channel": channel,
            "reason": reason,
            "user_id": self.env.uid,
            "date": now,
            "until": now + timedelta(hours=HOURS),
        }
        overrides.create([{**values, "case_id": case.id} for case in self])
        self._say(partial(self._override_words, channel, reason))
        self.sudo()._release_waiting(channel)  # rights were checked above

    @api.model
    def _override_words(self, channel, reason, env):
        field = env["collection.guard.override"]._fields["channel"]
        return env._(
            "Contact anyway (%(channel)s): %(reason)s",
            channel=dict(field._description_selection(env))[channel],
            reason=reason,
        )

    def _release_waiting(self, channel):
        """Let e-mails go that waited for an allowed hour."""
        if channel != "email":
            return
        waiting = self.notice_ids.filtered(lambda n: n.email_state == "queued")
        waiting.mail_ids.filtered(
            lambda m: m.state == "outgoing"
        ).scheduled_date = False
        waiting.write({"email_waits_until": False, "email_waits_reason": False})
        waiting._trigger_queue()

    @api.model
    def _read_overrides(self, cases, channel, when):
        """The reasons that hold for a channel at a moment: {case id: words}."""
        overrides = self.env["collection.guard.override"].sudo()  # whoever contacts
        found = overrides.search(
            [
                ("case_id", "in", cases.ids),
                ("channel", "=", channel),
                ("until", ">", when),
                ("date", "<=", when),
            ],
            order="id",
        )
        return {override.case_id.id: override.reason for override in found}
