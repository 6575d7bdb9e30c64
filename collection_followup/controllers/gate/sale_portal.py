from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.sale.controllers.portal import CustomerPortal


class CollectionSalePortal(CustomerPortal):
    """The quotation of a debtor on hold, as the customer sees it."""

    @route()
    def portal_order_page(
        self, order_id, access_token=None, payment_amount=None, **kwargs
    ):
        """Show no payment, not even by a payment link, where none is asked for."""
        try:
            order_sudo = self._document_check_access(
                "sale.order", order_id, access_token=access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        if payment_amount and order_sudo._collection_blocked():
            payment_amount = None
        return super().portal_order_page(
            order_id,
            access_token=access_token,
            payment_amount=payment_amount,
            **kwargs,
        )
