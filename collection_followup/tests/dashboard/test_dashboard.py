from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import CollectionCommon

TODAY = "2026-04-15"  # a Wednesday


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDashboard(CollectionCommon, HttpCase):
    """The first page tells how the company stands; each figure is its list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(cls.clock_at(f"{TODAY} 10:00:00"))
        cls.other = cls._make_debtor("Other Ltd")
        cls.late = cls.invoice(1000.0, "2026-02-20", due="2026-03-22")
        cls.paid = cls.invoice(400.0, "2026-02-20", due="2026-03-22", partner=cls.other)
        cls.collector = cls._user("collector", "user")
        cls.colleague = cls._user("colleague", "user")
        cls.manager = cls._user("manager", "manager")

    @classmethod
    def _user(cls, login, group):
        return new_test_user(
            cls.env,
            f"dashboard_{login}",
            f"collection_followup.group_collection_{group}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def page(self, user=None, mine=None):
        """The page of a user, and its figures by key."""
        board = self.env["collection.dashboard"].with_user(user or self.manager)
        page = board.get_page(mine)
        parts = {**page["parts"], **board.get_checks(page["mine"])}
        figures = [figure for part in parts.values() for figure in part]
        return page, {figure["key"]: figure for figure in figures}

    def shown(self, *keys, **whose):
        """The amounts of some figures."""
        figures = self.page(**whose)[1]
        return [figures[key]["amount"] for key in keys]

    def test_a_figure_is_the_sum_of_its_list(self):
        """Whatever is counted is listed, neither more nor less, for every reader."""
        self.run_on(TODAY)
        case = self.case()
        case._promise({"date": "2026-04-17", "amount": 300.0})
        case.sudo().replied_on = "2026-04-14"
        case._hold("block", "Asked by the owner")
        case.activity_schedule(
            "mail.mail_activity_data_call", date_deadline="2026-04-15"
        )
        seen = 0
        for user in (self.manager, self.collector):
            for mine in (False, True):
                board = self.env["collection.dashboard"].with_user(user)
                figures = self.page(user, mine)[1]
                for key, figure in figures.items():
                    with self.subTest(user=user.login, mine=mine, figure=key):
                        action = board.open_figure(key, mine)
                        found = (
                            self.env[action["res_model"]]
                            .with_user(user)
                            .with_context(**action["context"])
                            .search(action["domain"])
                        )
                        self.assertEqual(len(found), figure["count"])
                        seen += figure["count"]
        self.assertGreater(seen, 20)  # it was about something
        figures = self.page()[1]
        for key in ("replies", "calls", "week", "held", "overdue"):
            self.assertTrue(figures[key]["count"], key)

    def test_how_the_company_stands(self):
        """1 400 overdue, 300 of it promised for Friday; 400 came on 10 April."""
        self.run_on("2026-04-08")
        self.assertEqual(self.shown("overdue", "to_collect"), [1400.0, 1400.0])
        self.case()._promise({"date": "2026-04-17", "amount": 300.0})
        self.pay(self.paid, "2026-04-10")
        self.run_on(TODAY)
        self.assertEqual(
            self.shown("overdue", "to_collect", "collected", "week", "today"),
            [1000.0, 700.0, 400.0, 300.0, 0.0],
        )
        figures = self.page()[1]
        self.assertEqual(
            figures["overdue"]["change"].replace("\N{NO-BREAK SPACE}", " "),
            "$ 400.00 less than on April 8, 2026",
        )
        self.assertFalse(figures["overdue"]["worse"])

    def test_what_was_paid_in_march_is_not_of_this_month(self):
        self.pay(self.paid, "2026-03-31")
        self.run_on(TODAY)
        self.assertEqual(self.shown("collected"), [0.0])

    def test_ageing_adds_up_to_what_is_open(self):
        """24 days late: 1 400; not yet due: 50."""
        self.invoice(50.0, "2026-04-01")
        self.run_on(TODAY)
        ages = {age["key"]: age["amount"] for age in self.page()[0]["ages"]}
        self.assertEqual(ages["1_30"], 1400.0)
        self.assertEqual(ages["0_current"], 50.0)
        self.assertEqual(sum(ages.values()), 1450.0)
        items = self.env["collection.dashboard"].open_figure("age:1_30")
        found = self.env[items["res_model"]].search(items["domain"])
        self.assertEqual(sum(found.mapped("amount_open_company")), 1400.0)

    def test_my_day_is_mine_and_what_nobody_has(self):
        self.run_on(TODAY)
        self.case().user_id = self.colleague
        page = self.page(self.collector)[0]
        self.assertTrue(page["mine"])
        self.assertFalse(page["both"])
        self.assertEqual(self.shown("overdue", user=self.collector), [400.0])
        self.assertEqual(self.shown("overdue", user=self.colleague), [1400.0])
        self.assertEqual(self.shown("overdue"), [1400.0])
        self.assertEqual(self.shown("overdue", mine=True), [400.0])

    def test_disputes_by_owner(self):
        self.run_on(TODAY)
        reason = self.env.ref("collection_followup.dispute_reason_faulty")
        line = self.receivable(self.late)
        self.case()._dispute(
            {
                "line_id": line.id,
                "amount": 250.0,
                "reason_id": reason.id,
                "user_id": self.colleague.id,
                "note": "Two are broken",
            }
        )
        [owner] = self.page()[0]["owners"]
        self.assertEqual((owner["id"], owner["count"]), (self.colleague.id, 1))
        action = self.env["collection.dashboard"].open_figure(f"owner:{owner['id']}")
        found = self.env["collection.dispute"].search(action["domain"])
        self.assertEqual(found.amount_company, 250.0)

    def test_nobody_counts_what_he_may_not_list(self):
        self.run_on(TODAY)
        seller = new_test_user(
            self.env, "dashboard_seller", "sales_team.group_sale_salesman"
        )
        with self.assertRaises(AccessError):
            self.page(seller)
        auditor = self._user("auditor", "auditor")
        self.assertEqual(self.shown("overdue", user=auditor), [1400.0])

    def test_before_the_first_run(self):
        self.assertTrue(self.page()[0]["empty"])
        self.run_on(TODAY)
        self.assertFalse(self.page()[0]["empty"])

    def test_tour(self):
        self.run_on(TODAY)
        url = "/odoo/action-collection_followup.collection_dashboard_action"
        self.start_tour(url, "collection_dashboard", login=self.manager.login)

    def test_queries_do_not_grow_with_customers(self):
        self.run_on(TODAY)
        self.page()
        self.env.invalidate_all()
        with self.assertQueryCount(80):
            self.page()
