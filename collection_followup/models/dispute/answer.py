from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ...sentences import say_date
from .check import LONGEST
from .credit import ACCOUNTANT
from .dispute import ANSWERS, OUTCOMES


class CollectionDispute(models.Model):
    """What people answer: mended how, or decided that the debtor has to pay.

    Owners outside Collections answer their own disputes; every way checks it.
    """

    _inherit = "collection.dispute"

    answer = fields.Selection(
        ANSWERS, readonly=True, tracking=True, help="How it is resolved."
    )
    answer_note = fields.Text(string="What was done", readonly=True, help="The reason.")
    outcome = fields.Selection(
        OUTCOMES, readonly=True, index="btree_not_null", help="What settled it."
    )
    done_on = fields.Date(
        string="Done on",
        readonly=True,
        help="When the goods were replaced, the document was corrected or sent. The "
        "dispute closes itself on that day.",
    )
    pay_by = fields.Date(
        string="Pay by",
        readonly=True,
        help=(
            "The pay-by date given to the customer for this part; it stays excluded "
            "up to then. If nothing else of the item can be followed up, the item "
            "then starts again like a new invoice. If the rest already stands at a "
            "stage, the part joins it there."
        ),
    )
    closed_on = fields.Date(string="Closed on", readonly=True, index="btree_not_null")
    order_id = fields.Many2one(
        "sale.order",
        string="Replaced by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The order by which the goods were replaced.",
    )
    corrected_move_id = fields.Many2one(
        "account.move",
        string="Corrected by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The document that takes the place of the wrong one.",
    )

    def _check_may_mend(self):
        """Let collectors of the case and the owner in; answer with all rights."""
        self._check_may_answer()
        self._check_running()
        return self.sudo()  # rights were checked: states are written by nobody else

    def _owned(self):
        """The disputes that wait for the user: his own, or handed up to him."""
        user = self.env.user
        return self.filtered(lambda d: user in (d.user_id | d.manager_id))

    def _check_may_answer(self):
        """Let collectors of the case and owners in.

        :raise AccessError: for everybody else
        """
        self.check_access("read")
        others = self - self._owned()
        if others:  # asking for none would ask for the right in general
            others.check_access("write")

    def _may_answer(self):
        # EXTENDS: owners add what they find; accountants ask about the credit note
        return self if self.env.user.has_group(ACCOUNTANT) else self._owned()

    def _check_running(self):
        if any(dispute.state not in ("open", "remedy") for dispute in self):
            raise UserError(self.env._("This dispute was decided already."))

    def _note_remedy(self, kind, done_on, note, order=None, move=None):
        """Note a replacement or a correction; done, it closes the dispute.

        :param kind: ``replacement`` or ``correction``
        :param done_on: when it was or will be done, None while nobody knows
        :param note: what, in words
        """
        dispute_sudo = self._check_may_mend()
        note = self._why(note)
        if done_on and done_on > self.company_id._collection_today() + LONGEST:
            raise ValidationError(
                self.env._("It is to be done within a year: check the date.")
            )
        dispute_sudo._check_links(order, move)
        dispute_sudo.write(
            {
                "answer": kind,
                "answer_note": note,
                "done_on": done_on,
                "order_id": order and order.id,
                "corrected_move_id": move and move.id,
                "credit_note_id": False,
            }
        )
        dispute_sudo._answered(note)

    def _check_links(self, order, move):
        """Refuse an order or a document of somebody else."""
        for record in (order, move):
            if not record:
                continue
            partner = record.sudo().partner_id  # only whose it is
            if partner.commercial_partner_id != self.partner_id:
                raise UserError(
                    self.env._(
                        "%(name)s does not belong to %(debtor)s.",
                        name=record.sudo().display_name,  # chosen by the user
                        debtor=self.partner_id.display_name,
                    )
                )

    def _decide_for_us(self, pay_by, note):
        """The debtor has to pay: he is told why, with a pay-by date of its own.

        :param pay_by: the last day on which the part rests
        :param note: why, in words that the debtor reads
        """
        dispute_sudo = self._check_may_mend()
        note = self._why(note)
        self._check_pay_by(pay_by)
        dispute_sudo.write(
            {
                "answer": "for_us",
                "answer_note": note,
                "pay_by": pay_by,
                "done_on": False,
                "credit_note_id": False,
            }
        )
        dispute_sudo._answered(note)
        dispute_sudo._finish_tasks(note)
        dispute_sudo._tell(self.company_id._collection_today())

    def _check_pay_by(self, pay_by):
        today = self.company_id._collection_today()
        if not pay_by or not today < pay_by <= today + LONGEST:
            raise UserError(
                self.env._("The customer needs time to pay: a day after today.")
            )
        calendar = self.company_id._collection_calendar(today)
        working = calendar.next_working(pay_by)
        if working != pay_by:
            raise UserError(
                self.env._(
                    "%(day)s is not a working day; take %(working)s.",
                    day=say_date(self.env, pay_by),
                    working=say_date(self.env, working),
                )
            )

    def _cancel(self, note):
        """There is no dispute after all: the item stands where it was."""
        dispute_sudo = self._check_may_mend()
        note = self._why(note)
        dispute_sudo.write(
            {
                "state": "cancelled",
                "answer_note": note,
                "closed_on": self.company_id._collection_today(),
            }
        )
        dispute_sudo._finish_tasks(lambda env: env._("Cancelled: %(note)s", note=note))
        dispute_sudo.case_id._look_again()

    def _answered(self, note):
        """Keep the answer in the thread of the case, and look again at once."""

        def words(env):
            labels = dict(self._fields["answer"]._description_selection(env))
            return env._(
                "%(number)s, %(answer)s: %(note)s",
                number=self.name,
                answer=labels[self.answer],
                note=note,
            )

        self.case_id._say(words)
        self.case_id._look_again()

    def _why(self, note):
        """Answer words without blanks around them; refuse empty ones."""
        note = (note or "").strip()
        if not note:
            raise UserError(
                self.env._("Please say what was done or why: it stays on the dispute.")
            )
        return note
