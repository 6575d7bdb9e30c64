from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rules.ledger.facts import OVERDUE
from ...sentences import say_moment
from .state import OPEN_CHANNEL


class CollectionNotice(models.Model):
    """What whoever approves notices sees of each, and hears of them afterwards."""

    _inherit = "collection.notice"

    oldest_due = fields.Date(
        compute="_compute_oldest_due", help="The oldest due date that is demanded."
    )
    days_late = fields.Integer(
        string="Days past due",
        compute="_compute_oldest_due",
        help="Of the oldest item that is demanded, on the day of planning.",
    )
    last_contact_date = fields.Date(
        related="case_id.last_contact_date", string="Last contact"
    )
    promised = fields.Monetary(related="case_id.promised")
    disputed = fields.Monetary(related="case_id.disputed")
    hold_effect = fields.Selection(related="case_id.hold_effect", string="Hold")
    lang_name = fields.Char(string="Written in", compute="_compute_lang_name")
    may_take_back = fields.Boolean(compute="_compute_may_take_back")

    @api.depends("line_ids.date_due", "line_ids.days_late", "line_ids.part")
    def _compute_oldest_due(self):
        for notice in self:
            late = notice.line_ids.filtered(lambda line: line.part in OVERDUE)
            notice.oldest_due = min(late.mapped("date_due"), default=False)
            notice.days_late = max(late.mapped("days_late"), default=0)

    @api.depends("lang")
    def _compute_lang_name(self):
        names = dict(self.env["res.lang"].get_installed())
        for notice in self:
            notice.lang_name = names.get(notice.lang) or False

    @api.depends("state", "email_state", "letter_state", "call_state")
    def _compute_may_take_back(self):
        for notice in self:
            notice.may_take_back = notice.state == "approved" and all(
                notice[f"{channel}_state"] in ("none", waiting)
                for channel, waiting in OPEN_CHANNEL.items()
            )

    # ------------------------------------------------------------------ approving

    def action_approve(self):
        # EXTENDS: from a copy of the database nothing leaves, and nothing is lost
        # either; and whoever approves hears what becomes of it
        self.check_access("write")
        notices = self.sudo()  # whether anything may leave; rights were checked
        for root in notices.company_id.root_id:
            if blocked := notices._blocked_for_all(root):
                raise UserError(blocked)
        super().action_approve()
        return self.env["collection.case"]._notify(self._approved_words(), "success")

    def _approved_words(self):
        """What becomes of notices that were just approved, in one line each."""
        fallen = self.filtered(lambda notice: notice.state == "cancelled")
        failed = self.filtered(lambda notice: notice.state == "failed")
        approved = self - fallen - failed
        mails = approved.filtered(lambda notice: notice.email_state == "queued")
        verdicts = mails._guard_verdicts("email") if mails else {}
        waiting = mails.filtered(lambda notice: not verdicts[notice].allowed)
        ends = [verdicts[notice].until for notice in waiting if verdicts[notice].until]
        letters = approved.filtered(lambda notice: notice.letter_state == "to_print")
        calls = approved.filtered(lambda notice: notice.call_state == "to_do")
        env = self.env
        told = [
            (approved, env._("Approved: %s.", len(approved))),
            (
                mails - waiting,
                env._("E-mails that leave now: %s.", len(mails - waiting)),
            ),
            (waiting, self._waiting_words(waiting, min(ends, default=None))),
            (letters, env._("Letters to print: %s.", len(letters))),
            (calls, env._("Calls to make: %s.", len(calls))),
            (
                fallen,
                env._(
                    "Cancelled, because they are not true any more: %s.", len(fallen)
                ),
            ),
            (failed, env._("Failed, because nobody can be reached: %s.", len(failed))),
        ]
        return " ".join(words for notices, words in told if notices)

    @api.model
    def _waiting_words(self, waiting, moment):
        """How many e-mails wait, and for when the first of them does.

        :param moment: local time of the contact, or None where nobody knows
        """
        if moment is None:
            return self.env._("E-mails that wait: %s.", len(waiting))
        return self.env._(
            "E-mails that wait: %(count)s, the first until %(moment)s.",
            count=len(waiting),
            moment=say_moment(self.env, moment),
        )

    # ---------------------------------------------------------------- taking back

    def action_take_back(self):
        """Put approved notices that have not left back among those to approve."""
        self.check_access("write")
        gone = self.filtered(lambda notice: not notice.may_take_back)
        if gone:
            raise UserError(
                self.env._(
                    "Only an approved notice of which nothing has left can be taken "
                    "back; these cannot: %(names)s.",
                    names=", ".join(gone.mapped("name")),
                )
            )
        self.sudo()._take_back()  # rights were checked above
        return True

    def _take_back(self):
        """Close every channel again; the words stay as they were edited."""
        calls = self.filtered(lambda notice: notice.call_state == "to_do")
        closed = {f"{channel}_state": "none" for channel in OPEN_CHANNEL}
        self.write({"state": "planned", "email_waits_until": False, **closed})
        self._sync_line_state()
        self._cancel_mails()
        call = self.env.ref("mail.mail_activity_data_call")
        self.env["mail.activity"].search(
            [
                ("res_model", "=", "collection.case"),
                ("res_id", "in", calls.case_id.ids),
                ("activity_type_id", "=", call.id),
                ("summary", "in", [notice._call_words() for notice in calls]),
            ]
        ).unlink()
