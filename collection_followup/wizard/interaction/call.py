from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.commitment.commitment import WAYS
from ...models.interaction.interaction import OF_MACHINES, OUTCOMES
from ...rules.interaction.call_facts import Answers

# working days after which one calls again, unless another day is typed
CALL_AGAIN = {"not_there": 1, "voicemail": 1, "calls_back": 2, "passed_on": 2}


class CollectionCall(models.TransientModel):
    """The call sheet: what was asked, what was answered, and what follows from it.

    Every answer is a field. When the sheet is saved, the call is logged and each
    answer becomes what it says: a promise, a dispute, a copy, a role, a next step.
    """

    _name = "collection.call"
    _description = "Call sheet"
    _inherit = "collection.case.wizard"

    contact_id = fields.Many2one(
        "res.partner",
        string="Spoke to",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    direction = fields.Selection(
        [("out", "We called"), ("in", "They called")], required=True, default="out"
    )
    date = fields.Datetime(
        string="When",
        required=True,
        default=lambda self: self.env["res.company"]._collection_now(),
    )
    outcome = fields.Selection(
        [outcome for outcome in OUTCOMES if outcome[0] not in OF_MACHINES]
    )
    note = fields.Text(help="It is shown in the thread: nothing confidential.")
    next_on = fields.Date(
        string="Call back on",
        help="A task for you on that day; needed for no promise.",
    )
    # the wrong number, or somebody who has left: who instead?
    found_name = fields.Char(
        string="Who instead", help="A new contact of the customer, with the same roles."
    )
    found_phone = fields.Char(string="Right number")
    found_email = fields.Char(string="E-mail")
    # when did you send the payment?
    sent_on = fields.Date(
        string="Sent on",
        help=(
            "That amount is excluded until the bank days are over; then you get a "
            "task to look for it."
        ),
    )
    sent_amount = fields.Monetary(
        string="Sent",
        currency_field="promise_currency_id",
        help="Empty: all that is asked for.",
    )
    sent_reference = fields.Char(
        string="Details of the payment", help="Cheque number or text of the transfer."
    )
    # will you send it today? when, how much, how?
    pays_today = fields.Boolean(string="Today")
    pay_on = fields.Date(string="Will pay on")
    amount = fields.Monetary(
        currency_field="promise_currency_id",
        help="Empty: all that is asked for, without what is answered below.",
    )
    suggested = fields.Monetary(
        currency_field="promise_currency_id",
        help="What was filled in as the amount; what a person typed is left alone.",
    )
    replace_promises = fields.Boolean(
        string="Replace what was promised before",
        help="What they promised before is kept as replaced, and counts no longer.",
    )
    promise_currency_id = fields.Many2one("res.currency", string="In currency")
    way = fields.Selection(WAYS, default="transfer", string="How")
    reference = fields.Char(
        string="Payment details", help="Cheque number or details of the transfer."
    )
    confirm = fields.Boolean(
        string="Confirm by e-mail",
        default=lambda self: self.env.company.root_id.collection_confirm_promises,
        help="What was agreed is written to the customer today.",
    )
    # what keeps you?
    no_money = fields.Boolean(
        string="Cannot pay in full now",
        help="Offer a plan: some money now, the rest later.",
    )
    line_ids = fields.One2many("collection.call.line", "call_id", string="Items")
    private_note = fields.Text(
        string="In confidence",
        exportable=False,
        help="Hardship, health, what was told in confidence: only you and the credit "
        "managers can read it.",
    )
    guard_reason = fields.Char(string="Reason for calling anyway")

    @api.onchange("outcome")
    def _onchange_outcome(self):
        days = CALL_AGAIN.get(self.outcome)
        if days and not self.next_on:
            today = self._today()
            calendar = self.env.company._collection_calendar(today)
            self.next_on = calendar.add_working(today, days)

    @api.onchange("pays_today")
    def _onchange_pays_today(self):
        if self.pays_today:
            self.pay_on = self._today()
            self.outcome = "will_pay"

    @api.onchange(
        "pay_on",
        "pays_today",
        "sent_on",
        "sent_amount",
        "line_ids",
        "promise_currency_id",
    )
    def _onchange_asked(self):
        """The sum that is asked for stands in the field until another is typed."""
        if not self.pay_on:
            return
        currency = self.promise_currency_id or self.currency_id
        if currency.compare_amounts(self.amount, self.suggested or 0.0) == 0:
            self.amount = self.suggested = self._asked_now()

    def action_confirm(self):
        """Log the call and do what was answered."""
        self._log(plan_now=True)
        if self.no_money:
            return self._cases().action_agree_plan()
        return self._close()

    def action_next(self):
        """Log the call, do what was answered, and open the sheet of the next one."""
        self._log()
        return self._open_next()

    def action_skip(self):
        """Do not log anything; open the sheet of the next debtor."""
        return self._open_next()

    # --------------------------------------------------------------------- logging

    def _log(self, plan_now=False):
        """Log the call with all its answers.

        :param plan_now: a plan is agreed on next, so that no task is needed for it
        """
        self.ensure_one()
        if not self.outcome:
            raise UserError(self.env._("Choose the outcome of the call."))
        case = self._cases()
        self._pass_guard(case)
        self._write_private(case)
        values = {
            "contact_id": self.contact_id.id,
            "direction": self.direction,
            "date": self.date,
            "note": self.note,
        }
        details = {
            "way": self.way,
            "reference": self.reference,
            "sent_reference": self.sent_reference,
            "confirm": self.confirm and bool(self.pay_on),
            "plan_now": plan_now,
            "found": self._found(),
            "items": {line.item_id.id: line._details() for line in self._answered()},
        }
        answers = self._answers(case)
        self._check_replaced(case, answers)
        case._log_call(self.outcome, values, self.next_on, answers, details)

    def _check_replaced(self, case, answers):
        """Ask before a promise takes the place of another."""
        replaced = case._promises_to_replace(answers)
        if replaced and not self.replace_promises:
            raise UserError(
                self.env._(
                    "This would replace what was promised already: %(promises)s. "
                    "Tick that it is to be replaced, or promise no more than "
                    "%(asked)s, which is asked for now.",
                    promises=", ".join(p._sum_and_day() for p in replaced),
                    asked=self._sums(case) or self.env._("nothing"),
                )
            )

    def _found(self):
        """The way to the debtor that the caller heard of instead."""
        found = {"phone": self.found_phone, "email": self.found_email}
        if self.outcome == "left_company":
            found["name"] = self.found_name
        return found

    def _answered(self):
        return self.line_ids.filtered("answer")

    def _answers(self, case):
        """The sheet as the rules want it."""
        return Answers(
            outcome=self.outcome,
            items=case._items_to_promise(),
            said=tuple(line._as_fact() for line in self._answered()),
            sent_on=self.sent_on or None,
            sent_amount=self.sent_amount,
            pay_on=self.pay_on or None,
            amount=self.amount,
            currency=self.promise_currency_id.name or None,
            no_money=self.no_money,
            next_on=self.next_on or None,
            contact=bool(self.contact_id),
        )

    def _write_private(self, case):
        """Keep the confidential part apart, and not in this window."""
        text = (self.private_note or "").strip()
        self.private_note = False
        if text:
            notes = self.env["collection.private.note"]
            notes.create({"case_id": case.id, "text": text})

    def _pass_guard(self, case):
        """Set a guard aside with the reason given; they may always call us."""
        if self.direction == "in" or not self.guard_words:
            return
        if self.guard_hard:
            raise UserError(
                self.env._(
                    "%(words)s A call is logged here only when they called us.",
                    words=self.guard_words,
                )
            )
        if not (self.guard_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(words)s Say why you called anyway, or that they called.",
                    words=self.guard_words,
                )
            )
        case._override_guard("call", self.guard_reason)

    # ------------------------------------------------------------------- the queue

    def _open_next(self):
        """The sheet of the next debtor, or the end of the morning."""
        self.ensure_one()
        queue = self.queue_ids.filtered(lambda case: case.state == "open")
        done = self.done_ids | self.case_ids
        if self.queued:
            following = queue[:1]
        else:
            following = self.env["collection.case"]._next_to_call(done)
        if following:
            return following._call_sheet(queue[1:] if self.queued else None, done)
        return self.case_ids._notify(
            self.env._("That was the last one: nobody else is to be called."), "success"
        )
