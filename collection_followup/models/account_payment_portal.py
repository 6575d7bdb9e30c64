from odoo import models


class AccountPayment(models.Model):
    """A payment that a debtor made from his page settles what he chose."""

    _inherit = "account.payment"

    def action_post(self):
        done = super().action_post()
        # whoever posts a payment need not see what debtors chose
        for payment_sudo in self.sudo().filtered("payment_transaction_id"):
            payment_sudo.payment_transaction_id._collection_settle(payment_sudo)
        return done
