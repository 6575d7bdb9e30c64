from odoo import models


class InternalFields(models.AbstractModel):
    """Our fields on a record of Odoo that is read by more people than they are for.

    Customers read their orders and visitors the company. The portal shows what
    concerns them in words of its own; why an order waits, or how small a remainder
    must be not to be chased, is for people of the house. And a link to records of
    which somebody may read none is no field for him: each export would fail.
    """

    _name = "collection.internal.fields"
    _description = "Internal fields"

    def _has_field_access(self, field, operation):
        access = super()._has_field_access(field, operation)
        if not access or self.env.su or not field.name.startswith("collection_"):
            return access
        if operation == "read" and field.relational:
            access = self.env[field.comodel_name].has_access("read")
        return access and self.env.user._is_internal()


class AccountMoveLine(models.Model):
    """Customers read their invoices."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "collection.internal.fields"]


class PaymentTransaction(models.Model):
    """Whoever sets Odoo up reads transactions, and no order."""

    _name = "payment.transaction"
    _inherit = ["payment.transaction", "collection.internal.fields"]


class ResCompany(models.Model):
    """Visitors read the company: its name, not how it collects."""

    _name = "res.company"
    _inherit = ["res.company", "collection.internal.fields"]


class SaleOrder(models.Model):
    """Customers read their orders."""

    _name = "sale.order"
    _inherit = ["sale.order", "collection.internal.fields"]
