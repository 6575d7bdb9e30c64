from odoo import models
from odoo.tools import str2bool


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

    def _portal_prefix(self, notice):
        """How the reference of an online payment begins."""
        return notice.name or "ACCOUNT-%05d" % self.id
