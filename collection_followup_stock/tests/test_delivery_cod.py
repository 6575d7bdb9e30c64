from odoo import Command
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryCod(DeliveryCommon):
    """Cash on delivery: the goods leave, and the slip says what to collect."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "19 %", "amount": 19.0, "company_id": cls.company.id}
        )
        cls.desk = cls._make_goods("Desk", 100.0, cls.tax)
        cls.freight = cls.env["product.product"].create(
            {
                "name": "Freight",
                "type": "service",
                "list_price": 20.0,
                "taxes_id": [Command.set(cls.tax.ids)],
            }
        )
        cls.case_on_hold = cls.hold("cod")

    def slip(self, picking):
        """The text of the delivery slip."""
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "stock.action_report_delivery", picking.ids
        )
        text = html2plaintext(html, include_references=False)
        return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())

    def test_whole_order(self):
        """4 desks at 100.00 and 19 % are 476.00; freight of 20.00 makes 499.80."""
        order = self.order(lines=[(self.desk, 4), (self.freight, 1)])
        self.assertEqual(order.payment_term_id, self.company.collection_cod_term_id)
        picking = self.delivery(order)
        self.assertFalse(picking.collection_waiting)
        self.assertEqual(picking.collection_cod_amount, 499.80)
        said = "To be paid when the goods are handed over: $ 499.80"
        self.assertIn(said, self.slip(picking))
        self.validate(picking)
        self.assertEqual(picking.state, "done")
        self.assertIn("499.80", self.slip(picking))

    def test_in_parts_less_what_was_paid(self):
        """1 of 4 desks: 119.00; 100.00 were paid before. Then 357.00 and 23.80."""
        order = self.order(lines=[(self.desk, 4), (self.freight, 1)])
        deposit = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        deposit = deposit.create(
            {"advance_payment_method": "fixed", "fixed_amount": 100.0}
        )
        invoice = deposit._create_invoices(order)
        invoice.action_post()
        self.pay(invoice, "2026-04-01")
        picking = self.delivery(order)
        picking.move_ids.quantity = 1
        self.assertEqual(picking.collection_cod_amount, 19.00)
        picking.with_context(skip_backorder=True).button_validate()
        rest = self.delivery(order)
        self.env.invalidate_all()
        self.assertEqual(rest.collection_cod_amount, 380.80)
        self.assertEqual(picking.collection_cod_amount, 19.00)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.debtor.lang = "de_DE"
        order = self.order(lines=[(self.desk, 4)])
        view = self.env.ref(
            "collection_followup_stock.report_delivery_document_inherit_collection"
        )
        terms, _context = view.get_field_translations("arch_db", ["de_DE"])
        (source,) = [t["source"] for t in terms if "on delivery" in t["source"]]
        german = source.replace("Cash on delivery", "Nachnahme")
        view.update_field_translations("arch_db", {"de_DE": {source: german}})
        text = self.slip(self.delivery(order))
        self.assertIn("Nachnahme", text)
        self.assertIn("476,00", text)

    def test_other_terms_collect_nothing(self):
        order = self.order(self.other, lines=[(self.desk, 4)])
        picking = self.delivery(order)
        self.assertEqual(picking.collection_cod_amount, 0.0)
        self.assertNotIn("handed over", self.slip(picking))

    def test_order_with_other_terms_waits(self):
        """Confirmed on credit before the hold: the driver has nothing to collect."""
        self.end_hold(self.case_on_hold)
        picking = self.delivery(self.order())
        self.hold("cod")
        self.assertTrue(picking.collection_waiting)

    def test_return_collects_nothing(self):
        order = self.order(lines=[(self.desk, 4)])
        picking = self.delivery(order)
        self.validate(picking)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 4
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self.assertEqual(back.collection_cod_amount, 0.0)
