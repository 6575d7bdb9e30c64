from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...sentences import house, say_amount, say_date, speaking, spoken


class CollectionCase(models.Model):
    """Opening a dispute: from the case, a call, an invoice, or an open item."""

    _inherit = "collection.case"

    dispute_count = fields.Integer(
        string="Disputes", compute="_compute_dispute_count", help="Those still open."
    )

    def _compute_dispute_count(self):
        counts = dict(
            self.env["collection.dispute"]._read_group(
                [
                    ("case_id", "in", self.ids),
                    ("state", "in", ("open", "remedy", "for_us")),
                ],
                ["case_id"],
                ["__count"],
            )
        )
        for case in self:
            case.dispute_count = counts.get(case, 0)

    def action_dispute(self):
        """Ask what the debtor contests, and why."""
        self.ensure_one()
        return self._wizard("collection.dispute.open", self.env._("Open a dispute"))

    def action_open_disputes(self):
        """Show the disputes of these debtors, settled ones too."""
        return self._screen_action("collection_dispute_all_action")

    def _dispute(self, values):
        """Open a dispute on one item of this debtor.

        :param values: ``line_id`` (journal item) and ``reason_id``, records or ids;
            optional: ``amount`` in its currency (all that is not contested yet),
            ``note``, ``contact_id``, ``interaction_id``, ``user_id``, ``deadline``
            (as the reason proposes), ``invoice_line_ids``, ``evidence_ids``
        :return: the dispute
        :raise UserError: when it cannot be, with what to do instead
        """
        self.check_access("write")
        self.ensure_one()
        values = {name: _key(value) for name, value in values.items()}
        line = self.env["account.move.line"].browse(values.get("line_id") or ())
        reasons = self.env["collection.dispute.reason"]
        reason = reasons.browse(values.get("reason_id") or ())
        self._check_dispute(line.exists(), reason.exists())
        files = self.env["ir.attachment"].browse(values.get("evidence_ids") or ())
        files.check_access("read")  # it may be sent on: nobody shows what he cannot see
        values = self._dispute_values(line, reason, values)
        if line.currency_id.compare_amounts(values["amount"], 0.0) <= 0:
            raise UserError(
                self.env._(
                    "How much is disputed? Enter more than zero, without what is "
                    "already disputed."
                )
            )
        disputes = self.env["collection.dispute"].sudo()  # rights were checked above
        dispute = disputes.create(values)
        dispute._adopt_evidence()
        dispute._ask_owners()
        self._say_disputed(dispute)
        self._look_again()
        return dispute.sudo(False)

    def _check_dispute(self, line, reason):
        """Refuse what the checks of the dispute itself would meet too late."""
        if not line:
            raise UserError(self.env._("Choose the invoice that is disputed."))
        if not reason or reason.child_ids:
            raise UserError(
                self.env._("Every dispute has a reason: choose one, not its group.")
            )

    def _dispute_values(self, line, reason, values):
        """Fill in what was not said: amount, owner, deadline."""
        line_sudo = line.sudo()  # a branch's item too, checked by the dispute
        numbers_sudo = self.env["ir.sequence"].sudo()  # of whoever may open one
        facts = self.env["collection.dispute"]._facts_by_item(line_sudo)[line.id]
        if (amount := values.get("amount")) is None:
            amount = line_sudo._collection_uncontested(facts)
        return {
            "name": numbers_sudo.next_by_code("collection.dispute"),
            "case_id": self.id,
            "line_id": line.id,
            "move_id": line_sudo.move_id.id,
            "document": line_sudo.move_id.name or line_sudo.name,
            "currency_id": line_sudo.currency_id.id,
            "amount": amount,
            "reason_id": reason.id,
            "note": values.get("note"),
            "contact_id": values.get("contact_id"),
            "interaction_id": values.get("interaction_id"),
            "user_id": values.get("user_id")
            or reason._owner_for(self, line_sudo.move_id).id,
            "opened_on": self.company_id._collection_today(),
            "deadline": values.get("deadline") or reason._deadline_for(self),
            "invoice_line_ids": [Command.set(values.get("invoice_line_ids") or ())],
            "evidence_ids": [Command.set(values.get("evidence_ids") or ())],
        }

    def _say_disputed(self, dispute):
        """Keep in the thread of the case what is contested, and who mends it."""
        self._say(
            lambda env: env._(
                "%(number)s: %(amount)s of %(document)s is disputed (%(reason)s); "
                "%(owner)s is to resolve it by %(deadline)s.",
                number=dispute.name,
                amount=say_amount(env, dispute.amount, dispute.currency_id),
                document=dispute.document,
                reason=dispute.reason_id.with_env(env).display_name,
                owner=dispute.user_id.name,
                deadline=say_date(env, dispute.deadline),
            )
        )


class CollectionDispute(models.Model):
    """The task of whoever can mend it."""

    _inherit = "collection.dispute"

    def _ask_owners(self):
        """Open the task of each owner; he gets it by mail too: he may not be here."""
        self._open_tasks(
            "dispute",
            [
                (
                    dispute,
                    dispute.user_id,
                    dispute.deadline,
                    lambda env, number=dispute.name: env._(
                        "%(number)s: resolve it or decide", number=number
                    ),
                    dispute.note,
                )
                for dispute in self
            ],
        )

    def _open_tasks(self, kind, tasks):
        """Create an activity for each task, all at once.

        :param kind: the activity type, last part of its xml id
        :param tasks: list of (dispute, user, deadline, summary, note as plain text);
            the summary is a function of the environment of whoever gets the task
        """
        activity_type = self.env["collection.case"]._task_types(kind)
        model_id = self.env["ir.model"]._get_id(self._name)
        activities = self.env["mail.activity"].sudo()  # for another department
        return activities.create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "automated": True,
                    "res_model_id": model_id,
                    "res_id": dispute.id,
                    "user_id": user.id,
                    "date_deadline": deadline,
                    "summary": summary(speaking(self.env, user.lang)),
                    "note": plaintext2html(note) if note else False,
                }
                for dispute, user, deadline, summary, note in tasks
            ]
        )

    def _dispute_tasks(self, *kinds):
        """The open tasks of some kinds, of all kinds when none is named."""
        kinds = kinds or ("dispute", "dispute_overdue", "dispute_credit_note")
        types = self.env["collection.case"]._task_types(*kinds)
        activities = self.env["mail.activity"].sudo()  # a colleague's task counts too
        return activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "in", types.ids),
            ]
        )

    def _finish_tasks(self, feedback, *kinds):
        """Mark tasks done, with words in the thread; ``feedback`` as in ``_say``."""
        for company, disputes in self.grouped("company_id").items():
            tasks = disputes._dispute_tasks(*kinds)
            if tasks:
                tasks.action_feedback(feedback=spoken(feedback, house(company)))
            others = disputes - self.browse(tasks.mapped("res_id"))
            others._say(feedback)

    def _hand_to_owner(self):
        """The owner changed: his task goes with it."""
        for owner, disputes in (
            self.filtered(lambda dispute: dispute.state in ("open", "remedy"))
            .grouped("user_id")
            .items()
        ):
            disputes._dispute_tasks("dispute").user_id = owner

    def _rest_changed(self):
        """Amount or deadline were changed by hand: judge the cases anew."""
        self.sudo().filtered(  # the note of the escalation is nobody's to write
            lambda d: d.escalated_on and d.deadline >= d.company_id._collection_today()
        ).escalated_on = False
        for deadline, disputes in self.grouped("deadline").items():
            disputes._dispute_tasks("dispute").date_deadline = deadline
        if not self.env.su:
            self.case_id.sudo()._look_again()  # sums are nobody's to write


def _key(value):
    """The id of a record, or the value itself."""
    if isinstance(value, models.BaseModel):
        return value.ids if value._name == "ir.attachment" else value.id
    return value
