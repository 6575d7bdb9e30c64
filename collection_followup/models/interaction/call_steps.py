from odoo import models

from ...rules.interaction import call
from ...rules.interaction.call_facts import Kind
from ...sentences import say_date
from ..case.call_words import TASK_TYPES, TASKS


class CollectionCase(models.Model):
    """What follows from a call is done at once: nobody types it again."""

    _inherit = "collection.case"

    def _take_steps(self, answers, interaction, details):
        """Do what the rule says, in its order.

        :param answers: ``rules.call_facts.Answers`` without problems
        :param interaction: the call
        :param details: see ``_log_call``
        """
        steps = self._steps_of_call(answers)
        takers = {
            Kind.REPAIR: self._step_repair,
            Kind.DISPUTE: self._step_dispute,
            Kind.RESEND: self._step_resend,
            Kind.PROMISE: self._step_promise,
            Kind.PLAN: self._step_plan,
            Kind.TASK: self._step_task,
        }
        self._step_notes(
            [step for step in steps if step.kind is Kind.NOTE], interaction, details
        )
        for step in steps:
            if step.kind in takers:
                takers[step.kind](step, interaction, {**details, "answers": answers})

    def _steps_of_call(self, answers):
        """What the rule says is to be done."""
        company = self.company_id
        today = company._collection_today()
        return call.steps(
            answers,
            today,
            company._collection_calendar(today),
            company.root_id.collection_bank_days,
        )

    def _step_repair(self, step, interaction, details):
        """Find the right number or person, or keep what the caller heard at once."""
        contact = interaction.contact_id
        found = {
            name: value for name, value in details.get("found", {}).items() if value
        }
        reachable = found.get("phone") or found.get("email")
        words = [interaction.note]
        if found and not reachable:
            # a name alone reaches nobody: it helps whoever looks for the number
            words.append(self.env._("They named %(name)s.", name=found["name"]))
        self._ask_for_repair(step.code, contact, "\n".join(filter(None, words)))
        if not reachable:
            return
        if step.code == "left_company":
            # the successor does what the one who left did
            found["roles"] = contact.collection_role_ids
            contact = contact.browse()
        elif not contact:
            contact = self.partner_id
        self._repair(contact, found, "call", verified=True)

    def _step_notes(self, steps, interaction, details):
        """Keep what was said of single items."""
        rows = []
        for step in steps:
            (key,) = step.keys
            said = details.get("items", {}).get(key, {})
            rows.append(
                {
                    "line_id": key,
                    "approval": step.code,
                    "approval_on": step.on,
                    "partner_id": said.get("contact_id") or None,
                    "note": said.get("note") or None,
                }
            )
        if rows:
            self._keep_answers(rows, interaction.contact_id)

    def _step_dispute(self, step, interaction, details):
        """Something is wrong with an item: its owner mends it."""
        ((key, amount),) = step.parts
        said = details.get("items", {}).get(key, {})
        values = {
            "line_id": key,
            "reason_id": said.get("reason_id"),
            "note": said.get("note") or interaction.note,
            "contact_id": interaction.contact_id.id,
            "interaction_id": interaction.id,
        }
        if amount:
            values["amount"] = amount
        self._dispute(values)

    def _step_resend(self, step, interaction, details):
        """Send copies; by hand where they cannot be mailed now."""
        lines = self.env["account.move.line"].browse(step.keys)
        problem = self._copy_problem(lines, interaction.contact_id)
        if not problem:
            self._resend_invoices(lines, interaction.contact_id)
            return
        today = self.company_id._collection_today()
        summary = self.env._("Send a copy: %(items)s", items=self._numbers(step.keys))
        self._add_task("send_copy", today, summary, problem, self.env.user)

    def _step_promise(self, step, interaction, details):
        """Record what was promised."""
        lines = self.env["account.move.line"].browse([key for key, _part in step.parts])
        sent = step.code == "sent"
        reference = details.get("sent_reference" if sent else "reference")
        way = details.get("way") or "transfer"
        if step.code == "scheduled":
            way, reference = "transfer", False
        promise = self._promise(
            {
                "date": step.on,
                "amount": sum(part for _key, part in step.parts),
                "currency_id": lines[:1].sudo().currency_id.id,  # of the items said
                "way": "transfer" if sent else way,
                "reference": reference,
                "contact_id": interaction.contact_id.id,
                "interaction_id": interaction.id,
                "note": interaction.note,
                "items": {lines.browse(key): part for key, part in step.parts},
            }
        )
        if details.get("confirm") and promise.state == "open":
            promise._confirm_by_mail()

    def _step_plan(self, step, interaction, details):
        """Keep in mind that a plan has to be agreed on, unless that is done now."""
        if not details.get("plan_now"):
            today = self.company_id._collection_today()
            self._add_task(
                "call",
                today,
                lambda env: env._(TASKS[step.code]),
                interaction.note or "",
            )

    def _step_task(self, step, interaction, details):
        """Call, ask or look on a day."""
        sent_on = details["answers"].sent_on
        sentence = self.env._(TASKS[step.code])
        summary = sentence % {
            "items": self._numbers(step.keys),
            "sent_on": say_date(self.env, sent_on),
        }
        note = "\n".join(
            filter(None, (interaction.note, details.get("sent_reference")))
        )
        kind = TASK_TYPES.get(step.code, "call")
        self._add_task(kind, step.on, summary, note, self.env.user)

    def _numbers(self, keys):
        """The numbers of documents, for a summary."""
        lines = self.env["account.move.line"].browse(keys)
        names = lines.sudo().move_id.mapped("name")  # of items that may be seen
        return ", ".join(names)
