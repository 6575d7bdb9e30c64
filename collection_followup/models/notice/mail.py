import logging
import time

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.tools import split_every, str2bool

from ...sentences import house
from .mail_server import Delivery

_logger = logging.getLogger(__name__)
CHUNK = 20
SECONDS = 45  # for one pass; workers are killed after 120 by default
TRIES = 5


class MailMail(models.Model):
    """The one door through which notices leave.

    Queue, "Send now" and retry all come through ``send``. A mail of a notice
    leaves only in transactions of its own: locked and looked at again with the others
    of its chunk, then, one by one, marked as ``sending`` and committed before the mail
    server hears of it. Who dies in between leaves one notice in doubt.
    """

    _inherit = "mail.mail"

    collection_notice_id = fields.Many2one(
        "collection.notice",
        string="Collection notice",
        index="btree_not_null",
        ondelete="set null",
    )

    # ------------------------------------------------------------------ the door

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # EXTENDS 'mail': notices go their own way
        ours = self.filtered("collection_notice_id")
        # whoever sends: the door looks at the whole ledger and at all evidence
        ours.sudo()._collection_send(auto_commit, raise_exception, post_send_callback)
        others = self - ours
        if others or not self:
            super(MailMail, others).send(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=post_send_callback,
            )
        return True

    def _collection_send(self, auto_commit, raise_exception, callback):
        """Let notices leave in chunks, each in transactions of its own."""
        if not self:
            return
        if not (auto_commit or module.current_test):
            # a transaction of somebody else must not carry a notice: it could be
            # rolled back after the handover, and it sees an old state of the ledger
            self.collection_notice_id._trigger_queue()
            return
        if self._collection_is_muted():
            _logger.info("%s notices stay queued: a neutralised database", len(self))
            return
        end = time.monotonic() + SECONDS
        for ids in split_every(CHUNK, self.ids):
            if time.monotonic() > end:
                # a job that takes too long is killed, and that in the middle of a
                # chunk: the next pass goes on
                self.collection_notice_id._trigger_queue()
                break
            self.browse(ids)._collection_send_chunk(
                auto_commit, raise_exception, callback
            )

    @api.model
    def _collection_is_muted(self):
        """Tell whether this database is a copy that must not speak to anybody."""
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # a technical flag
        return str2bool(parameters_sudo.get_param("database.is_neutralized", "False"))

    def _collection_send_chunk(self, auto_commit, raise_exception, callback):
        """Lock, look again, hand over, settle."""
        held = self.collection_notice_id._lock_sending()
        try:
            # only now a new snapshot: one taken before the locks could miss what
            # the worker that held them has just committed
            self._collection_commit()
            mails = self._collection_take_up(held)
            if mails:
                mails._collection_hand_over(auto_commit, raise_exception, callback)
        except Exception:
            self._collection_rollback()  # else the locks could not be given back
            raise
        finally:
            held._unlock_sending()

    def _collection_take_up(self, held):
        """Decide with fresh eyes which mails may leave, and commit what may not.

        When something breaks for several notices they are tried one by one, so
        that one of them does not keep the others.
        """
        try:
            mails = self._collection_still_true(held)
            self._collection_commit()
        except psycopg2.OperationalError:
            self._collection_rollback()
            _logger.info("Notices are changed by somebody else: left queued")
            self.collection_notice_id._trigger_queue(minutes=1)
            self._collection_commit()
            return self.browse()
        except Exception as error:
            self._collection_rollback()
            if len(self) > 1:
                singles = [mail._collection_take_up(held) for mail in self]
                return self.browse().concat(*singles)
            _logger.exception("Notice of mail %s cannot be sent", self.id)
            self._collection_give_up(error)
            return self.browse()
        return mails

    def _collection_still_true(self, held):
        """Answer the mails whose notice stands; settle what does not."""
        mails = self.exists().filtered(
            lambda m: m.state == "outgoing" and m.collection_notice_id in held
        )
        notices = mails.collection_notice_id
        notices.filtered(lambda n: n.email_state == "sending")._left_behind()
        queued = notices.filtered(lambda n: n.email_state == "queued")
        standing = queued._keep_standing_mails()
        waiting = standing._keep_waiting()  # for an allowed hour where the contact is
        leaving = (standing - waiting)._with_copies()
        newest = {mail.collection_notice_id: mail for mail in mails.sorted("id")}
        going = self.browse([newest[notice].id for notice in leaving])
        kept = going | self.browse([newest[notice].id for notice in waiting])
        (mails - kept).filtered(lambda m: m.state == "outgoing").cancel()
        return going

    def _collection_give_up(self, error):
        """Let the one notice fail that cannot be looked at."""
        why = str(error)
        self.collection_notice_id._mark_failed(
            "email", lambda env: env._("It could not be sent: %(error)s", error=why)
        )
        self._collection_commit()

    def _collection_hand_over(  # pylint: disable=missing-return
        self, auto_commit, raise_exception, callback
    ):
        """Let core send; whatever happens, say of every notice what became of it."""
        delivery = Delivery()
        try:
            watched = self.with_context(collection_delivery=delivery)
            super(MailMail, watched).send(  # pylint: disable=super-method-mismatch
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=callback,
            )
            self._collection_settle(delivery)
            self._collection_commit()
        except Exception:
            self._collection_rollback()
            _logger.exception("Sending of notices was interrupted")
            self._collection_settle_surely(delivery)
            self.collection_notice_id._trigger_queue()  # for those it did not come to
            self._collection_commit()
            if raise_exception:
                raise

    # ------------------------------------------------------------------ settling

    def _prepare_outgoing_list(self, *args, **kwargs):
        # EXTENDS 'mail': the next handover is this mail's
        if delivery := self.env.context.get("collection_delivery"):
            delivery.current = self.id
            self._collection_leave()
        return super()._prepare_outgoing_list(*args, **kwargs)

    def _collection_leave(self):
        """Commit that this mail is leaving now; what changed meanwhile conflicts.

        Core has marked the mail as failed by then, so that a concurrent change shows
        before the handover; a process that dies must leave it as outgoing, for the
        next pass to find it.
        """
        state = self.state
        self.state = "outgoing"
        self.collection_notice_id._mark_sending()
        self._collection_commit()
        self.state = state
        self.flush_recordset(["state"])  # and core's guard stands again

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail': the notice is settled in the transaction of its mail
        ours = self.filtered("collection_notice_id")  # super may delete the others
        result = super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
        left = bool(success_pids or success_emails)
        if left and failure_type:  # it left, and then something broke
            ours.collection_notice_id._left_behind()
        elif left:
            ours.collection_notice_id._mark_sent_today()
        else:
            for mail in ours:  # one, or the few of a chunk without mail server
                kept = mail.with_env(house(mail.collection_notice_id.company_id))
                reason = kept._collection_failure(failure_type, failure_reason)
                mail.collection_notice_id._mark_failed("email", reason)
        return result

    def _collection_failure(self, failure_type, failure_reason):
        """Why the mail did not leave, in words."""
        detail = failure_reason or self.failure_reason or ""
        kind = failure_type or self.failure_type
        labels = dict(self._fields["failure_type"]._description_selection(self.env))
        if not kind or kind == "unknown":
            return detail or self.env._("The mail server refused it.")
        return f"{labels.get(kind, kind)}: {detail}" if detail else labels[kind]

    def _collection_settle(self, delivery):
        """Give every notice that still says ``sending`` its true state."""
        mails = self.exists().filtered(
            lambda m: m.collection_notice_id.email_state == "sending"
        )
        left = mails.filtered(lambda m: m.id in delivery.accepted)
        left.write({"state": "sent", "failure_type": False, "failure_reason": False})
        if left:
            left._postprocess_sent_message(left.recipient_ids, [])
        doubtful = mails.filtered(lambda m: m.id in delivery.doubtful)
        doubtful.collection_notice_id._left_behind()
        (mails - left - doubtful)._collection_back_to_queue()

    def _collection_back_to_queue(self):
        """These did not leave, for certain: the next pass tries them again."""
        self.filtered(lambda m: m.state != "outgoing").write({"state": "outgoing"})
        self._collection_notifications().write({"notification_status": "ready"})
        self.collection_notice_id._back_to_queue()

    def _collection_settle_surely(self, delivery):
        """Settle in new transactions until one holds.

        When none does, the notices stay ``sending``: the next pass of the queue
        finds them without a lock and asks a person.
        """
        for _attempt in range(TRIES):
            try:
                self._collection_settle(delivery)
                self._collection_commit()
            except psycopg2.OperationalError:
                self._collection_rollback()
            else:
                return

    @api.model
    def _collection_commit(self):
        """Commit and look with fresh eyes; in tests only the second."""
        if module.current_test:
            self.env.invalidate_all()
        else:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _collection_rollback(self):
        if not module.current_test:
            self.env.cr.rollback()

    # ----------- what people do by hand to the mail of a notice, its notice learns

    def cancel(self):
        # EXTENDS 'mail': the thread shows it, and the notice does not wait for ever
        result = super().cancel()
        ours = self.filtered("collection_notice_id")
        ours._collection_notifications().write({"notification_status": "canceled"})
        waiting = ours.collection_notice_id.filtered(
            lambda n: n.email_state == "queued"
        )
        if waiting:
            waiting._withdraw_mail(lambda env: env._("Its e-mail was cancelled."))
        return result

    def mark_outgoing(self):
        # EXTENDS 'mail': "Retry" on a mail is "Retry" on its notice
        ours = self.filtered("collection_notice_id")
        ours.collection_notice_id._reopen_mail()
        ours._collection_notifications().write({"notification_status": "ready"})
        return super().mark_outgoing()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_leaving(self):
        if any(n.email_state == "sending" for n in self.collection_notice_id):
            raise UserError(
                self.env._("An e-mail that is being sent cannot be deleted.")
            )

    def unlink(self):
        # EXTENDS 'mail': a notice does not wait for a mail that is gone
        waiting = self.filtered(lambda m: m.state == "outgoing").collection_notice_id
        result = super().unlink()
        waiting = waiting.filtered(lambda n: n.email_state == "queued")
        if waiting:
            waiting._withdraw_mail(lambda env: env._("Its e-mail was deleted."))
        return result

    # --------------------- the marks beside a message that say how far its mail is

    def _collection_notifications(self):
        """The marks beside the messages that say how far these mails are."""
        notifications_sudo = self.env["mail.notification"].sudo()  # any receiver's
        return notifications_sudo.search([("mail_mail_id", "in", self.ids)])

    def _collection_notify(self):
        """Create the marks of queued mails, so that failures show in the thread."""
        notifications_sudo = self.env["mail.notification"].sudo()  # any receiver's
        notifications_sudo.create(
            [
                {**values, "res_partner_id": mail.recipient_ids.id}
                for mail, values in zip(
                    self, self._get_notification_values(), strict=True
                )
            ]
        )
