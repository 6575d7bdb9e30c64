from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...rules.commitment.commitment import judge
from ...sentences import say_amount, say_date
from .commitment import RUNNING, WAYS

# a day further ahead is a slip of the finger
MOST_DAYS = timedelta(days=3653)


def _is_in(claim, currency):
    """Tell whether a claim is in a currency."""
    return claim.item.currency.code == currency.name


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
    """Which parts of items a promise is about, and whether they can be promised."""

    _inherit = "collection.case"

    def _promise_free(self, lines, leaving):
        """What may still be promised of journal items.

        :param lines: open items of this debtor
        :param leaving: running commitments that will give way, or nothing
        :return: {journal item: (free amount, commitments that take of it)}
        """
        self.ensure_one()
        root, today = self.company_id, self.company_id._collection_today()
        model = self.env["collection.commitment"].sudo()  # the rest of the debtor's
        gathered = model._gather(root, self.partner_id, today)
        currencies = self.env["collection.reader"]._currencies()
        known, _rates = model._read_items(root, lines.ids, currencies)
        opens = {item.key: item.open for item in known}
        elsewhere = self.env["collection.reader"]._not_to_promise(
            root, self.partner_id, today
        )
        holders = {}
        for verdict in judge(gathered.promises, gathered.items, gathered.world):
            for line_id, amount in verdict.rests:
                if verdict.key not in (leaving or model).ids:
                    holders.setdefault(line_id, []).append((verdict.key, amount))
        return {
            line: (
                opens.get(line.id, 0.0)
                - elsewhere.get(line.id, 0.0)
                - sum(amount for _key, amount in holders.get(line.id, ())),
                model.browse([key for key, _amount in holders.get(line.id, ())]),
            )
            for line in lines
        }

    def _promise_suggestion(self, currency=None):
        """All that is overdue and may be chased, in one currency.

        Where everything is promised already, that is suggested for another day.

        :param currency: this one, or that of the largest sum
        :return: {journal item: amount}
        """
        self.ensure_one()
        today = self.company_id._collection_today()
        reader = self.env["collection.reader"].sudo()  # facts of this debtor only
        claims = reader._read_claims(self.company_id, self.partner_id, today)
        late = [
            claim
            for claim in claims.get(self.partner_id.id, ())
            if claim.item.due < today and (not currency or _is_in(claim, currency))
        ]
        amounts = {claim: claim.to_collect for claim in late if claim.to_collect > 0.0}
        if not amounts:
            promised = {claim: claim.part("promised") for claim in late}
            amounts = {claim: amount for claim, amount in promised.items() if amount}
        sums = {}
        for claim, amount in amounts.items():
            code = claim.item.currency.code
            worth = claim.item.open_company * amount / claim.item.open
            sums[code] = sums.get(code, 0.0) + worth
        code = max(sums, key=sums.get, default=None)
        lines = self.env["account.move.line"]
        return {
            lines.browse(claim.item.key): amount
            for claim, amount in amounts.items()
            if claim.item.currency.code == code
        }

    def _check_promised_lines(self, lines):
        """Refuse journal items that are no open items of this debtor."""
        lines_sudo = lines.sudo()  # to tell what is wrong with them, no more
        if not all(self._is_own_debt(line) for line in lines_sudo):
            raise UserError(
                self.env._(
                    "A promise is about open items of %(debtor)s in %(company)s: "
                    "choose from the list.",
                    debtor=self.partner_id.display_name,
                    company=self.company_id.name,
                )
            )
        closed = lines_sudo.filtered(
            lambda line: line.parent_state != "posted" or line.reconciled
        )
        if closed:
            raise UserError(
                self.env._(
                    "%(items)s: paid or no longer posted, so there is nothing to "
                    "promise.",
                    items=", ".join(closed.mapped("display_name")),
                )
            )

    def _is_own_debt(self, line):
        """Tell whether a journal item is a debt of this debtor to this company."""
        return (
            line.exists()
            and line.company_id.root_id == self.company_id
            and line.partner_id.commercial_partner_id == self.partner_id
            and line.account_type == "asset_receivable"
            and line.balance > 0
        )

    def _check_promised_part(self, line, amount, free):
        """Refuse a part of nothing, or above what may be promised of an item."""
        currency = line.sudo().currency_id  # of a branch's item, too
        name = line.sudo().move_id.name
        if currency.compare_amounts(amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "%(item)s: enter a promised amount greater than zero, or remove "
                    "the item.",
                    item=name,
                )
            )
        if currency.compare_amounts(amount, free) > 0:
            raise UserError(
                self.env._(
                    "%(item)s: %(amount)s is more than the %(free)s that are open and "
                    "neither promised nor disputed.",
                    item=name,
                    amount=say_amount(self.env, amount, currency),
                    free=say_amount(self.env, max(free, 0.0), currency),
                )
            )

    def _check_promised_day(self, day, today):
        """Refuse a promise without a day, or for a day that has passed."""
        if not day:
            raise UserError(self.env._("Ask for a date: when will they pay?"))
        if day < today:
            raise UserError(
                self.env._(
                    "%(day)s has passed: a promise needs a date in the future.",
                    day=say_date(self.env, day),
                )
            )
        if day > today + MOST_DAYS:
            raise UserError(
                self.env._(
                    "%(day)s is years ahead: is the date right?",
                    day=say_date(self.env, day),
                )
            )

    def _check_promised_by(self, contact):
        """Refuse a person who does not belong to the debtor."""
        if contact and contact.commercial_partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "%(contact)s does not belong to %(debtor)s.",
                    contact=contact.display_name,
                    debtor=self.partner_id.display_name,
                )
            )

    # ---------------------------------------- recording what the customer promised

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
