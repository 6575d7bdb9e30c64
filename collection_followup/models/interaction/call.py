from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ...rules.interaction import call, call_check
from ...rules.interaction.call_facts import TALKED, Answers, Kind, OpenItem
from ...sentences import house
from ..case.call_words import PROBLEMS


class CollectionCase(models.Model):
    """The call log: what was said, and what happens next."""

    _inherit = "collection.case"

    def _log_call(self, outcome, values, next_on=None, answers=None, details=None):
        """Log a call and do what follows from it: the one place for both.

        :param outcome: one of ``OUTCOMES`` that a call can have
        :param values: further values of the interaction
        :param next_on: when to call again, or the day promised for payment
        :param answers: ``rules.call_facts.Answers``, when more was asked than that
        :param details: what the rule need not know: ``way``, ``reference``,
            ``sent_reference`` and ``items`` ({item id: values})
        :return: the interaction
        """
        self.check_access("write")
        self.ensure_one()
        contact = self.env["res.partner"].browse(values.get("contact_id") or False)
        answers = answers or self._plain_answers(outcome, contact, next_on)
        self._check_call(contact, values.get("date"), answers)
        notice = self._call_to_do()
        interactions_sudo = self.env["collection.interaction"].sudo()  # checked above
        interaction = interactions_sudo.create(
            {
                **values,
                "case_id": self.id,
                "kind": "call",
                "outcome": call.outcome(answers),
                "notice_id": notice.id,
            }
        ).sudo(self.env.su)
        self._say(interaction._kept_words())
        if answers.outcome in TALKED:
            self._call_done(notice)
        self._take_steps(answers, interaction, details or {})
        self._look_again()
        return interaction

    def _plain_answers(self, outcome, contact, next_on):
        """The answers of a call of which only the result was told."""
        items = self._items_to_promise() if outcome == "will_pay" else ()
        return Answers(outcome, items=items, next_on=next_on, contact=bool(contact))

    def _items_to_promise(self):
        """The open items without what stands apart, as the rules want them.

        Where everything overdue is promised already nothing is asked for: then a new
        promise is about all of it.
        """
        self.ensure_one()
        company = self.company_id
        today = company._collection_today()
        reader = self.env["collection.reader"]
        claims = reader._read_claims(company, self.partner_id, today)
        claims = claims[self.partner_id.id]
        apart = [name for name in reader._apart() if name != "promised"]
        asked = any(c.to_collect > 0.0 and c.item.due < today for c in claims)
        return tuple(
            OpenItem(
                claim.item.key,
                claim.item.currency,
                max(claim.item.open - sum(map(claim.part, apart)), 0.0),
                claim.item.due,
                claim.to_collect if asked else None,
            )
            for claim in claims
        )

    def _promises_to_replace(self, answers):
        """The running promises that would give way to those of a call.

        :param answers: ``rules.call_facts.Answers``
        """
        steps = self._steps_of_call(answers)
        parts = defaultdict(float)
        for step in (step for step in steps if step.kind is Kind.PROMISE):
            for key, part in step.parts:
                parts[key] += part
        lines = self.env["account.move.line"].browse(parts)
        leaving = self.env["collection.commitment"]
        for line, (free, holders) in self._promise_free(lines, None).items():
            currency = line.sudo().currency_id  # of a branch's item, too
            if currency.compare_amounts(parts[line.id], free) > 0:
                leaving |= leaving.browse(holders.ids)
        return leaving

    def _check_call(self, contact, on, answers):
        """Refuse a call that cannot have been, and answers that do not fit."""
        self._check_people(contact)
        now = self.company_id._collection_now()
        if on and fields.Datetime.to_datetime(on) > now:
            raise UserError(self.env._("A call in the future cannot be logged."))
        if answers.next_on:
            self._check_day(answers.next_on)
        found = call_check.problems(answers, self.company_id._collection_today())
        if found:
            raise UserError("\n".join(map(self._problem_words, found)))

    def _problem_words(self, problem):
        """What does not fit together, in words."""
        lines = self.env["account.move.line"].sudo()  # numbers only
        sentence = self.env._(PROBLEMS[problem.code])
        return sentence % {"item": lines.browse(problem.key or []).move_id.name}

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
            due.action_feedback(feedback=house(self.company_id)._("Called."))

    def _call_types(self):
        """The activity types of calls: ours and the one that notices use."""
        return self._task_types("call") | self.env.ref("mail.mail_activity_data_call")
