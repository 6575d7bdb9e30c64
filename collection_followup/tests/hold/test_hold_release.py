from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_holds import HoldsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 09:00:00")
class TestHoldRelease(HoldsCommon):
    """A salesperson asks, a credit manager answers; nobody else releases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case_ = cls.env["collection.case"]._case_of(cls.debtor, cls.company)
        cls.case_.with_user(cls.manager)._hold("block", "Has not paid for a year")
        cls.hold = cls.case_.hold_id
        cls.quotation = cls.order(cls, 500.0)

    def release(self, user=None, **values):
        """Release through the window, as a user."""
        values = {"case_id": self.case_.id, "reason": "Payment advice seen", **values}
        wizard = self.env["collection.release"].with_user(user or self.manager)
        return wizard.create(values).action_confirm()

    def open_now(self, day="2026-06-15"):
        """The releases that count on a day."""
        day = date.fromisoformat(day)
        holds = self.env["collection.hold"]
        found = holds._open_releases(self.case_, day)
        return found.get(self.case_.id, self.env["collection.hold.release"])

    def ask_release(self, reason="They need it on Friday"):
        """Ask for a release of the quotation, in two clicks."""
        order = self.quotation.with_user(self.salesperson)
        action = order.action_collection_ask_release()
        wizard = self.env[action["res_model"]].with_user(self.salesperson)
        wizard = wizard.with_context(**action["context"]).create({"reason": reason})
        wizard.action_confirm()
        return self.quotation.activity_ids.filtered(
            lambda a: a.activity_type_id.name == "Release asked for"
        )

    def test_confirm_leads_to_the_release(self):
        """Each role gets what helps: release, ask, or the reasons."""
        order = self.quotation
        opened = order.with_user(self.salesperson).action_collection_confirm()
        self.assertEqual(opened["res_model"], "collection.release.ask")
        window = self.env[opened["res_model"]].with_user(self.salesperson)
        window = window.new({"order_id": opened["context"]["default_order_id"]})
        self.assertIn("is on credit hold", window.refused_words)
        self.ask_release()
        with self.assertRaisesRegex(UserError, "is on credit hold"):
            order.with_user(self.salesperson).action_collection_confirm()
        boss = self.manager
        boss.group_ids |= self.env.ref("sales_team.group_sale_manager")
        opened = order.with_user(boss).action_collection_confirm()
        self.assertEqual(opened["res_model"], "collection.release")
        self.release(scope="order", order_id=order.id)
        order.with_user(self.salesperson).action_collection_confirm()
        self.assertEqual(order.state, "sale")

    def test_scopes(self):
        self.release(scope="order", order_id=self.quotation.id)
        self.assertRecordValues(
            self.open_now(),
            [
                {
                    "scope": "order",
                    "order_id": self.quotation.id,
                    "amount": 500.0,
                    "hold_id": self.hold.id,
                    "user_id": self.manager.id,
                    "reason": "Payment advice seen",
                }
            ],
        )
        self.release(scope="amount", amount=2000.0, until=date(2026, 6, 20))
        self.release(scope="until", until=date(2026, 6, 18))
        self.assertEqual(len(self.open_now("2026-06-18")), 3)
        self.assertEqual(len(self.open_now("2026-06-19")), 2)
        self.assertEqual(self.open_now("2026-06-21").scope, "order")
        self.assertIn("Released: every order", self.case_.message_ids[0].body)
        self.assertIn("order %s" % self.quotation.name, self.case_.release_words)

    def test_an_order_in_another_currency_is_released_for_its_own_rate(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 2.0)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "Pounds", "currency_id": currency.id}
        )
        order = self.order(500.0, pricelist_id=pricelist.id)
        self.release(scope="order", order_id=order.id)
        release = self.open_now()
        self.assertEqual((release.amount, release.order_total), (250.0, 500.0))
        # the pound rises before the order is confirmed: it is the same order still
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2026-06-16", "rate": 1.0}
        )
        with freeze_time("2026-06-16 09:00:00"):
            order.with_user(self.salesperson).action_confirm()
        self.assertEqual(order.state, "sale")
        with self.assertRaisesRegex(UserError, "does not become larger"):
            order.order_line.product_uom_qty += 1

    def test_an_amount_ends_with_its_hold_and_moves_with_a_change(self):
        self.release(scope="amount", amount=2000.0)
        self.release(scope="order", order_id=self.quotation.id)
        self.case_.with_user(self.manager)._hold("prepay", "A little better")
        self.assertEqual(self.open_now().hold_id, self.case_.hold_id)
        self.case_.hold_id.with_user(self.manager)._end_by_hand("Paid")
        self.assertEqual(self.open_now().scope, "order")

    def test_grace_until_the_date(self):
        self.hold.with_user(self.manager)._end_by_hand("Starts again")
        self.company.collection_hold_grace_days = 0
        self.reminded()
        self.release(scope="until", until=date(2026, 6, 30))
        self.assertFalse(self.judge("2026-06-30"))
        self.assertEqual(self.judge("2026-07-01"), "cod")

    def test_withdrawn(self):
        self.release(scope="until", until=date(2026, 6, 30))
        release = self.open_now()
        with self.assertRaises(AccessError):
            release.with_user(self.collector).action_withdraw()
        release.with_user(self.manager).action_withdraw()
        self.assertFalse(self.open_now())
        with self.assertRaisesRegex(UserError, "do not count"):
            release.with_user(self.manager).action_withdraw()

    def test_asked_and_released(self):
        request = self.ask_release()
        self.assertEqual(request.user_id, self.manager)
        self.assertIn("They need it on Friday", request.note)
        self.assertIn("500.00", request.summary)
        self.assertTrue(self.quotation.collection_release_asked)
        with self.assertRaisesRegex(UserError, "asked for already"):
            self.ask_release()
        action = self.quotation.with_user(self.manager).action_collection_release()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action["context"]).create(
            {"reason": "Just once"}
        )
        self.assertEqual(wizard.scope, "order")
        self.assertIn("They need it on Friday", wizard.asked)
        wizard.action_confirm()
        self.assertFalse(request.exists().active)
        self.assertRecordValues(
            self.open_now(),
            [{"order_id": self.quotation.id, "asked_by_id": self.salesperson.id}],
        )
        answer = self.quotation.message_ids[0]
        self.assertIn("Just once", answer.body)
        self.assertIn(self.salesperson.partner_id, answer.notified_partner_ids)

    def test_asked_and_refused(self):
        self.ask_release()
        wizard = self.env["collection.release"].with_user(self.manager)
        wizard = wizard.create(
            {"order_id": self.quotation.id, "reason": "First the old invoices"}
        )
        wizard.action_refuse()
        self.assertFalse(self.open_now())
        self.assertFalse(self.quotation.collection_release_asked)
        answer = self.quotation.message_ids[0]
        self.assertIn("Not released: First the old invoices", answer.body)
        self.assertIn(self.salesperson.partner_id, answer.notified_partner_ids)
        with self.assertRaisesRegex(UserError, "Nobody asks"):
            wizard.action_refuse()

    def test_without_a_case_one_is_made(self):
        order = self.order(900.0, partner=self.person)
        wizard = self.env["collection.release"].with_user(self.manager)
        wizard.create({"order_id": order.id, "reason": "Known to us"}).action_confirm()
        case = self.case(self.person)
        self.assertRecordValues(case, [{"state": "closed", "hold_effect": False}])
        self.assertEqual(case.release_ids.order_id, order)

    def test_only_a_credit_manager_releases(self):
        context = {"collection_release": True, "default_state": "active", "su": True}
        for user in (self.salesperson, self.collector, self.everybody, self.auditor):
            order = self.quotation.with_user(user).with_context(**context)
            case = self.case_.with_user(user).with_context(**context)
            hold = self.hold.with_user(user).with_context(**context)
            attempts = (
                lambda o=order: o.action_collection_release(),
                lambda o=order: o._collection_refuse_release("No"),
                lambda c=case: c.action_release(),
                lambda c=case, o=order: c._release("order", "Me", o),
                lambda c=case: c.sudo()._release("amount", "Me", amount=1.0),
                lambda h=hold: h._release("until", "Me", until=date(2026, 7, 1)),
                lambda h=hold: h.sudo()._end_by_hand("Me"),
                lambda h=hold: h.action_end(),
                lambda h=hold: h.action_approve(),
                lambda u=user: self.release(u, scope="amount", amount=9.0),
                lambda u=user: (
                    self.env["collection.hold.end"]
                    .with_user(u)
                    .create({"hold_ids": [Command.set(self.hold.ids)], "reason": "Me"})
                ),
                lambda u=user: (
                    self.env["collection.hold.release"]
                    .with_user(u)
                    .create(
                        {"case_id": self.case_.id, "scope": "amount", "reason": "x"}
                    )
                ),
                lambda u=user: (
                    self.env["collection.hold.test"].with_user(u).action_open()
                ),
            )
            for number, attempt in enumerate(attempts):
                with (
                    self.subTest(user=user.login, attempt=number),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    attempt()
        self.assertFalse(self.open_now())
        self.assertEqual(self.case_.hold_id, self.hold)

    def test_a_salesperson_asks_only_for_orders_of_his_own(self):
        self.quotation.sudo().user_id = self.manager
        with self.assertRaises(AccessError):
            self.quotation.with_user(self.salesperson).action_collection_ask_release()
        with self.assertRaises(AccessError):
            self.ask_release()

    def test_bad_input(self):
        other = self.order(1.0, partner=self.person)
        for values, words in (
            ({"scope": "order", "order_id": other.id}, "is not an order of"),
            ({"scope": "order"}, "Choose the order"),
            ({"scope": "amount"}, "up to which amount"),
            ({"scope": "amount", "amount": -5.0}, "up to which amount"),
            ({"scope": "until"}, "until which day"),
            ({"scope": "until", "until": date(2026, 6, 14)}, "ends today or later"),
            ({"scope": "until", "until": date(2027, 7, 1)}, "within a year"),
            ({"scope": "amount", "amount": 5.0, "reason": " "}, "say why"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.release(**values)

    def test_exempt_teams(self):
        team = self.env["crm.team"].sudo().create({"name": "Repairs"})
        self.quotation.sudo().team_id = team
        with self.assertRaises(AccessError):
            team.with_user(self.salesperson).sudo().collection_exempt = True
        team.with_user(self.manager).sudo().collection_exempt = True
        # whoever is not of the team cannot make his order exempt
        self.assertFalse(self.quotation._collection_exempt())
        with self.assertRaises(AccessError):
            team.with_user(self.salesperson).sudo().member_ids = self.salesperson
        team.with_user(self.manager).sudo().member_ids = self.salesperson
        self.assertEqual(self.quotation._collection_exempt(), self.quotation)
