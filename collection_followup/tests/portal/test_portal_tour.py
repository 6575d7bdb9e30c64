from unittest.mock import patch

from odoo.tests import tagged

from .common_portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCommon):
    """A debtor pays one of two invoices in a real browser, from the link alone."""

    def test_debtor_chooses_and_pays(self):
        first, second = self.bill(100, 40), self.bill(250, 10)
        notice = self.send_notice()
        path = notice._portal_path()
        Transaction = self.registry["payment.transaction"]
        values_of = Transaction._get_specific_rendering_values

        def take_the_money(transaction, processing_values):
            """The customer is sent away; the provider confirms at once."""
            transaction._set_done()
            return values_of(transaction, processing_values)

        with patch.object(
            Transaction, "_get_specific_rendering_values", take_the_money
        ):
            self.start_tour(path, "collection_portal_pay")
        self.env.invalidate_all()
        self.assertEqual(first.payment_state, "paid")
        self.assertEqual(second.amount_residual, 250)
        self.assertEqual(self.transactions().payment_id.amount, 100)
