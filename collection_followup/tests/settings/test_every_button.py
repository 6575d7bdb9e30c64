from freezegun import freeze_time
from lxml import etree

from odoo.tests import HttpCase, tagged

from . import web_arch
from .common_every_state import DAY, EveryStateCommon
from .common_press import Walk

# buttons that nobody is offered here, with the reason
SECOND = "offered when another button of the window was pressed"
NOT_PRESSED = {
    ("collection.case", "action_take_over_habit", "Use this"): "a year of payments",
    ("collection.commitment", "action_confirm_by_mail", "Confirm by e-mail"): (
        "here every promise is confirmed by itself"
    ),
    ("collection.hold.test", "action_choose", "Switch on"): SECOND,
    ("collection.hold.test", "action_go_back", "Undo the last change"): SECOND,
    ("collection.hold.test", "action_switch_off", "Switch automatic holds off"): SECOND,
    ("collection.incoming", "action_open_source", "a row"): "no payment is in transit",
    ("collection.opening", "action_next", "Next"): "there are no opening entries",
    ("collection.opening", "action_show_left_out", "Show them"): "nothing is excluded",
    (
        "collection.opening",
        "action_tick_all",
        "Tick all",
    ): "there are no opening entries",
    ("collection.plan.agree", "action_confirm", "Start the plan with approval"): (
        "a plan as short as the window proposes needs none"
    ),
    ("collection.promise", "action_confirm", "Replace and record"): (
        "offered when a larger sum is typed than is asked for"
    ),
    ("collection.release", "action_refuse", "Refuse"): "nobody has asked",
    (
        "res.config.settings",
        "action_collection_settings",
        "Open the settings of collections",
    ): "for administrators who are credit managers",
}
# buttons whose windows want more than what is required in them, with what
REFUSED = {
    ("collection.assign", "action_confirm", "Assign"): "a collector or a strategy",
    ("collection.call", "action_confirm", "Save"): "an outcome",
    ("collection.call", "action_next", "Save and next"): "an outcome",
    ("collection.contact.repair", "action_confirm", "Save"): "a new address",
    # the windows of the list ask about all its rows; tests of their own ask about one
    ("collection.hold.set", "action_confirm", "Propose the hold"): "cases not on hold",
    ("collection.hold.set", "action_confirm", "Put on hold"): "cases not on hold",
    ("collection.notice", "action_print_letters", "Print the letters"): (
        "letters that wait for printing"
    ),
    ("collection.pause", "action_confirm", "Pause"): "cases that may be paused",
    ("collection.leave.out", "action_confirm", "Exclude"): "items",
    ("collection.level", "action_confirm", "Change level"): "items",
    ("collection.plan", "action_start", "Start the plan"): "dates to come",
}
STATES = {"state", "kind", "email_state", "letter_state"}
# menus and actions that nobody can open here, with the reason
NOT_OPENED = {
    "collection_followup.report_letter_batch": "made by the batch, which keeps the file"
}
# states in which a record cannot be found after the fact, with the reason
NO_RECORD = {
    ("collection.letter.batch", "state", "printing"): "gone when the press answers",
    ("collection.notice", "email_state", "sending"): "gone when the mail has left",
    ("collection.notice", "state", "sending"): "gone when the mail has left",
    ("collection.run", "state", "running"): "gone when the run answers",
    ("collection.run", "state", "stopped"): "only a run that was killed",
}


@tagged("post_install", "-at_install")
@freeze_time(f"{DAY} 10:00:00")
class TestEveryButton(EveryStateCommon, HttpCase):
    """Whoever is offered a button may press it, whatever the state of the record.

    Each role opens the menus and records that it sees and does there what the web
    client does, on one record of each look.
    """

    maxDiff = None
    MODULES = ("collection_followup",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.walks, cls.met = {}, set()
        data = cls.env["ir.model.data"].search([("module", "in", cls.MODULES)])
        ids = {
            model: set(found.mapped("res_id"))
            for model, found in data.grouped("model").items()
        }
        cls.actions = {
            key
            for model in ids
            if model.startswith("ir.actions.")
            for key in ids[model]
        }
        jobs = cls.env["ir.cron"].search([]).ir_actions_server_id  # nobody's to press
        cls.names = {
            ("action", one.res_id): one.complete_name
            for one in data
            if one.model.startswith("ir.actions.") and one.res_id not in jobs.ids
        }
        menus = cls.env["ir.ui.menu"].browse(ids["ir.ui.menu"]).filtered("action")
        cls.names |= {
            ("ir.ui.menu", name): name for name in menus.get_external_id().values()
        }
        views = cls.env["ir.ui.view"].browse(ids["ir.ui.view"])
        cls.our_views = views.filtered(lambda view: view.type != "qweb")
        cls.extended = set(cls.our_views.filtered("inherit_id").mapped("model"))
        cls.buttons, cls.filters = set(), set()
        for view in cls.our_views:
            arch = etree.fromstring(view.arch_db)
            cls.buttons.update(web_arch.keys(arch, view.model))
            cls.filters.update(
                (view.model, node.get("name"))
                for node in arch.iter("filter")
                if not node.get("position") and node.get("invisible") != "1"
            )

    # ----------------------------------------------------------------- for the walk

    def is_own(self, model):
        return model.startswith("collection.")

    def is_ours(self, xml_id):
        return (xml_id or "").split(".")[0] in self.MODULES

    def fetch(self, walk, url, data=None):
        """Ask for a page or a file as a role."""
        response = self.url_open(url, data)
        if response.status_code != 200:
            raise AssertionError(f"{response.status_code} {url}: {response.text[:500]}")

    # ------------------------------------------------------------------------ roles

    def walk(self, role):
        """Everything that a role was offered, pressed once."""
        if role not in self.walks:
            user = self.people[role]
            self.authenticate(user.login, user.login.ljust(8, "x"))
            walk = Walk(self, role, user)
            walk.menus()
            for records in self.records():
                walk.links(records)
            self.walks[role] = walk
        return self.walks[role]

    def check(self, role):
        walk = self.walk(role)
        self.assertTrue(walk.opened, "nothing is offered to this role")
        for text, places in walk.faults.items():
            with self.subTest(places[0]):
                shown = "\n  ".join(places[:10])
                self.fail(f"{len(places)} times:\n  {shown}\n{text}")

    def test_manager(self):
        self.check("manager")

    def test_collector_of_own_cases(self):
        self.check("collector")

    def test_collector_of_all_cases(self):
        self.check("all")

    def test_auditor(self):
        self.check("auditor")

    def test_salesperson(self):
        self.check("salesperson")

    def test_accountant(self):
        self.check("accountant")

    def test_administrator(self):
        self.check("administrator")

    def test_employee(self):
        self.check("internal")

    # -------------------------------------------------------------- nothing left out

    def all_of(self, name):
        """What was met by any role."""
        return set().union(*(getattr(self.walk(role), name) for role in self.people))

    def assertOnly(self, left, named):
        """Nothing was left out but what is named, and all of that was."""
        self.assertEqual(sorted(map(str, left)), sorted(map(str, named)))

    def test_every_button_was_pressed(self):
        left = self.buttons - self.all_of("pressed")
        self.assertOnly(left, NOT_PRESSED)

    def test_every_button_did_something(self):
        done = {
            key
            for role in self.people
            for key, results in self.walk(role).pressed.items()
            if "done" in results
        }
        self.assertOnly(self.buttons - done, NOT_PRESSED | REFUSED)

    def test_every_filter_was_chosen(self):
        self.assertOnly(self.filters - self.all_of("filtered"), {})

    def test_every_menu_and_action_was_opened(self):
        left = self.names.keys() - self.all_of("opened")
        self.assertOnly({self.names[key] for key in left}, NOT_OPENED)

    def test_there_is_a_record_in_each_state(self):
        left, shown = set(), set(self.our_views.mapped("model"))
        for records in self.records():
            for name in STATES & records._fields.keys():
                field = records._fields[name]
                if field.type == "selection" and self.is_own(records._name):
                    keys = dict(field._description_selection(self.env))
                    left |= {
                        (records._name, name, key)
                        for key in keys.keys() - set(records.mapped(name))
                        if records._name in shown
                    }
        self.assertOnly(left, NO_RECORD)
