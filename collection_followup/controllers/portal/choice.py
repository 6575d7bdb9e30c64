from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.http import request


class Choice:
    """Some items of one currency that a debtor is about to pay."""

    def __init__(self, page, currency, rows):
        self.page = page
        self.currency = currency
        self.rows = rows
        self.case = page.case
        self.company = self.case._portal_company(rows)
        self.amount = currency.round(sum(row.to_pay for row in rows)) if rows else 0.0

    @property
    def prefix(self):
        """How the reference of the payment begins."""
        return self.case._portal_prefix(self.page.notice)

    @property
    def payer_fits(self):
        """Tell whether the payer may pay this company."""
        return self.case._portal_payer_fits(self.page.payer, self.company)

    def ways(self, report=None):
        """The providers and methods that take the sum."""
        return self.case._portal_ways(
            self.company, self.amount, self.currency, self.page.payer, report
        )

    def check(self, line_ids, amount):
        """Refuse what is settled, not the debtor's, or another sum than he saw."""
        if not self.rows:
            raise ValidationError(
                request.env._(
                    "There is nothing left to pay here. Please go back and look again."
                )
            )
        if set(line_ids) - {row.key for row in self.rows}:
            raise ValidationError(
                request.env._(
                    "Some of these invoices are settled by now. Please choose again."
                )
            )
        seen = self.amount if amount is None else amount
        if self.currency.compare_amounts(seen, self.amount) != 0:
            raise ValidationError(
                request.env._(
                    "What is owed has changed since you opened this page. "
                    "Please reload it."
                )
            )

    def way(self, asked, tokens_sudo):
        """Refuse a way to pay that the page does not offer for this sum.

        :param asked: what the browser sends
        :param tokens_sudo: the saved cards that the visitor may use
        """
        providers_sudo, methods_sudo = self.ways()
        provider = providers_sudo.filtered(lambda p: p.id == asked.get("provider_id"))
        method = methods_sudo.filtered(
            lambda m: (
                m.id == asked.get("payment_method_id") and provider in m.provider_ids
            )
        )
        token = tokens_sudo.filtered(
            lambda t: t.id == asked.get("token_id") and t.provider_id == provider
        )
        used = token if asked.get("flow") == "token" else method
        if not (self.payer_fits and provider and used):
            raise ValidationError(
                request.env._(
                    "This way to pay is not offered here. Please choose another."
                )
            )
        return {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "token_id": token.id,
        }

    def payment(self):
        """Who pays what for which items, as the transaction keeps it."""
        return {
            "amount": self.amount,
            "currency_id": self.currency.id,
            "partner_id": self.page.payer.id,
            "landing_route": self.page.url,
            "reference_prefix": self.prefix,
            "custom_create_values": {
                "invoice_ids": [Command.set(list({r.move_id: 1 for r in self.rows}))],
                "collection_case_id": self.case.id,
                "collection_item_ids": [
                    Command.create({"line_id": row.key, "amount": row.to_pay})
                    for row in self.rows
                ],
            },
        }
