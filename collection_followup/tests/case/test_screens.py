from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import Form, new_test_user, tagged

from ..common import CollectionCommon

AUDITOR = "collection_followup.group_collection_auditor"
COLLECTOR = "collection_followup.group_collection_user"
MANAGER = "collection_followup.group_collection_manager"
MENU = "collection_followup.collection_menu_root"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-08")
class TestScreens(CollectionCommon):
    """Every role opens every screen that it sees, and sees no button it cannot use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(1000.0, "2026-03-01", due="2026-03-31")
        cls.users = {
            name: new_test_user(
                cls.env,
                login=f"screen_{name}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for name, groups in {
                "auditor": AUDITOR,
                "collector": COLLECTOR,
                "manager": MANAGER,
                "sales": "sales_team.group_sale_salesman",
                "billing": "account.group_account_invoice",
            }.items()
        }

    def menus(self, user):
        """The actions below our menu that a user sees."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = self.env.ref(MENU).id
        if root not in menus:
            return self.env["ir.ui.menu"]
        ours = [key for key, menu in menus.items() if menu.get("app_id") == root]
        return self.env["ir.ui.menu"].browse(ours).filtered("action")

    def open_views(self, user, action):
        """Load every view of an action and read what the list would read."""
        model = self.env[action.res_model].with_user(user)
        modes = action.view_mode.split(",")
        result = model.get_views(
            [(False, mode) for mode in modes] + [(False, "search")], {"toolbar": True}
        )
        for mode in {"list", "kanban"} & set(modes):
            arch = etree.fromstring(result["views"][mode]["arch"])
            names = {node.get("name") for node in arch.iter("field")}
            spec = {name: {} for name in names if name in model._fields}
            model.search([], limit=5).web_read(spec)
        return result

    def test_every_menu_opens_for_those_who_see_it(self):
        self.run_on("2026-04-08")
        for name in ("auditor", "collector", "manager"):
            user = self.users[name]
            menus = self.menus(user)
            self.assertIn("Worklist", menus.mapped("name"))
            for menu in menus:
                with self.subTest(user=name, menu=menu.name):
                    if menu.action._name == "ir.actions.act_window":
                        self.open_views(user, menu.action)

    def test_who_sees_the_menu(self):
        for name in ("sales", "billing"):
            self.assertFalse(self.menus(self.users[name]), name)
        self.assertNotIn(
            "Contact roles", self.menus(self.users["collector"]).mapped("name")
        )
        self.assertIn("Contact roles", self.menus(self.users["manager"]).mapped("name"))

    def buttons(self, user, model):
        view = self.env[model].with_user(user).get_view(view_type="form")
        arch = etree.fromstring(view["arch"])
        return {node.get("name") for node in arch.iter("button")}

    def test_an_auditor_sees_no_button_that_acts(self):
        user = self.users["auditor"]
        acting = {"action_log_call", "action_pause", "action_send_now", "action_stop"}
        self.assertFalse(self.buttons(user, "collection.case") & acting)
        self.assertFalse(
            self.buttons(user, "collection.notice")
            & {"action_approve", "action_cancel"}
        )
        self.assertFalse(self.buttons(user, "collection.strategy") & {"action_confirm"})
        collector = self.users["collector"]
        self.assertLessEqual(acting, self.buttons(collector, "collection.case"))
        self.assertNotIn(
            "action_confirm", self.buttons(collector, "collection.strategy")
        )

    def test_a_collector_sees_his_own_cases_and_open_items(self):
        self.run_on("2026-04-08")
        user, other = self.users["collector"], self.users["manager"]
        cases = self.env["collection.case"].with_user(user)
        items = self.env["collection.open.item"].with_user(user)
        self.assertTrue(cases.search([]))
        self.assertTrue(items.search([]))
        self.case().user_id = other
        self.assertFalse(cases.search([]))
        self.assertFalse(items.search([]))

    def test_invoice_and_partner_forms_open_for_everybody(self):
        self.run_on("2026-04-08")
        self.send_all("2026-04-08")
        for name in ("sales", "billing", "collector", "auditor"):
            user = self.users[name]
            with self.subTest(user=name):
                Form(self.debtor.with_user(user))
                self.env["account.move"].with_user(user).get_views(
                    [(False, "list"), (False, "form"), (False, "search")]
                )
        fields = self.env["res.partner"].with_user(self.users["sales"]).fields_get()
        self.assertNotIn("collection_overdue", fields)

    def test_only_a_manager_starts_runs(self):
        runs = self.env["collection.run"]
        with self.assertRaises(UserError):
            runs.with_user(self.users["collector"]).action_run_now()
        with self.assertRaises(UserError):
            runs.with_user(self.users["sales"]).action_dry_run()
        action = runs.with_user(self.users["manager"]).action_dry_run()
        run = runs.browse(action["res_id"])
        self.assertEqual(run.kind, "dry")
        self.assertEqual((run.count_notice, run.count_wait), (1, 0))
        self.assertEqual(run.amount_notice, 1000.0)
        self.assertFalse(self.env["collection.notice"].search([]))

    def test_runs_start_from_the_list_as_the_web_client_asks(self):
        runs = self.env["collection.run"].with_user(self.users["manager"])
        dry = call_kw(runs, "action_dry_run", [[]], {})
        self.assertEqual(runs.browse(dry["res_id"]).kind, "dry")
        now = call_kw(runs, "action_run_now", [[dry["res_id"]]], {})  # one is ticked
        self.assertEqual(runs.browse(now["res_id"]).kind, "manual")

    def test_dry_run_of_an_edited_strategy_shows_what_it_would_send(self):
        self.stage(1).delay = 2
        self.assertFalse(self.strategy.confirmed)
        action = self.strategy.with_user(self.users["manager"]).action_dry_run()
        lines = self.env["collection.run.line"].search(action["domain"])
        self.assertEqual(lines.action, "notice")
        self.assertEqual(lines.stage_id, self.stage(1))
        self.run_on("2026-04-08")
        self.assertEqual(self.case().reason_code, "strategy_unconfirmed")

    def test_case_leads_to_items_and_notices(self):
        self.run_on("2026-04-08")
        case = self.case().with_user(self.users["collector"])
        for action in (case.action_open_items(), case.action_open_notices()):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found.case_id, self.case())
        self.assertEqual((case.open_item_count, case.notice_count), (1, 1))
        self.assertIn("Stage 1", case.headline)

    def test_debtors_who_were_not_reminded_are_in_sight(self):
        self.run_on("2026-04-08")
        self.assertFalse(self.case().stage_id)
        answer = self.env["collection.case"].web_read_group(
            [("id", "=", self.case().id)],
            ["stage_id"],
            ["__count"],
            auto_unfold=True,
            opening_info=[],
            unfold_read_specification={"partner_id": {}},
            unfold_read_default_limit=80,
        )
        groups = {group["stage_id"]: group for group in answer["groups"]}
        self.assertEqual(len(groups[False]["__records"]), 1)

    def test_what_is_not_chased_is_shown(self):
        self.run_on("2026-04-08")
        case = self.case()
        self.assertEqual(
            (case.overdue, case.to_collect, case.rests), (1000.0, 1000.0, 0.0)
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-04-08")
class TestChecklist(CollectionCommon):
    """The set-up checklist ticks what is done and leads to what is not."""

    def ticks(self):
        action = self.env["collection.checklist"].action_open()
        checklist = self.env["collection.checklist"].browse(action["res_id"])
        return checklist, {line.key: line.done for line in checklist.line_ids}

    def test_ticks_follow_the_company(self):
        self.company.collection_opened_on = False
        checklist, ticks = self.ticks()
        self.assertTrue(ticks["strategy"])
        self.assertFalse(ticks["opening"])
        self.assertFalse(ticks["automatic"])
        self.assertFalse(checklist.ready)
        self.company.write(
            {"collection_opened_on": "2026-04-01", "collection_auto": True}
        )
        self.stage(1).delay = 2
        checklist.action_look_again()
        ticks = {line.key: line.done for line in checklist.line_ids}
        self.assertFalse(ticks["strategy"])
        self.assertTrue(ticks["opening"])
        self.assertTrue(ticks["automatic"])

    def test_every_line_says_what_to_do_and_leads_there(self):
        checklist, _ticks = self.ticks()
        names = checklist.line_ids.mapped("display_name")
        self.assertIn("Credit manager named", names)
        for line in checklist.line_ids:
            with self.subTest(line=line.key):
                self.assertTrue(line.advice)
                self.assertTrue(line.button)
                self.assertTrue(line.action_open_place())

    def test_bank_is_up_to_date_by_a_button(self):
        self.company.collection_bank_stale_days = 7
        self.invoice(1000.0, "2026-03-01", due="2026-03-31")
        checklist, ticks = self.ticks()
        if not ticks["bank"]:
            line = checklist.line_ids.filtered(lambda one: one.key == "bank")
            line.action_open_place()
            self.assertTrue(line.done)
            self.assertEqual(
                self.company.collection_bank_confirmed_on,
                self.company._collection_today(),
            )
