from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
class TestHoldTerms(CollectionCommon):
    """Quotations get the terms of a hold, and theirs back when it ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thirty = cls.env.ref("account.account_payment_term_30days")
        cls.sixty = cls.env["account.payment.term"].create(
            {"name": "60 days", "line_ids": [Command.create({"nb_days": 60})]}
        )
        cls.cod = cls.company.collection_cod_term_id
        cls.company.write({"portal_confirmation_pay": True, "prepayment_percent": 0.3})
        cls.debtor.property_payment_term_id = cls.thirty
        cls.other = cls._make_debtor(
            "Other & Co", property_payment_term_id=cls.sixty.id
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Advice",
                "type": "service",
                "list_price": 100.0,
                "taxes_id": False,
            }
        )

    @classmethod
    def get_default_groups(cls):
        groups = super().get_default_groups()
        return groups | cls.quick_ref("sales_team.group_sale_manager")

    def quotation(self, partner=None, user=None, **values):
        order = self.env["sale.order"]
        if user:
            order = order.with_user(user)
        return order.create(
            {
                "partner_id": (partner or self.debtor).id,
                "order_line": [Command.create({"product_id": self.product.id})],
                **values,
            }
        )

    def hold(self, effect, partner=None):
        case = self.env["collection.case"]._case_of(
            partner or self.debtor, self.company
        )
        case._hold(effect, "Two invoices are long overdue")
        return case

    def end(self, case):
        case.hold_id._end_by_hand("Agreed on the phone")

    def terms(self, order):
        return (order.payment_term_id, order.require_payment, order.prepayment_percent)

    def test_shipped_term_is_the_default(self):
        self.assertEqual(self.cod.name, "Cash on delivery")
        self.assertFalse(self.cod.company_id)

    def test_hold_begins_and_ends(self):
        draft, sent = self.quotation(), self.quotation(payment_term_id=self.sixty.id)
        sent.action_quotation_sent()
        stranger = self.quotation(self.other)
        before = [self.terms(order) for order in (draft, sent, stranger)]
        case = self.hold("cod")
        self.assertEqual(draft.payment_term_id, self.cod)
        self.assertEqual(sent.payment_term_id, self.cod)
        self.assertEqual(sent.collection_had_term_id, self.sixty)
        self.assertEqual(stranger.payment_term_id, self.sixty)
        self.assertIn("cash on delivery", draft.message_ids[0].body)
        self.end(case)
        after = [self.terms(order) for order in (draft, sent, stranger)]
        self.assertEqual(after, before)
        self.assertFalse(draft.collection_terms_effect)

    def test_prepayment_and_back(self):
        order = self.quotation(require_payment=False, prepayment_percent=0.5)
        case = self.hold("prepay")
        self.assertEqual(self.terms(order), (self.thirty, True, 1.0))
        self.end(case)
        self.assertEqual(self.terms(order), (self.thirty, False, 0.5))

    def test_another_effect(self):
        order = self.quotation()
        case = self.hold("cod")
        self.hold("prepay")
        self.assertEqual(self.terms(order), (self.thirty, True, 1.0))
        self.hold("block")
        self.assertEqual(self.terms(order), (self.thirty, True, 0.3))
        self.end(case)
        self.assertEqual(self.terms(order), (self.thirty, True, 0.3))

    def test_new_quotation_of_a_salesperson(self):
        """He reads neither hold nor case."""
        seller = new_test_user(
            self.env, login="seller", groups="sales_team.group_sale_salesman"
        )
        case = self.hold("cod")
        order = self.quotation(user=seller)
        self.assertEqual(order.payment_term_id, self.cod)
        self.end(case)
        self.assertEqual(order.payment_term_id, self.thirty)

    def test_shown_when_the_customer_is_chosen(self):
        case = self.hold("cod")
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.debtor
            self.assertEqual(form.payment_term_id, self.cod)
        order = form.record
        self.assertEqual(order.payment_term_id, self.cod)
        self.end(case)
        self.assertEqual(order.payment_term_id, self.thirty)

    def test_customer_is_changed(self):
        case = self.hold("prepay")
        order = self.quotation()
        order.partner_id = self.other
        self.assertEqual(self.terms(order), (self.sixty, True, 0.3))
        order.partner_id = self.debtor
        self.assertEqual(self.terms(order), (self.thirty, True, 1.0))
        self.end(case)
        self.assertEqual(self.terms(order), (self.thirty, True, 0.3))

    def test_wish_of_meanwhile_counts_afterwards(self):
        order = self.quotation()
        case = self.hold("cod")
        order.payment_term_id = self.sixty
        self.assertEqual(order.payment_term_id, self.cod)
        self.assertEqual(order.collection_had_term_id, self.sixty)
        self.end(case)
        self.assertEqual(order.payment_term_id, self.sixty)

    def test_confirmed_orders_keep_their_terms(self):
        case = self.hold("cod")
        order = self.quotation()
        order.action_confirm()
        self.assertEqual((order.state, order.payment_term_id), ("sale", self.cod))
        self.end(case)
        self.assertEqual(order.payment_term_id, self.cod)
        credit = self.quotation()
        credit.action_confirm()
        self.hold("cod")
        self.assertEqual(credit.payment_term_id, self.thirty)

    def test_copy_starts_with_its_own_terms(self):
        case = self.hold("cod")
        order = self.quotation()
        self.end(case)
        self.hold("cod", self.other)
        held = self.quotation(self.other)
        self.assertEqual(held.copy().collection_had_term_id, self.sixty)
        free = {"partner_id": self.debtor.id, "partner_invoice_id": self.debtor.id}
        copy = held.copy(free)
        self.assertEqual(copy.payment_term_id, self.sixty)
        self.assertFalse(order.copy().collection_terms_effect)

    def test_cancelled_order_is_opened_again(self):
        order = self.quotation()
        order.action_cancel()
        case = self.hold("cod")
        self.assertEqual(order.payment_term_id, self.thirty)
        order.action_draft()
        self.assertEqual(order.payment_term_id, self.cod)
        self.end(case)
        self.assertEqual(order.payment_term_id, self.thirty)

    def test_without_a_term_nothing_changes(self):
        self.company.collection_cod_term_id = False
        order = self.quotation()
        self.hold("cod")
        self.assertEqual(order.payment_term_id, self.thirty)

    def test_many_quotations_in_a_few_queries(self):
        """Forty quotations cost no more queries than ten, but for their rows."""
        counts = []
        for size in (10, 40):
            partner = self._make_debtor(f"Buyer {size}")
            for _number in range(size):
                self.quotation(partner)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            case = self.hold("cod", partner)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.end(case)
        self.assertLess(counts[1], counts[0] + 15)
