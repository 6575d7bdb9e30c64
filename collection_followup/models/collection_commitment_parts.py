from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from ..rules.commitment import judge
from ..sentences import say_amount, say_date

# a day further ahead is a slip of the finger
MOST_DAYS = timedelta(days=3653)


def _is_in(claim, currency):
    """Tell whether a claim is in a currency."""
    return claim.item.currency.code == currency.name


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
        disputed = self.env["collection.dispute"]._read_disputed(
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
                - disputed.get(line.id, 0.0)
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
        amounts = {claim: claim.to_chase for claim in late if claim.to_chase > 0.0}
        if not amounts:
            amounts = {claim: claim.promised for claim in late if claim.promised > 0.0}
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
                    "%(item)s: promise more than nothing, or leave it out.", item=name
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
                    "%(day)s has passed: a promise is about a day that is still to "
                    "come.",
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
