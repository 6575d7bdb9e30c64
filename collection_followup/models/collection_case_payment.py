from odoo import models
from odoo.tools import str2bool

SHORT_LIST = 3
MOST_ACCOUNTS = 3


class CollectionCase(models.Model):
    """The ways in which a debtor can pay what he chose; called with all rights."""

    _inherit = "collection.case"

    def _portal_ways(self, company, amount, currency, payer, report=None):
        """The providers and methods that take a sum: two recordsets.

        Published ones only, unless an employee looks at the page.
        """
        Provider = self.env["payment.provider"]
        Method = self.env["payment.method"]
        if not (self._portal_is_online() and company and currency and amount > 0):
            return Provider, Method
        providers = Provider._get_compatible_providers(
            company.id, payer.id, amount, currency_id=currency.id, report=report
        )
        methods = Method._get_compatible_payment_methods(
            providers.ids, payer.id, currency_id=currency.id, report=report
        )
        return providers, methods

    def _portal_is_online(self):
        """Obey the accounting setting that lets invoices be paid online."""
        setting = "account_payment.enable_portal_payment"
        return str2bool(self.env["ir.config_parameter"].get_param(setting), False)

    def _portal_payer_fits(self, payer, company):
        """Tell whether a contact that belongs to a company may pay this one."""
        return not payer.company_id or payer.company_id.root_id == company.root_id

    def _portal_accounts(self, rows, company, currency):
        """The bank accounts for a transfer: those on the invoices, else ours."""
        named = self.env["res.partner.bank"].union(
            *(row.line.move_id.partner_bank_id for row in rows)
        )
        accounts = named.filtered("active") or self._portal_own_accounts(company)
        fitting = accounts.filtered(
            lambda account: (account.currency_id or company.currency_id) == currency
        )
        return (fitting or accounts)[:MOST_ACCOUNTS]

    def _portal_own_accounts(self, company):
        """The accounts of the bank journals, else those of the company itself."""
        Journal = self.env["account.journal"]
        journals = Journal.search(
            [
                *Journal._check_company_domain(company),
                ("type", "=", "bank"),
                ("bank_account_id", "!=", False),
            ]
        )
        return journals.bank_account_id or company.partner_id.bank_ids

    def _portal_bank_reference(self, rows, notice):
        """What to write on a transfer: the numbers while they are few."""
        numbers = list(dict.fromkeys(row.line.move_id.name for row in rows))
        if numbers and len(numbers) <= SHORT_LIST:
            return ", ".join(numbers)
        return notice.name or self._portal_prefix(notice)

    def _portal_prefix(self, notice):
        """How the reference of an online payment begins."""
        return notice.name or "ACCOUNT-%05d" % self.id
