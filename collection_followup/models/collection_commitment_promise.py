from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..sentences import say_amount
from .collection_commitment import RUNNING, WAYS

# what a promise takes over as it is given
GIVEN = (
    "contact_id",
    "date",
    "interaction_id",
    "note",
    "plan_id",
    "reference",
    "way",
)


class CollectionCase(models.Model):
    """Recording what the customer promised."""

    _inherit = "collection.case"

    def _promise(self, values):
        """Record a promise to pay.

        Running promises on the same part give way to it: they are kept as
        "postponed", and what they were about besides goes on.

        :param values: ``date`` and ``amount`` of ``currency_id`` (that of the items
            when left out); ``items``: {journal item: amount in its currency, None
            for all of it}, all overdue that is to chase when left out; ``way``,
            ``reference``, ``contact_id``, ``interaction_id``, ``note``, ``plan_id``;
            ``replaces``: running commitments that give way in any case
        :return: the commitment
        :raise UserError: when something of it cannot be
        """
        self.ensure_one()
        self.check_access("write")
        today = self.company_id._collection_today()
        self._check_promise(values, today)
        parts = self._promised_parts(values)
        currency = self._promised_currency(values, parts)
        amount, parts = self._promised_sum(values, parts, currency)
        leaving = self._make_room(parts, values)
        commitment_sudo = self.env["collection.commitment"].sudo()  # checked above
        commitment = commitment_sudo.create(
            {
                "plan_id": leaving.plan_id[:1].id,
                **{name: values[name] for name in GIVEN if values.get(name)},
                **self._promise_record(parts, today),
                "currency_id": currency.id,
                "amount": amount,
            }
        )
        commitment._take_over(leaving, today)
        return commitment.sudo(self.env.su)

    def _promise_record(self, parts, today):
        """The values of a promise that are not given by whoever records it."""
        return {
            "case_id": self.id,
            "promised_on": today,
            "user_id": self.env.uid,
            "line_ids": [
                Command.create({"line_id": line.id, "amount": part})
                for line, part in parts.items()
            ],
        }

    def _check_promise(self, values, today):
        """Refuse a day that has passed, a stranger, an unknown way of payment."""
        self._check_promised_day(fields.Date.to_date(values.get("date")), today)
        contact = self.env["res.partner"].browse(values.get("contact_id") or False)
        self._check_promised_by(contact)
        if values.get("way") and values["way"] not in dict(WAYS):
            raise UserError(self.env._("Choose how they will pay."))

    def _promised_parts(self, values):
        """The items of a promise with their parts, as given or as suggested."""
        if values.get("items") is None:
            currency = self.env["res.currency"].browse(values.get("currency_id"))
            parts = self._promise_suggestion(currency or None)
            if not parts:
                raise UserError(
                    self.env._(
                        "Nothing is overdue that may be promised: choose the items."
                    )
                )
            return parts
        parts = dict(values["items"])
        if not parts:
            raise UserError(self.env._("Choose the items that the promise is about."))
        lines = self.env["account.move.line"].union(*parts)
        self._check_promised_lines(lines)
        if None in parts.values():
            free = self._promise_free(lines, values.get("replaces"))
            parts = {
                line: free[line][0] if amount is None else amount
                for line, amount in parts.items()
            }
        return parts

    def _promised_currency(self, values, parts):
        """The currency of a promise: as given, else that of its items."""
        if values.get("currency_id"):
            return self.env["res.currency"].browse(values["currency_id"])
        lines = self.env["account.move.line"].union(*parts).sudo()  # a branch's, too
        if len(lines.currency_id) > 1:
            raise UserError(
                self.env._(
                    "The items are in several currencies: say in which one they pay, "
                    "or record a promise for each."
                )
            )
        return lines.currency_id

    def _promised_sum(self, values, parts, currency):
        """The sum of a promise, and its parts cut to it: the oldest items first."""
        total, amount = sum(parts.values()), values.get("amount")
        lines = self.env["account.move.line"].union(*parts).sudo()  # a branch's, too
        if amount is None and lines.currency_id == currency:
            return total, parts
        if currency.compare_amounts(amount or 0.0, 0.0) <= 0:
            raise UserError(self.env._("Say how much they promise to pay."))
        if lines.currency_id != currency:
            return amount, parts  # by the rate of the day on which it is paid
        if currency.compare_amounts(amount, total) > 0:
            raise UserError(
                self.env._(
                    "%(amount)s is more than the %(total)s of the chosen items.",
                    amount=say_amount(self.env, amount, currency),
                    total=say_amount(self.env, total, currency),
                )
            )
        return amount, self._cut(parts, amount, currency)

    def _cut(self, parts, amount, currency):
        """Cut parts to a sum: the items due first are promised first."""
        due = {
            line.id: line._collection_due()
            # a branch's item has a due date too
            for line in self.env["account.move.line"].union(*parts).sudo()
        }
        cut, left = {}, amount
        for line in sorted(parts, key=lambda line: (due[line.id], line.id)):
            part = min(parts[line], left)
            left = currency.round(left - part)
            if not currency.is_zero(part):
                cut[line] = part
        return cut

    def _make_room(self, parts, values):
        """Check the parts, and find the running promises that give way to them.

        :return: the commitments that give way
        """
        lines = self.env["account.move.line"].union(*parts)
        leaving = self._chosen_to_leave(values)
        free = self._promise_free(lines, leaving)
        for line, amount in parts.items():
            currency = line.sudo().currency_id  # of a branch's item, too
            if currency.compare_amounts(amount, free[line][0]) > 0:
                leaving |= free[line][1].filtered(
                    lambda promise: (
                        not promise.plan_id
                        or promise.plan_id.id != values.get("plan_id")
                    )
                )
        self._check_not_planned(leaving, values)
        free = self._promise_free(lines, leaving)
        for line, amount in parts.items():
            self._check_promised_part(line, amount, free[line][0])
        return leaving

    def _chosen_to_leave(self, values):
        """The running promises of this debtor that were chosen to be replaced."""
        chosen = self.env["collection.commitment"].sudo()  # states of this case only
        chosen = chosen.browse((values.get("replaces") or chosen).ids)
        return chosen.filtered(
            lambda promise: promise.case_id == self and promise.state in RUNNING
        )

    def _check_not_planned(self, leaving, values):
        """Refuse to break into a payment plan, unless its instalment was chosen."""
        chosen = values.get("replaces") or leaving.browse()
        planned = leaving.filtered(
            lambda promise: promise.plan_id and promise.id not in chosen.ids
        )
        if planned and not values.get("plan_id"):
            raise UserError(
                self.env._(
                    "These items are part of payment plan %(plan)s: end the plan, or "
                    "choose the instalment that is to be replaced.",
                    plan=planned.plan_id[:1].display_name,
                )
            )
