from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...rules.commitment.plan import (
    Instalment,
    OpenItem,
    problem_of,
    schedule,
    split,
    wrong_schedule,
)
from ...rules.ledger.facts import Currency
from ...sentences import house, say_amount

AGREED = ("rhythm", "first_on", "down_payment", "down_on", "count", "size")
SAID = ("contact_id", "interaction_id", "note")


class CollectionCase(models.Model):
    """Agreeing on a payment plan with a debtor."""

    _inherit = "collection.case"

    def _agree_plan(self, values):
        """Make a payment plan and start it, or ask for approval where it needs one.

        :param values: ``first_on`` and ``count`` or ``size``, and as wanted
            ``items`` ({journal item or its id: amount, None for all of it};
            absent: everything overdue that is to be chased), ``amount`` (absent: the
            sum of the items), ``currency_id`` (absent: that of the items),
            ``rhythm``, ``down_payment``, ``down_on``, ``instalments`` (a list of
            (date, amount) that replaces the computed ones), ``contact_id``,
            ``interaction_id``, ``note``, ``confirm`` (mail the agreement; absent: the
            setting)
        :return: the plan, running or to be approved
        :raise UserError: in words, when it cannot be agreed so
        """
        plan = self._draft_plan(values)
        plan._begin(values.get("confirm", self.company_id.collection_confirm_promises))
        return plan

    def _draft_plan(self, values):
        """Make a plan that a person still looks at; see ``_agree_plan``."""
        self.ensure_one()
        self.check_access("write")
        items = self._plan_items(values)
        currency = next(iter(items)).currency_id
        amount = currency.round(values.get("amount") or sum(items.values()))
        plan_sudo = self.env["collection.plan"].sudo()  # rights were checked above
        plan_sudo = plan_sudo.create(
            {
                "case_id": self.id,
                "currency_id": currency.id,
                "amount": amount if amount > 0 else sum(items.values()),
                "item_ids": self._plan_item_commands(items, amount, currency),
                **{name: values[name] for name in AGREED + SAID if values.get(name)},
            }
        )
        plan_sudo._set_instalments(values.get("instalments"))
        return plan_sudo.sudo(self.env.su)

    def _plan_items(self, values):
        """The items of a plan: {journal item: amount}.

        :raise UserError: for items of others, closed ones, too much, two currencies
        """
        items = values.get("items")
        if not items:
            return self._plan_suggestion(values.get("currency_id"))
        lines = self.env["account.move.line"].browse(int(line) for line in items)
        self._check_own_lines(lines)
        free = self._plan_free(lines)
        found = {
            line: free[line] if amount is None else amount
            for line, amount in zip(lines, items.values(), strict=True)
        }
        if len(lines.currency_id) > 1:
            raise UserError(
                self.env._("A plan is about one currency: make one plan for each.")
            )
        for line, amount in found.items():
            self._check_plan_item(line, amount, free[line])
        return found

    def _plan_free(self, lines):
        """What of journal items may be in a plan: {line: amount}.

        What is disputed may not, nor what was registered as paid; running promises
        give way to the plan.
        """
        running_sudo = self.env["collection.commitment"].sudo()  # of this case only
        running_sudo = running_sudo.search(
            [("case_id", "=", self.id), ("state", "in", ("open", "to_approve"))]
        )
        found = self._promise_free(lines, running_sudo)
        return {line: free for line, (free, _holders) in found.items()}

    def _check_plan_item(self, line, amount, free):
        """Refuse nothing, and more than what is open and not disputed."""
        currency = line.currency_id
        if currency.compare_amounts(amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "Enter how much of %(item)s is in the plan, or remove the item.",
                    item=line.move_id.name or line.name,
                )
            )
        if currency.compare_amounts(amount, free) > 0:
            raise UserError(
                self.env._(
                    "Only %(open)s of %(item)s is open and not disputed.",
                    open=say_amount(self.env, max(free, 0.0), currency),
                    item=line.move_id.name or line.name,
                )
            )

    def _plan_suggestion(self, currency=None):
        """Everything overdue that may be chased, promised parts too, in one currency.

        :param currency: a currency or its id; that of the largest debt when left out
        :return: {journal item: amount}
        :raise UserError: when nothing is overdue
        """
        today = self.company_id._collection_today()
        reader = self.env["collection.reader"].sudo()  # a branch's items count too
        claims = reader._read_claims(self.company_id, self.partner_id, today)
        sums, codes = {}, {}
        for claim in claims.get(self.partner_id.id, ()):
            amount = claim.to_collect + claim.part("promised")
            if claim.item.due < today and amount > 0:
                sums[claim.item.key] = (amount, claim.item.currency.code)
                code = claim.item.currency.code
                codes[code] = codes.get(code, 0.0) + claim.item.open_company
        wanted = self.env["res.currency"].browse(int(currency or 0)).name
        code = wanted or max(codes, key=codes.get, default=None)
        lines = self.env["account.move.line"]
        found = {
            lines.browse(key): amount
            for key, (amount, of) in sums.items()
            if of == code
        }
        if not found:
            raise UserError(
                self.env._("Nothing is overdue that a plan could be made of.")
            )
        return found

    @api.model
    def _plan_item_commands(self, items, amount, currency):
        """The items up to the total of the plan, the oldest first."""
        money = Currency(currency.name, currency.rounding)
        opens = [
            OpenItem(line.id, line._collection_due(), part)
            for line, part in items.items()
        ]
        if currency.compare_amounts(amount, sum(items.values())) > 0:
            raise UserError(
                self.env._(
                    "The plan is about %(amount)s, but the items only about %(sum)s.",
                    amount=say_amount(self.env, amount, currency),
                    sum=say_amount(self.env, sum(items.values()), currency),
                )
            )
        (shares,) = split([Instalment(None, amount)], opens, money)
        return [
            Command.create({"line_id": key, "amount": part}) for key, part in shares
        ]

    def _plan_payment_run(self):
        """The debtor's own pay days, None when they are not known."""
        today = self.company_id._collection_today()
        reader = self.env["collection.reader"].sudo()  # facts, not for reading
        debtors = reader._read_debtors(self.company_id, self.partner_id, today)
        return debtors[0].payment_run


class CollectionPlan(models.Model):
    """The schedule of a plan."""

    _inherit = "collection.plan"

    def _set_instalments(self, instalments=None):
        """Write the instalments anew: those given, else by the terms.

        :param instalments: list of (date, amount)
        """
        self.ensure_one()
        if not instalments:
            terms = self._terms()
            self.env["collection.reason"]._refuse_plan(
                problem_of(terms), self.currency_id
            )
            calendar = self.company_id._collection_calendar(self.first_on)
            parts = schedule(terms, calendar)
            instalments = [(part.on, part.amount) for part in parts]
        else:
            self._check_instalments(instalments)
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({"date": day, "amount": amount})
                for day, amount in instalments
            ),
        ]

    def _check_instalments(self, instalments):
        """Refuse instalments by hand that do not rise, or do not add up."""
        parts = [Instalment(day, amount) for day, amount in sorted(instalments)]
        today = self.company_id._collection_today()
        wrong = wrong_schedule(parts, self.amount, self._money(), today)
        self.env["collection.reason"]._refuse_plan(wrong, self.currency_id)

    def action_reschedule(self):
        """Compute the instalments of drafts anew from the terms."""
        self.check_access("write")
        for plan in self:
            plan._set_instalments()
        return True

    def _instalments(self):
        """The instalments as the rules want them."""
        self.ensure_one()
        lines = self.line_ids.sorted("date")
        return tuple(Instalment(line.date, line.amount) for line in lines)

    # ----------------------- running promises on the same items give way to a plan

    def _replace_promises(self, promises):
        """Let the instalments take the place of what was promised before.

        Another plan on these items ends; what a single promise was about besides
        goes on in a record of its own.

        :param promises: the commitments of this plan
        """
        lines = self.item_ids.line_id
        old = self.env["collection.commitment"].search(
            [
                ("case_id", "=", self.case_id.id),
                ("id", "not in", promises.ids),
                ("state", "in", ("open", "to_approve")),
                ("line_ids.line_id", "in", lines.ids),
            ]
        )
        words = house(self.company_id)
        text = words._("Replaced by payment plan %(plan)s.", plan=self.name)
        if plans := old.plan_id:
            plans._end("cancelled", dict.fromkeys(plans.ids, text))
        single = old.filtered(lambda promise: not promise.plan_id)
        single._carry_on_besides(lines)
        postponed = {"state": "postponed", "reason_code": "postponed", "reason": text}
        single.write({**postponed, "replaced_by_id": promises[:1].id})
        single._finish_approval(text)


class CollectionCommitment(models.Model):
    """What a promise was about besides goes on."""

    _inherit = "collection.commitment"

    def _carry_on_besides(self, lines):
        """Keep these promises on the items that are not among ``lines``."""
        for promise in self:
            left = promise.line_ids.filtered(lambda part: part.line_id not in lines)
            if left:
                promise._carry_on(left)
