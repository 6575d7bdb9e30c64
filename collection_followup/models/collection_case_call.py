from odoo import fields, models
from odoo.exceptions import UserError

# somebody at the debtor heard what we had to say
TALKED = ("reached", "refuses", "will_pay", "paid")
# the number or the person is of no more use
LOST = ("wrong_number", "left_company")


class CollectionCase(models.Model):
    """The call log: what was said, and what happens next."""

    _inherit = "collection.case"

    def _log_call(self, outcome, values, next_on=None):
        """Log a call and open its next step.

        :param outcome: one of ``OUTCOMES`` that a call can have
        :param values: further values of the interaction
        :param next_on: when to call again, or the day promised for payment
        :return: the interaction
        """
        self.check_access("write")
        self.ensure_one()
        contact = self.env["res.partner"].browse(values.get("contact_id") or False)
        self._check_call(outcome, contact, values.get("date"), next_on)
        notice = self._call_to_do()
        interaction = self.env["collection.interaction"].create(
            {
                **values,
                "case_id": self.id,
                "kind": "call",
                "outcome": outcome,
                "notice_id": notice.id,
            }
        )
        self._say(interaction._in_words())
        if outcome in TALKED:
            self._call_done(notice)
        self._next_after_call(outcome, contact, next_on, values.get("note") or "")
        self._look_again()
        return interaction

    def _check_call(self, outcome, contact, on, next_on):
        """Refuse a call that cannot have been."""
        if contact and contact.commercial_partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "%(contact)s does not belong to %(debtor)s.",
                    contact=contact.display_name,
                    debtor=self.partner_id.display_name,
                )
            )
        if on and fields.Datetime.to_datetime(on) > fields.Datetime.now():
            raise UserError(self.env._("A call that is still to come is not logged."))
        if outcome == "left_company" and not contact:
            raise UserError(self.env._("Choose who has left the company."))
        if outcome == "will_pay" and not next_on:
            raise UserError(self.env._("Ask for a date: when will they pay?"))
        if next_on:
            self._check_day(next_on)

    def _call_to_do(self):
        """The notice of this case that waits for a call."""
        return self.notice_ids.filtered(
            lambda notice: (
                notice.call_state == "to_do" and notice.state in ("approved", "sent")
            )
        )[:1]

    def _call_done(self, notice):
        """The debtor heard us: call tasks are done, and so is the call of a notice."""
        today = self.company_id._collection_today()
        if notice:
            notice.sudo()._mark_sent("call", today)  # rights were checked before
        due = self._tasks(self._call_types()).filtered(
            lambda task: task.date_deadline <= today
        )
        if due:
            due.action_feedback(feedback=self.env._("Called."))

    def _call_types(self):
        """The activity types of calls: ours and the one that notices use."""
        return self._task_types("call") | self.env.ref("mail.mail_activity_data_call")

    def _next_after_call(self, outcome, contact, next_on, note):
        """Open the next step that a call asks for."""
        if outcome in LOST:
            self._ask_for_repair(outcome, contact, note)
        if not next_on:
            return
        summary = self.env._("Call again")
        if outcome == "will_pay":
            summary = self.env._("Payment was promised for today: has it come?")
        self._add_task("call", next_on, summary, note, self.env.user)

    def _ask_for_repair(self, outcome, contact, note):
        """Ask for another way to the debtor, and name the contacts we know."""
        summaries = {
            "wrong_number": self.env._("Wrong number: find the right one"),
            "left_company": self.env._(
                "%(contact)s has left: find a successor", contact=contact.display_name
            ),
        }
        others = self._other_contacts(contact)
        known = "\n".join(others) or self.env._("No other contact is known.")
        today = self.company_id._collection_today()
        text = "\n".join(filter(None, [note, known]))
        self._add_task("repair", today, summaries[outcome], text, self.env.user)
