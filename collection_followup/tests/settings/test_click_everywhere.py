from odoo.tests import HttpCase, tagged

from .common_every_state import DAY, EveryStateCommon

APP = "collection_followup.collection_menu_root"
CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('%s');"
)


def is_download(action):
    return bool(action) and action.type == "ir.actions.act_url"


@tagged("post_install", "-at_install")
class TestClickEverywhere(EveryStateCommon, HttpCase):
    """Odoo's robot clicks on every menu, view and filter, in a real browser.

    A dialog of errors or an error in the console fails the test.
    """

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(cls.clock_at(f"{DAY} 10:00:00"))
        # the robot waits for a screen, and a download shows none: pressed elsewhere
        menus = cls.env["ir.ui.menu"].search([])
        menus.filtered(lambda menu: is_download(menu.action)).active = False

    def click(self, role, app=APP):
        self.browser_js(
            "/odoo",
            CLICK % app,
            "odoo.isReady === true",
            login=self.people[role].login,
            timeout=300,
            success_signal="clickbot test succeeded",
        )

    def test_collector(self):
        self.click("collector")

    def test_manager(self):
        self.click("manager")

    def test_salesperson_in_sales(self):
        self.click("salesperson", "sale.sale_menu_root")

    def test_administrator_in_settings(self):
        self.click("administrator", "base.menu_administration")
