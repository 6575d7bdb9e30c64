from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sentences import house, speaking, spoken
from ..strategy.channel_names import set_channel_names

UNSENT = ("planned", "approved", "sending", "unknown")
OPEN_CHANNEL = {"email": "queued", "letter": "to_print", "call": "to_do"}
DONE_CHANNEL = {"email": "sent", "letter": "printed", "call": "done"}


class CollectionNotice(models.Model):
    """The life of a notice: approved, sent, cancelled, given back.

    Every change of state goes through these methods, by the run, by the queue
    or by a person; ``sudo`` is used behind them because a collector may not
    write items or evidence by himself.
    """

    _inherit = "collection.notice"

    channels = fields.Char(compute="_compute_channels", help="How it leaves.")

    # -------------------------------------------------------------- approving

    def action_approve(self):
        """Approve planned notices: mails are queued, letters wait for printing."""
        self.check_access("write")
        wrong = self.filtered(lambda notice: notice.state != "planned")
        if wrong:
            raise UserError(
                self.env._(
                    "Only notices that wait for approval can be approved; these do "
                    "not: %(names)s.",
                    names=", ".join(wrong.mapped("name")),
                )
            )
        self.sudo()._approve()  # rights were checked above
        return True

    def _approve(self):
        """Approve planned notices, after a last look at the facts."""
        self._keep_standing()._open_channels()

    def _open_channels(self):
        """Let notices go: mails are queued, letters wait for printing, calls are tasks.

        For those who have just decided; everybody else goes through ``_approve``.
        """
        reachable = self.filtered(lambda n: n.by_email or n.by_letter or n.by_call)
        for channels, notices in reachable.grouped(
            lambda notice: (notice.by_email, notice.by_letter, notice.by_call)
        ).items():
            values = {"state": "approved"}
            for channel, used in zip(OPEN_CHANNEL, channels, strict=True):
                values[f"{channel}_state"] = OPEN_CHANNEL[channel] if used else "none"
            notices.write(values)
        reachable._sync_line_state()
        reachable.filtered("by_call")._open_calls()
        reachable.filtered("by_email")._queue_mails()

    def _keep_standing(self):
        """Cancel the notices that no longer stand and answer the others."""
        cancelled = self.browse()
        for company, notices in self.grouped("company_id").items():
            verdicts = notices._recheck(company._collection_today())
            for reason, fallen in self._by_reason(verdicts).items():
                if reason:
                    fallen._cancel(reason)
                    cancelled |= fallen
        return self - cancelled

    @api.model
    def _by_reason(self, verdicts):
        groups = {}
        for notice, reason in verdicts.items():
            groups[reason] = groups.get(reason, self.browse()) | notice
        return groups

    def _open_calls(self):
        """Give each collector a call task on the case."""
        activity_type = self.env.ref("mail.mail_activity_data_call")
        model_id = self.env["ir.model"]._get_id("collection.case")
        # the worklist shows them; an e-mail for each would be noise
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        quiet.create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": model_id,
                    "res_id": notice.case_id.id,
                    "user_id": (notice._collector() or self.env.user).id,
                    "date_deadline": notice.planned_on,
                    "summary": notice._call_words(),
                }
                for notice in self
            ]
        )

    def _call_words(self):
        """The call task, in the language of whoever gets it."""
        env = speaking(self.env, (self.user_id or self.env.user).lang)
        return env._(
            "%(stage)s: call %(contact)s",
            stage=self.stage_id.with_env(env).name,
            contact=(self.contact_id or self.partner_id).display_name,
        )

    # ----------------------------------------------------- sent, failed, given back

    def _mark_sent(self, channel, on):
        """Record that the notices left by a channel and move the levels.

        :param channel: ``email``, ``letter`` or ``call``
        :param on: the day on which they left, as the company counts
        """
        first = self.filtered(lambda notice: notice.state != "sent")
        self.write({f"{channel}_state": DONE_CHANNEL[channel]})
        first.write({"state": "sent", "sent_on": on, "failure": False})
        first._sync_line_state()
        first._move_levels(on)
        self._log_interactions(channel)
        first._mark_cases_dirty()

    def _mark_failed(self, channel, reason):
        """Record that the notices did not leave by a channel, with the reason.

        The notice has failed when no other channel is open or done.

        :param reason: as in ``_say``
        """
        closed = "failed" if channel == "email" else "none"
        for company, notices in self.grouped("company_id").items():
            failure = spoken(reason, house(company))
            notices.write({"failure": failure, f"{channel}_state": closed})
        lost = self.filtered(lambda notice: not notice._has_channel())
        lost.filtered(lambda notice: notice.state != "sent").write({"state": "failed"})
        others = self - lost
        others.filtered(lambda n: n.state == "sending").write({"state": "approved"})
        self._sync_line_state()
        self._mark_cases_dirty()

    def _has_channel(self):
        """Tell whether the notice may still leave, or has left, by some channel."""
        self.ensure_one()
        return (
            self.email_state in ("queued", "sending", "sent", "unknown")
            or self.letter_state in ("to_print", "printed")
            or self.call_state in ("to_do", "done")
        )

    def _give_back(self, reason):
        """Give the levels back: the notice bounced or was never posted.

        :param reason: in words, kept on the notice
        """
        reached = self.filtered(
            lambda n: n.letter_state != "printed" and n.call_state != "done"
        )
        self.write({"failure": reason})
        reached.write({"state": "failed", "reason": reason})
        reached._sync_line_state()
        reached._return_levels()
        reached._mark_cases_dirty()

    def action_cancel(self):
        """Cancel notices that have not left, by a person."""
        self.check_access("write")
        gone = self.filtered(lambda notice: notice.state not in ("planned", "approved"))
        if gone:
            raise UserError(
                self.env._(
                    "Only a notice that has not left can be cancelled; these cannot: "
                    "%(names)s.",
                    names=", ".join(gone.mapped("name")),
                )
            )
        user = self.env.user.name
        self.sudo()._cancel(  # rights were checked above
            lambda env: env._("Cancelled by %(user)s.", user=user)
        )
        return True

    def _cancel(self, reason):
        """Cancel notices with their mails and call tasks; no level moves.

        Of a notice that left by one channel already only the open ones are closed.

        :param reason: as in ``_say``; kept on the notice
        """
        for company, notices in self.grouped("company_id").items():
            text = spoken(reason, house(company))
            left = notices.filtered(lambda notice: notice.state == "sent")
            left.write({"failure": text})
            (notices - left).write({"state": "cancelled", "reason": text})
        for channel, open_state in OPEN_CHANNEL.items():
            waiting = self.filtered(
                lambda n, c=channel, o=open_state: n[f"{c}_state"] == o
            )
            waiting.write({f"{channel}_state": "none"})
        self._sync_line_state()
        self._cancel_mails()
        self._mark_cases_dirty()

    def _cancel_mails(self):
        """Take the mails of notices out of the queue."""
        mails = self.mail_ids.filtered(
            lambda mail: mail.state in ("outgoing", "exception")
        )
        mails.cancel()
        self.env["mail.notification"].search(
            [("mail_mail_id", "in", mails.ids)]
        ).notification_status = "canceled"

    # --------------------------------------------------------------- records

    def _log_interactions(self, channel):
        """Write what was said to whom into the record of contacts."""
        if channel == "call":
            return  # whoever calls logs the call with its outcome
        self.env["collection.interaction"].create(
            [
                {
                    "case_id": notice.case_id.id,
                    "contact_id": notice.contact_id.id,
                    "kind": channel,
                    "direction": "out",
                    "outcome": "sent",
                    "user_id": notice.user_id.id,
                    "notice_id": notice.id,
                    "note": notice.subject,
                }
                for notice in self
            ]
        )

    def _mark_cases_dirty(self):
        for company, notices in self.grouped(lambda n: n.company_id.root_id).items():
            self.env["collection.event"]._mark_partners(notices.partner_id, company)

    # --------------- what the screens show of a notice, and where its buttons lead

    @api.depends("by_email", "by_letter", "by_call")
    def _compute_channels(self):
        set_channel_names(self)

    def action_open_case(self):
        """Open the case of the debtor."""
        self.ensure_one()
        return self.case_id._get_records_action()

    def action_open_letter(self):
        """Show the letter as it was sent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.letter_id.id}",
            "target": "new",
        }
