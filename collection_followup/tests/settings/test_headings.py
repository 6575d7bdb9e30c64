from odoo.tests import HttpCase, tagged

from .common_every_state import DAY, EveryStateCommon

# opens list after list as the menus do, and measures what stands above the columns
MEASURE = """
const {action} = odoo.__WOWL_DEBUG__.root.env.services;
const wait = (ready) => new Promise((done, fail) => {
    const end = Date.now() + 30000;
    (function look() {
        if (ready()) { done(); }
        else if (Date.now() > end) { fail(new Error("no list came")); }
        else { setTimeout(look, 30); }
    })();
});
const all = (selector) => [...document.querySelectorAll(selector)];
const isCut = (title) => title.scrollWidth > title.clientWidth + 1;
const cut = [];
for (const id of %s) {
    all(".o_list_view").forEach((old) => old.classList.add("was"));
    await action.doAction(id, {viewType: "list", clearBreadcrumbs: true});
    await wait(() => all(".o_list_view:not(.was) thead th[data-name]").length);
    const titles = all(".o_list_view thead th[data-name] .text-truncate");
    cut.push(...titles.filter(isCut).map((title) => `${id}: ${title.textContent}`));
}
if (cut.length) { throw new Error("cut headings: " + cut.join("; ")); }
console.log("test successful");
"""


@tagged("post_install", "-at_install")
class TestHeadings(EveryStateCommon, HttpCase):
    """Whole words stand above the columns of our lists, on a small laptop (1366 px)."""

    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(cls.clock_at(f"{DAY} 10:00:00"))

    def lists(self):
        """Our actions that show a list of their own."""
        ours = self.env["ir.model.data"].search(
            [
                ("module", "=like", "collection_followup%"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(ours.mapped("res_id"))
        shown = actions.filtered(
            lambda action: (
                action.target == "current"
                and action.res_model.startswith("collection.")
                and "list" in action.view_mode.split(",")
            )
        )
        return sorted(shown.ids)

    def measure(self, lang):
        self.env["res.lang"]._activate_lang(lang)
        self.people["manager"].lang = lang
        self.browser_js(
            "/odoo",
            "(async () => {%s})()" % (MEASURE % self.lists()),
            "odoo.isReady === true",
            login=self.people["manager"].login,
            timeout=180,
        )

    def test_english(self):
        self.assertGreater(len(self.lists()), 20)
        self.measure("en_US")

    def test_german(self):
        self.measure("de_DE")

    def test_french(self):
        self.measure("fr_FR")

    def test_spanish(self):
        self.measure("es_ES")
