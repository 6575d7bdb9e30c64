from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common_dispute import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestDisputeRights(DisputeCommon):
    """Who sees and mends what; the three ways to open one; what the causes say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = new_test_user(
            cls.env, login="warehouse", groups="base.group_user"
        )

    def test_the_owner_of_another_department(self):
        dispute = self.contest(300.0, user_id=self.warehouse.id, note="Two are broken")
        other = self.contest(100.0)
        mine = dispute.with_user(self.warehouse)
        self.assertEqual(
            self.env[dispute._name].with_user(self.warehouse).search([]), mine
        )
        spec = {
            name: {}
            for name in (
                "name",
                "document",
                "amount",
                "amount_open",
                "order_count",
                "state",
            )
        }
        spec["partner_id"] = {"fields": {"display_name": {}}}
        spec["user_id"] = {"fields": {"display_name": {}}}
        (row,) = mine.web_read(spec)
        self.assertEqual((row["amount"], row["amount_open"]), (300.0, 1000.0))
        form = Form(mine, view="collection_followup.collection_dispute_view_form")
        self.assertEqual(form.document, self.bill.name)
        with self.assertRaises(AssertionError):
            form.amount = 1.0  # read-only for him
        # he sees neither the ledger nor the case
        for record in (self.bill, self.receivable(self.bill), self.file):
            self.assertFalse(record.with_user(self.warehouse).has_access("read"))
        # he adds evidence by a message, and says what he did
        mine.message_post(body="Photo", attachments=[("photo.jpg", b"jpg")])
        wizard = self.env["collection.dispute.answer"].with_user(self.warehouse)
        action = mine.action_replacement()
        answer = Form(wizard.with_context(**action["context"]))
        answer.note = "Two new ones were handed over"
        answer.done_on = date(2026, 4, 6)
        answer.save().action_confirm()
        self.assertEqual(dispute.outcome, "replacement")
        # nothing else is his
        for vals in (
            {"amount": 1.0},
            {"state": "closed"},
            {"user_id": self.warehouse.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            other.with_user(self.warehouse).action_cancel()
        with self.assertRaises(AccessError):
            wizard.create({"dispute_id": other.id, "kind": "cancel"}).read(["amount"])
        with self.assertRaises(AccessError):
            wizard.create(
                {"dispute_id": other.id, "kind": "cancel", "note": "x"}
            ).action_confirm()
        with self.assertRaises(AccessError):
            self.file.with_user(self.warehouse)._dispute({})

    def test_roles(self):
        dispute = self.contest(300.0)
        line = self.receivable(self.bill)
        for user, sees, may in (
            (self.collector, True, True),
            (self.everybody, True, True),
            (self.manager, True, True),
            (self.colleague, False, False),
            (self.auditor, True, False),
            (self.accountant, True, False),
            (self.salesperson, False, False),
        ):
            with self.subTest(user.login):
                mine = dispute.with_user(user)
                self.assertEqual(mine.has_access("read"), sees)
                if may:
                    mine.action_replacement()
                    continue
                with self.assertRaises(AccessError):
                    mine.action_replacement()
                with self.assertRaises(AccessError):
                    mine.note = "mine"
                with self.assertRaises(AccessError):
                    self.file.with_user(user)._dispute(
                        {"line_id": line, "reason_id": self.faulty, "amount": 1.0}
                    )

    def test_a_browser_cannot_write_what_buttons_decide(self):
        dispute = self.contest(300.0).with_user(self.manager)
        for vals in (
            {"state": "closed"},
            {"outcome": "paid"},
            {"pay_by": "2026-05-04"},
            {"credit_note_id": self.bill.id},
            {"line_id": False},
            {"told_on": "2026-04-06"},
            {"opened_on": "2026-01-01"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                dispute.with_context(default_state="closed", su=True).write(vals)
        with self.assertRaises(AccessError):
            dispute.create({"case_id": self.file.id})
        dispute.write({"amount": 200.0, "note": "Only two", "deadline": "2026-04-20"})
        self.assertEqual(self.file.to_collect, 800.0)
        dispute._decide_for_us(date(2026, 4, 20), "It was right.")
        with self.assertRaisesRegex(AccessError, "open a new one"):
            dispute.amount = 100.0

    def test_evidence_of_others_is_not_attached(self):
        dispute = self.contest(300.0).with_user(self.collector)
        closed = (
            self.env["ir.attachment"].sudo().create({"name": "private", "raw": b"x"})
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            dispute.evidence_ids = [Command.link(closed.id)]
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.contest(1.0, evidence_ids=closed.ids)

    def test_owner_by_reason(self):
        self.bill.invoice_user_id = self.salesperson
        for owner, user in (
            ("salesperson", self.salesperson),
            ("collector", self.collector),
            ("manager", self.manager),
            ("user", self.warehouse),
        ):
            self.faulty.write({"owner": owner, "user_id": self.warehouse.id})
            with self.subTest(owner):
                self.assertEqual(self.contest(1.0).user_id, user)
        self.warehouse.active = False
        self.assertEqual(self.contest(1.0).user_id, self.collector)

    def test_a_new_owner_gets_the_task(self):
        dispute = self.contest(300.0)
        dispute.with_user(self.collector).user_id = self.warehouse
        self.assertEqual(dispute.activity_ids.user_id, self.warehouse)

    def test_three_ways_to_open_one(self):
        item = self.env["collection.open.item"].search(
            [("line_id", "=", self.receivable(self.bill).id)]
        )
        wizard = self.env["collection.dispute.open"].with_user(self.collector)
        for record, name in (
            (self.file, "action_dispute"),
            (self.bill, "action_collection_dispute"),
            (item, "action_dispute"),
        ):
            with self.subTest(record._name):
                action = getattr(record.with_user(self.collector), name)()
                form = Form(wizard.with_context(**action["context"]))
                self.assertEqual(form.line_id, self.receivable(self.bill))
                form.reason_id = self.faulty
                form.amount = 50.0
                self.assertEqual(form.deadline, date(2026, 4, 16))
                self.assertEqual(form.user_id, self.collector)
                opened = form.save().action_confirm()
                dispute = self.env["collection.dispute"].browse(opened["res_id"])
                self.assertEqual(dispute.amount, 50.0)
        self.assertEqual(self.bill.collection_dispute_count, 3)
        self.assertEqual(self.file.dispute_count, 3)

    def test_before_anything_is_due(self):
        new = self._make_debtor("New Ltd")
        bill = self.invoice(100.0, "2026-04-01", partner=new)
        action = bill.with_user(self.everybody).action_collection_dispute()
        form = Form(
            self.env["collection.dispute.open"]
            .with_user(self.everybody)
            .with_context(**action["context"])
        )
        form.reason_id = self.faulty
        form.save().action_confirm()
        claims = self.env["collection.reader"]._read_claims(
            self.company, new, date(2026, 4, 6)
        )
        self.assertEqual([claim.part("disputed") for claim in claims[new.id]], [100.0])
        with self.assertRaisesRegex(UserError, "nothing to dispute"):
            self.pay(bill, "2026-04-06")
            bill.with_user(self.everybody).action_collection_dispute()

    def test_causes(self):
        lines = [
            Command.create(
                {"product_id": product.id, "price_unit": price, "tax_ids": False}
            )
            for product, price in ((self.product_a, 300.0), (self.product_b, 100.0))
        ]
        bill = self.invoice(
            0.0,
            "2026-02-01",
            due="2026-03-02",
            invoice_line_ids=lines,
            invoice_user_id=self.salesperson.id,
        )
        self.contest(200.0, move=bill)
        about = self.contest(
            40.0, move=bill, invoice_line_ids=bill.invoice_line_ids[1].ids
        )
        about._cancel("A mistake")
        dispute = self.contest(
            100.0, move=bill, invoice_line_ids=bill.invoice_line_ids[1].ids
        )
        self.contest(60.0)  # without product
        dispute.sudo().write({"opened_on": date(2026, 4, 2)})
        report = self.env["collection.dispute.report"].with_user(self.collector)
        by_product = report._read_group(
            [], ["product_id"], ["amount:sum", "share:sum", "days:avg"]
        )
        # 200 are shared 3 : 1, 100 are about the second product alone
        self.assertEqual(
            {product: rest for product, *rest in by_product},
            {
                self.product_a: [150.0, 0.75, 0.0],
                self.product_b: [150.0, 1.25, 4.0 / 1.25],
                self.env["product.product"]: [60.0, 1.0, 0.0],
            },
        )
        by_seller = dict(report._read_group([], ["invoice_user_id"], ["amount:sum"]))
        self.assertEqual(by_seller[self.salesperson], 300.0)
        [(group, amount, count, days)] = report._read_group(
            [], ["group_id"], ["amount:sum", "share:sum", "days:avg"]
        )
        self.assertEqual((group, amount, count), (self.ours, 360.0, 3.0))
        self.assertAlmostEqual(days, 4.0 / 3.0)
        self.assertFalse(report.with_user(self.colleague).search([]))
        with self.assertRaises(AccessError):
            report.with_user(self.salesperson).search([])

    def test_debtors_are_merged(self):
        dispute = self.contest(300.0)
        twin = self._make_debtor("Customer and Sons")
        self.env["base.partner.merge.automatic.wizard"].sudo()._merge(
            (self.debtor | twin).ids, twin
        )
        self.assertEqual(dispute.partner_id, twin)
        self.assertEqual(dispute.case_id, self.case(twin))
