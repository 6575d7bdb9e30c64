from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.collection_followup.tests.hold.common_holds import TODAY, HoldsCommon

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestTillPaid(HoldsCommon, TillCommon):
    """A hold that stands on late invoices ends at the till when they are paid."""

    def test_who_has_just_paid_is_free(self):
        late = self.reminded(1000.0)
        self.assertTrue(self.judge())
        with freeze_time(TODAY):
            words = self.assertRefused(self.sold())
            self.assertIn("$ 1,000.00", words)  # what frees the customer
            self.assertNotIn(late.name, words)  # no ledger for cashiers
            self.pay(late, TODAY)
            self.assertTrue(self.case().hold_effect)  # nobody has judged since
            self.assertTaken(self.sold())
        self.assertFalse(self.case().hold_effect)
