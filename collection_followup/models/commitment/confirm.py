from odoo import fields, models
from odoo.exceptions import UserError

from ...report.notice.how_to_pay import Asked, HowToPay
from ...report.notice.paper_format import PaperFormat
from ...sentences import house, say_date, spoken

CONFIRMATION = [
    ("none", "Not sent"),
    ("queued", "Queued"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("answered", "Answered"),
    ("disagreed", "Disagreed"),
]


class CollectionCommitment(models.Model):
    """What was agreed on the phone, written to the debtor the same day."""

    _inherit = "collection.commitment"

    confirmation_state = fields.Selection(
        CONFIRMATION,
        string="Confirmation",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        help="How far the written confirmation is. A reply to it stops the next steps "
        "until somebody has read it.",
    )
    confirmation_failure = fields.Char(readonly=True, copy=False)
    confirmation_message_id = fields.Many2one(
        "mail.message",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def action_confirm_by_mail(self):
        """Write to the debtor what was agreed, once more if it failed."""
        self.check_access("write")
        if any(c.state not in ("open", "to_approve") for c in self):
            raise UserError(
                self.env._("Only a promise that still runs can be confirmed.")
            )
        if any(c.confirmation_state in ("queued", "sent") for c in self):
            raise UserError(self.env._("The confirmation is on its way already."))
        self._confirm_by_mail()
        return True

    def _confirm_by_mail(self):
        """Queue the written confirmation of these commitments.

        What keeps it from being written is kept on the commitment; the promise
        itself stands all the same. Instalments of a plan have their agreement.
        """
        door = self.env["collection.said.mail"]
        letters, going = [], []
        for promise in self.sudo().filtered(lambda c: not c.plan_id):
            # rights were checked by whoever recorded the promise
            kept = door.with_env(house(promise.company_id))
            problem = kept._problem(promise.case_id, promise.contact_id)
            if problem:
                promise.write(
                    {"confirmation_state": "failed", "confirmation_failure": problem}
                )
                continue
            letters.append(promise._confirmation())
            going.append(promise)
        mails = door._queue(letters)
        for promise, mail in zip(going, mails, strict=True):
            promise.write(
                {
                    "confirmation_state": "queued",
                    "confirmation_failure": False,
                    "confirmation_message_id": mail.mail_message_id.id,
                }
            )

    def _confirmation(self):
        """One confirmation, in the language of its reader; see ``_queue``."""
        self.ensure_one()
        door = self.env["collection.said.mail"]
        notice = door._notice(self.case_id, self.contact_id, self.line_ids.line_id)
        (notice,) = notice._by_language()
        words = self.with_context(lang=notice.env.lang)
        subject = words.env._(
            "Our agreement of %(day)s",
            day=say_date(words.env, self.promised_on),
        )
        return (
            notice,
            subject,
            "collection_followup.mail_promise",
            words._confirmation_values(notice),
            {"collection_commitment_id": self.id, "collection_kind": "confirmation"},
        )

    def _confirmation_values(self, notice):
        """What the words of the confirmation speak about, as texts."""
        paper = PaperFormat(self.env, self.env.lang)
        ways = dict(self._fields["way"]._description_selection(self.env))
        today = self.company_id._collection_today()
        called = self.interaction_id.kind == "call" or not self.interaction_id
        return {
            "salutation": notice._salutation(""),
            "today": called and self.promised_on == today,
            "agreed_on": paper.spelled(self.promised_on),
            "amount": paper.money(self.amount, self.currency_id),
            "date": paper.spelled(self.date),
            "way": ways.get(self.way, ""),
            "details": self.reference or "",
            "rows": [
                {
                    "name": line.move_id.name or line.line_id.name or "",
                    "due": paper.date(line.line_id._collection_due()),
                    "amount": paper.money(line.amount, line.currency_id),
                }
                for line in self.line_ids
            ],
            "pay": self._how_to_pay(notice.company_id),
        }

    def _how_to_pay(self, company):
        """Where, and with which reference, where the debtor pays by transfer."""
        if self.way != "transfer":
            return None
        parts = self.line_ids.sudo()  # of a promise that may be read
        asked = [
            Asked(part.amount, part.currency_id, part.move_id, part.move_id.name)
            for part in parts
        ]
        if parts.currency_id != self.currency_id:  # promised in another one
            share, moves = self.amount / len(parts.move_id), parts.move_id
            asked = [Asked(share, self.currency_id, m, m.name) for m in moves]
        return HowToPay(company, self.partner_id, asked, self.plan_id.name)

    # ---------------------------------------------------------------- disagreeing

    def action_disagree(self):
        """Ask what the debtor remembers differently."""
        self.ensure_one()
        self.check_access("write")
        return self.env["collection.said.end"]._open(
            self, "disagree", self.env._("The customer disagrees")
        )

    def _disagree(self, reason):
        """The debtor remembers it differently: the promise counts no longer.

        It is cancelled with the reason, and the collector gets a call task; the
        whole plan is, where it is an instalment.

        :param reason: what the debtor says
        """
        self.check_access("write")
        if any(promise.state not in ("open", "to_approve") for promise in self):
            raise UserError(
                self.env._("Only a promise that still runs can be taken back.")
            )
        reason = self.case_id._words(reason)
        promises_sudo = self.sudo()  # rights were checked above
        promises_sudo.write({"confirmation_state": "disagreed"})

        def words(env):
            return env._("The customer disagrees: %(reason)s", reason=reason)

        for company, promises in self.grouped("company_id").items():
            promises._give_up(spoken(words, house(company)))
        self.case_id._say(words)
        for case in self.case_id:
            case._add_task(
                "call",
                case.company_id._collection_today(),
                lambda env: env._("Call: what was agreed?"),
                words,
            )
        self.case_id._look_again()

    def _give_up(self, text):
        """Cancel promises, and the whole plan of instalments, for a kept reason."""
        self.plan_id._cancel(text) if self.plan_id else None
        single = self.sudo().filtered(lambda c: not c.plan_id)  # rights: see above
        single.write({"state": "cancelled", "reason_code": "disagreed", "reason": text})
        single._finish_approval(text)
