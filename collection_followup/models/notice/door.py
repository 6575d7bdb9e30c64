import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...sentences import house

# the first key of the advisory locks of notices that are leaving
LOCK = 1_668_246_637
FIND_OUT = "collection_followup.mail_activity_type_find_out"


class CollectionNotice(models.Model):
    """The notice at the door: what its e-mail does to it, and what a person does."""

    _inherit = "collection.notice"

    # -------------------------------------------------------------------- locks

    def _lock_sending(self):
        """Lock the notices for this database session; answer those that were free.

        The lock outlives commits and rollbacks and ends with the process, so that
        a notice in ``sending`` without a lock was left by a dead one.
        """
        if not self:
            return self
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM unnest(%s) AS id WHERE pg_try_advisory_lock(%s, id)",
                self.ids,
                LOCK,
            )
        )
        return self.browse([notice_id for (notice_id,) in rows])

    def _unlock_sending(self):
        """Give the locks back."""
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT pg_advisory_unlock(%s, id) FROM unnest(%s) AS id",
                    LOCK,
                    self.ids,
                )
            )

    # ------------------------------------------------------------------- leaving

    def _keep_standing_mails(self):
        """The notices that still stand today; the others do not leave.

        What has left by letter already cannot be cancelled any more: only its
        e-mail is given up.
        """
        half = self.filtered(lambda notice: notice.state == "sent")
        standing = (self - half)._keep_standing()
        for company, notices in half.grouped("company_id").items():
            verdicts = notices._recheck(company._collection_today())
            for reason, some in self._by_reason(verdicts).items():
                if reason:
                    some._mark_failed("email", reason)
                else:
                    standing |= some
        return standing

    def _mark_sending(self):
        """Say that the e-mails are leaving now; the caller commits before they do.

        Until then a person may still cancel them, and so may a payment.
        """
        self.write({"email_state": "sending", "failure": False})
        self.filtered(lambda n: n.state == "approved").write({"state": "sending"})
        self._sync_line_state()

    def _back_to_queue(self):
        """The e-mails did not leave yet, for certain: they wait for the next pass."""
        self.write({"email_state": "queued"})
        self.filtered(lambda n: n.state == "sending").write({"state": "approved"})
        self._sync_line_state()
        self._trigger_queue()

    def _mark_sent_today(self):
        """The e-mails left; levels move."""
        for company, notices in self.grouped("company_id").items():
            notices._mark_sent("email", company._collection_today())

    def _left_behind(self):
        """Nobody knows whether these e-mails left: a person has to find out."""
        if not self:
            return
        for company, notices in self.grouped("company_id").items():
            text = self._doubt_words(house(company))
            notices.write({"email_state": "unknown", "failure": text})
        self.filtered(lambda n: n.state == "sending").write({"state": "unknown"})
        self._sync_line_state()
        self.mail_ids.filtered(lambda mail: mail.state == "outgoing").cancel()
        for notice in self:
            notice.case_id._ask_person(
                "find_out",
                notice.company_id._collection_today(),
                lambda env, name=notice.name: env._(
                    "%(notice)s: find out whether it was sent", notice=name
                ),
                self._doubt_words,
            )

    @api.model
    def _doubt_words(self, env):
        return env._(
            "Sending was interrupted, and nobody knows whether the e-mail left. It "
            "is not sent again by itself. Look into the mail server or ask the "
            "customer, then answer here."
        )

    def _withdraw_mail(self, reason):
        """The queued e-mails are gone: without another channel the notice is too."""
        alone = self.filtered(lambda n: not (n.by_letter or n.by_call))
        if alone:
            alone._cancel(reason)
        if others := self - alone:
            others._mark_failed("email", reason)

    # ------------------------------------------------------------------ by hand

    def action_it_was_sent(self):
        """The answer of a person: the e-mail did leave."""
        notices_sudo = self._check_unknown()
        for notice in notices_sudo:
            mail = notice.mail_ids[:1]
            mail.write({"state": "sent"})
            mail._collection_notifications().write({"notification_status": "sent"})
            notice._mark_sent("email", notice._day_of(mail.date))
        notices_sudo._answer_found(lambda env: env._("It was sent."))
        return True

    def action_it_was_not_sent(self):
        """The answer of a person: the e-mail did not leave; it can be retried."""
        notices_sudo = self._check_unknown()
        user = self.env.user.name
        notices_sudo._mark_failed(
            "email",
            lambda env: env._("It was not sent, as %(user)s found out.", user=user),
        )
        notices_sudo._answer_found(lambda env: env._("It was not sent."))
        return True

    def _day_of(self, moment):
        """The company's day of a moment; today when it is not known."""
        company = self.company_id
        if not moment:
            return company._collection_today()
        local = self.with_context(tz=company._collection_tz())
        return fields.Datetime.context_timestamp(local, moment).date()

    def _check_unknown(self):
        """The notices in doubt, for whoever may change them."""
        self.check_access("write")
        if any(notice.email_state != "unknown" for notice in self):
            raise UserError(
                self.env._(
                    "Only for notices of which it is not known whether they were sent."
                )
            )
        return self.sudo()  # rights were checked above; mails are closed to collectors

    def _answer_found(self, feedback):
        """Close the task that asked for the answer; ``feedback`` as in ``_say``."""
        cases = self.case_id
        cases._finish_tasks(cases._task_types("find_out"), feedback)

    def action_retry_mail(self):
        """Try failed e-mails again, to the address that the contact has now."""
        self.check_access("write")
        if any(notice.email_state != "failed" for notice in self):
            raise UserError(
                self.env._("Only notices whose e-mail failed can be tried again.")
            )
        notices_sudo = self.sudo()  # rights were checked above
        old = notices_sudo.mail_ids.filtered(lambda mail: mail.state == "exception")
        old.cancel()
        notices_sudo._reopen_mail()
        notices_sudo._queue_mails()
        return True

    def _reopen_mail(self):
        """Let notices whose e-mail failed wait for the queue again.

        :raise UserError: when a later notice took their place
        """
        self = self.filtered(lambda n: n.email_state != "queued")  # noqa: PLW0642
        if any(notice.email_state != "failed" for notice in self):
            raise UserError(
                self.env._(
                    "This e-mail belongs to a notice that was sent, cancelled or is in "
                    "doubt: it cannot be sent again."
                )
            )
        try:
            with self.env.cr.savepoint():
                self.write({"email_state": "queued", "failure": False})
                self.filtered(lambda n: n.state == "failed").write(
                    {"state": "approved"}
                )
                self._sync_line_state()
        except psycopg2.IntegrityError:
            raise UserError(
                self.env._(
                    "A later notice to the same customer is being sent or was sent: "
                    "this one can no longer be sent."
                )
            ) from None

    def action_edit_words(self):
        """Put the words of the stage on the notice, so that they can be changed."""
        self.ensure_one()
        self.check_access("write")
        if self._people_state() not in ("planned", "failed"):
            raise UserError(
                self.env._("The words of a notice can be changed until it is approved.")
            )
        notice_sudo = self.sudo()  # rights were checked above; a failure is evidence
        if notice_sudo._fill_words():
            notice_sudo.words_edited = True
        return True
