from odoo import fields, models


class ResCompany(models.Model):
    """How letters are printed."""

    _inherit = "res.company"

    collection_both_sides = fields.Boolean(
        string="Print letters on both sides",
        help="Every letter starts on a new sheet: a blank page is added where a "
        "letter has an odd number of pages.",
    )
    collection_letter_orders = fields.Boolean(
        string="What ships the day you pay",
        default=True,
        help="Letters and e-mails to a customer on hold name the orders that wait.",
    )

    # ---------------------------- the bank accounts on which a company takes money

    def _collection_own_accounts(self):
        """The accounts of the bank journals, else those of the company itself.

        Read once a transaction: many mails and letters ask for them.
        """
        self.ensure_one()
        cache = self.env.cr.cache.setdefault("collection_accounts", {})
        if self.id not in cache:
            cache[self.id] = self._read_own_accounts().ids
        # shown to every debtor
        return self.env["res.partner.bank"].sudo().browse(cache[self.id])

    def _read_own_accounts(self):
        company_sudo = self.sudo()  # whoever writes may not see the banks
        Journal = company_sudo.env["account.journal"]
        journals = Journal.search(
            [
                *Journal._check_company_domain(company_sudo),
                ("type", "=", "bank"),
                ("bank_account_id.active", "=", True),
            ]
        )
        return journals.bank_account_id or company_sudo.partner_id.bank_ids
