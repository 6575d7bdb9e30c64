from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestTimeline(RolesCommon):
    """Everything that happened with a debtor stands in one list, in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch_office = cls.env["res.partner"].create(
            {"name": "Customer, branch office", "parent_id": cls.debtor.id}
        )

    def rows(self, case, user=None):
        case = case.with_user(user or self.collector)
        return [
            (row.date, row.kind, row.words, row.amount) for row in case.timeline_ids
        ]

    def test_invoice_payment_and_call(self):
        case = self.late_case()
        move = case.open_item_ids.move_id
        self.pay(move, "2026-03-20", amount=400.0)
        case._log_call("reached", {"note": "The rest comes in April."})
        payment = self.env["account.payment"].search(
            [("partner_id", "=", self.debtor.id)]
        )
        self.assertEqual(
            self.rows(case),
            [
                (
                    date(2026, 4, 1),
                    "contact",
                    "Call: Reached. The rest comes in April.",
                    0.0,
                ),
                (
                    date(2026, 3, 20),
                    "payment",
                    f"{payment.move_id.name} paid {move.name}.",
                    400.0,
                ),
                (date(2026, 3, 2), "invoice", f"{move.name} was due.", 1000.0),
                (
                    date(2026, 2, 1),
                    "invoice",
                    f"Invoice {move.name}, due March 2, 2026.",
                    1000.0,
                ),
            ],
        )

    def test_a_dispute_stays_when_its_invoice_is_deleted(self):
        """An accountant throws the wrong invoice away: what was said remains."""
        case = self.late_case()
        move = case.open_item_ids.move_id
        name, line = move.name, self.receivable(move)
        reason = self.env["collection.dispute.reason"].create({"name": "Twice"})
        case.with_user(self.collector)._dispute({"line_id": line, "reason_id": reason})
        move.button_draft()
        move.name = False
        move.unlink()
        self.env["collection.run"]._cron_dirty()
        self.env.invalidate_all()
        rows = case.timeline_ids.filtered(lambda row: row.kind == "dispute")
        self.assertEqual(
            sorted(rows.mapped("event")), ["closed", "opened"], rows.mapped("words")
        )
        self.assertEqual(rows.mapped("document"), [name, name])
        self.assertEqual(rows.mapped("amount"), [1000.0, 1000.0])

    def test_addresses_of_the_debtor_and_orders(self):
        case = self.late_case()
        self.invoice(50.0, "2026-02-03", partner=self.branch_office)
        order = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.branch_office.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.product_a.id,
                                "price_unit": 70.0,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
            )
        )
        order.action_confirm()
        kinds = [(kind, amount) for _day, kind, _words, amount in self.rows(case)]
        self.assertIn(("order", 70.0), kinds)
        self.assertIn(("invoice", 50.0), kinds)

    def test_a_notice_stands_once(self):
        case = self.late_case()
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        notices = [row for row in self.rows(case) if row[1] == "notice"]
        self.assertEqual(len(notices), 1)
        self.assertIn(self.notices().name, notices[0][2])
        self.assertNotIn("contact", [row[1] for row in self.rows(case)])

    def test_who_sees_it(self):
        case = self.late_case()
        rows = case.with_user(self.auditor).timeline_ids
        self.assertEqual(len(rows), 2)
        timeline = self.env["collection.timeline"]
        self.assertFalse(timeline.with_user(self.colleague).search([]))
        with self.assertRaises(AccessError):
            timeline.with_user(self.salesperson).search([])
        with self.assertRaises(AccessError):
            rows.with_user(self.colleague).read(["document"])
        stranger = self.env["res.company"].create({"name": "Another company"})
        manager = self.manager
        manager.company_ids |= stranger
        foreign = timeline.with_user(manager).with_context(
            allowed_company_ids=stranger.ids
        )
        self.assertFalse(foreign.search([("case_id", "=", case.id)]))

    def test_it_opens_what_it_tells_of(self):
        case = self.late_case()
        action = case.timeline_ids.filtered(lambda row: row.event == "invoice")
        action = action.action_open()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(action["res_id"], case.open_item_ids.move_id.id)

    def test_queries_do_not_grow(self):
        case = self.late_case()
        case.with_user(self.collector).timeline_ids.mapped("words")
        counts = []
        for day in ("2026-02-04", "2026-02-05"):
            self.invoice(10.0, day)
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            case.with_user(self.collector).timeline_ids.mapped("words")
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0], 25)
