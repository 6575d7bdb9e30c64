from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common_gate import GateCommon
from .gate_attack_values import line_values


@tagged("post_install", "-at_install")
class TestGateTold(GateCommon):
    """Unusual ways round a hold are not refused: the credit manager reads of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            login="seller",
            name="Sally Seller",
            groups="sales_team.group_sale_salesman,base.group_partner_manager",
        )
        cls.payer = cls._make_debtor("Good payer")
        cls.contact = cls.env["res.partner"].create(
            {"name": "Bookkeeper", "parent_id": cls.debtor.id}
        )
        cls.company.collection_manager_id = cls.manager
        cls.case = cls.debtor_case()

    def told(self):
        """What the credit manager was told about the debtor."""
        return self.tasks(self.case, "unusual")

    def assertTold(self, summary, *notes):
        """One task of the manager, with who, what and how much."""
        task = self.told()
        self.assertRegex(task.summary, summary)  # one, not more
        self.assertEqual(task.user_id, self.manager)
        for note in notes:
            self.assertIn(note, task.note)

    # ------------------------------------------------- contacts that change company

    def test_a_contact_that_leaves_a_held_debtor(self):
        order = self.quotation(1234.0, partner=self.contact, user=self.seller)
        self.hold("block")
        ways = [
            {"parent_id": False},
            {"parent_id": self.payer.id},
            {"is_company": True},
            {"commercial_partner_id": self.contact.id},
        ]
        for vals in ways:
            with self.subTest(vals=vals):
                savepoint = self.env.cr.savepoint()
                self.contact.with_user(self.seller).write(vals)
                self.env.flush_all()
                self.assertTold("Bookkeeper", "Sally Seller", "1,234.00")
                order.action_confirm()  # it is somebody else's now, and told
                self.assertConfirmed(order)
                savepoint.close(rollback=True)
                self.env.clear()

    def test_it_is_told_once(self):
        self.hold("block")
        contact = self.contact.with_user(self.seller)
        for _n in range(2):
            contact.parent_id = False
            contact.parent_id = self.debtor
        self.assertTold("Bookkeeper")

    def test_nothing_is_told_of_others(self):
        """An ordinary day: contacts move, and nobody is on hold."""
        self.contact.with_user(self.seller).parent_id = self.payer
        self.hold("block")
        self.contact.with_user(self.seller).parent_id = False
        self.contact.with_user(self.seller).parent_id = self.debtor  # he comes
        self.assertFalse(self.told())

    def test_a_held_debtor_who_hides_stays_on_hold(self):
        order = self.quotation()
        self.hold("block")
        self.debtor.with_user(self.seller).write(
            {"parent_id": self.payer.id, "is_company": False}
        )
        self.assertTold("Debtor", "Good payer")
        with self.assertRaisesRegex(UserError, "no new orders"):
            order.action_confirm()

    def test_contacts_cost_one_query_where_the_debtor_may_change(self):
        cases = type(self.env["collection.case"])
        with patch.object(
            cases, "_held", autospec=True, side_effect=cases._held
        ) as held:
            self.contact.write({"comment": "nothing of ours", "name": "Other name"})
            self.assertEqual(held.call_count, 0)
            self.contact.write({"parent_id": self.payer.id, "comment": "moved"})
            self.assertEqual(held.call_count, 1)

    # ------------------------------------------------------------- orders that change

    def test_another_unit_at_the_same_price(self):
        order = self.quotation()
        order.action_confirm()
        self.hold("block")
        dozen = self.env.ref("uom.product_uom_dozen")
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1000.0})
        self.assertEqual(order.amount_total, 1000.0)
        self.assertTold(f"{order.name}: unit", self.salesperson.name, "1,000.00")

    def test_a_unit_that_makes_it_dearer_is_refused(self):
        order = self.quotation()
        order.action_confirm()
        self.hold("block")
        dozen = self.env.ref("uom.product_uom_dozen")
        with self.assertRaisesRegex(UserError, "become larger"):
            order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1200.0})

    def test_a_confirmed_order_becomes_a_quotation_again(self):
        self.set_limit(1000.0)
        order = self.quotation()
        order.action_confirm()
        order.write({"state": "draft"})
        self.assertTold(f"{order.name}: set back to quotation", "1,000.00")

    def test_cancelling_is_ordinary(self):
        self.set_limit(1000.0)
        order = self.quotation()
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        self.assertFalse(self.told())

    def test_a_duplicate_with_the_same_vat_number(self):
        self.debtor.vat = self.payer.vat = "US12-3456789"
        order = self.quotation(1234.0)
        self.hold("block")
        order.write({"partner_id": self.payer.id})
        self.assertFalse(self.told())
        order.action_confirm()
        self.assertTold(f"{order.name}.*VAT", "Good payer", "1,234.00")

    def test_costs_that_were_spent_already(self):
        order = self.quotation().sudo()
        order.action_confirm()
        self.hold("block")
        bill = self.init_invoice("in_invoice", amounts=[80.0])
        line = bill.invoice_line_ids.sudo()
        line.product_id = self._make_product("Travel", expense_policy="cost")
        line.price_unit = 80.0
        # which order a cost belongs to is said by addons further up
        orders = patch.object(
            type(line), "_sale_determine_order", return_value={line.id: order}
        )
        with orders:
            line._sale_create_reinvoice_sale_line()
        self.assertEqual(len(order.order_line), 2)
        self.assertTold(f"{order.name}: costs", "80.00")
        with self.assertRaisesRegex(UserError, "become larger"):
            order.order_line.create(line_values(self, order_id=order.id))

    def test_freight_of_goods_that_have_left(self):
        order = self.quotation().sudo()
        order.action_confirm()
        self.hold("block")
        order._collection_spend()  # as a delivery says when its freight is known
        order.order_line.create(line_values(self, 30.0, order_id=order.id))
        self.assertTold(f"{order.name}: costs", "30.00")
        with self.assertRaisesRegex(UserError, "become larger"):
            # one call that ships, too, may not bring along what it likes
            order.write({"order_line": [Command.create(line_values(self, 500.0))]})

    # ------------------------------------------------------------ invoices by hand

    def form_of_invoice(self):
        moves = self.env["account.move"].with_user(self.accountant)
        form = Form(moves.with_context(default_move_type="out_invoice"))
        form.partner_id = self.contact
        return form

    def test_an_invoice_by_hand_warns_and_is_noted(self):
        self.assertFalse(self.form_of_invoice().collection_hold_words)
        self.hold("block")
        form = self.form_of_invoice()
        self.assertIn("Invoices are late.", form.collection_hold_words)
        move = self.init_invoice("out_invoice", partner=self.contact, amounts=[300.0])
        move.with_user(self.accountant).action_post()
        self.assertEqual(move.state, "posted")
        note = self.debtor_case().message_ids[:1].body
        for word in (move.name, "300.00", self.accountant.name):
            self.assertIn(word, note)

    def test_an_invoice_of_an_order_is_ordinary(self):
        order = self.quotation()
        order.action_confirm()
        self.hold("block")
        before = self.debtor_case().message_ids
        move = order.sudo()._create_invoices()
        self.assertFalse(move.collection_hold_words)
        move.action_post()
        self.assertEqual(self.debtor_case().message_ids, before)

    def test_an_invoice_after_the_hold_is_ordinary(self):
        self.hold("block", until=self.today + timedelta(days=1))
        self.free()
        self.assertFalse(self.form_of_invoice().collection_hold_words)
