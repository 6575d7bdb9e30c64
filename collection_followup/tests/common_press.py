"""One role goes through all that he is offered, and presses every button."""

import json
import traceback
from collections import defaultdict
from urllib.parse import urlencode

from lxml import etree

from odoo.exceptions import AccessError, MissingError, RedirectWarning, UserError
from odoo.fields import Domain

from . import web_arch, web_fill
from .web_fill import DEEPEST
from .web_client import WebClient, WebForm

CARRIED = ("default_", "search_default_", "group_by", "show_")
DOOR = 0


class Walk:
    """What a role was offered, what came of it, and what he should never have met.

    :param case: the test, for its HTTP session and its records
    """

    def __init__(self, case, role, user):
        self.case, self.role = case, role
        self.client = WebClient(case.env, user)
        self.faults = {}
        self.pressed = defaultdict(set)  # key of a button: what came of it
        self.opened = set()  # (model, key) of views, actions and menus
        self.seen = set()  # what need not be pressed twice

    # ------------------------------------------------------------------ attempts

    def attempt(self, where, function, *args, words=False):
        """Do something and take it back; what no user should meet is a fault.

        :param words: whether a message in words is an answer, too
        """
        import time
        t=time.time(); c=time.process_time()
        try:
            return self._attempt(where, function, *args, words=words)
        finally:
            open("/tmp/press_trace","a").write(f"{time.time()-t:.2f} {time.process_time()-c:.2f} {self.role} {where}\n")

    def _attempt(self, where, function, *args, words=False):
        with self.client.undone():
            try:
                function(*args)
            except (AccessError, MissingError) as error:
                self._fault(where, f"{type(error).__name__}: {error}")
            except (UserError, RedirectWarning) as error:
                text = str(error.args[0])
                if words and text.strip() and "Traceback" not in text:
                    return "refused"
                self._fault(where, f"{type(error).__name__}: {text}")
            except Exception:
                self._fault(where, traceback.format_exc(limit=-6))
            else:
                return "done"
        return None

    def _fault(self, where, text):
        self.faults.setdefault(text, []).append(where)

    # --------------------------------------------------------------------- doors

    def menus(self, only=None):
        """Every menu of ours, and those of others that show what we extend."""
        menus = self.client.request(self.client.env["ir.ui.menu"].load_web_menus, False)
        for menu in menus.values():
            if not menu["actionID"] or only and not menu["xmlid"].endswith(only):
                continue
            action = self.client.load(menu["actionID"], {})
            ours = self.case.is_ours(menu["xmlid"])
            if ours or action.get("res_model") in self.case.extended:
                self.opened.add(("ir.ui.menu", menu["xmlid"]))
                self.attempt(f"menu {menu['xmlid']}", self.do, action, {}, 0)

    def links(self, records):
        """The form behind every name that can be clicked, where he may read it."""
        model = self.client.env[records._name]
        if not model.has_access("read"):
            return
        for record in model.search([("id", "in", records.ids)]):
            where = f"{records._name} {record.id}"
            key = record.id
            self.client.env.clear()
            self.attempt(where, self._link, records._name, key)

    def _link(self, model, key):
        action = self.client.call(model, "get_formview_action", [key])
        self.do(action, {}, 0)

    # ------------------------------------------------------------------- actions

    def do(self, action, context, deep):
        """Do with an answer of the server what the client does with it."""
        if not action or deep > DEEPEST:
            return
        if isinstance(action, int | str):
            action = self.client.load(action, context)
        if action.get("id"):
            self.opened.add(("action", action["id"]))
        given = action.get("context") or {}
        if isinstance(given, str):
            given = web_arch.ask(given, {}, {**self.client.context, **context}) or {}
        context = {**context, **given}
        kind = action["type"].removeprefix("ir.actions.")
        getattr(self, f"_do_{kind.replace('.', '_')}")(action, context, deep)

    def _do_act_window_close(self, action, context, deep):
        """Nothing opens."""

    def _do_client(self, action, context, deep):
        params = action.get("params") or {}
        self.do(params.get("next"), context, deep + 1)

    def _do_server(self, action, context, deep):
        self.do(self.client.run(action["id"], context), context, deep + 1)

    def _do_act_url(self, action, context, deep):
        if action["url"].startswith("/"):
            self.case.fetch(self, action["url"])

    def _do_report(self, action, context, deep):
        name = action["report_name"]
        if action.get("data"):
            query = {"options": json.dumps(action["data"])}
            url = f"/report/pdf/{name}?{urlencode(query)}"
        else:
            ids = context.get("active_ids") or [context["active_id"]]
            url = f"/report/pdf/{name}/{','.join(map(str, ids))}"
        query = {
            "data": json.dumps([url, action["report_type"]]),
            "context": json.dumps(self.client.context),
        }
        self.case.fetch(self, f"/report/download?{urlencode(query)}")

    def _do_act_window(self, action, context, deep):
        model = action["res_model"]
        views = [list(view) for view in action["views"]]
        search = action.get("search_view_id") or [False]
        search = search[0] if isinstance(search, list) else search
        found = self.client.views(
            model, [*views, [search, "search"]], context, action.get("id") or False
        )
        window = Window(self, action, found, context, deep)
        modes = [kind for _key, kind in views]
        if action.get("res_id") or modes[0] == "form":
            modes = ["form"]
        elif deep:
            modes = modes[:1]
        else:
            modes = [mode for mode in modes if mode != "form"]
        for mode in modes:
            self.opened.add(("ir.ui.view", found["views"][mode]["id"]))
            window.show(mode)

    # ------------------------------------------------------------------- buttons

    def press(self, top, button, context, deep):
        """Press a button, and open what it answers.

        Once for each role with all that follows; and once, by whoever meets it
        first, on every look of a record.

        :param top: the model of the whole view
        """
        key = (top, button.name, button.label)
        mine = self._is_first(self.seen, key)
        if not self._is_first(self.case.met, (*key, button.look)) and not mine:
            return
        self.pressed[key].add(
            self.attempt(
                f"{button} on {button.ids}",
                self._press,
                key,
                button,
                {**context, **button.context},
                deep + 1 if mine else DEEPEST,
                words=True,
            )
        )

    def _is_first(self, marks, mark):
        new = mark not in marks
        marks.add(mark)
        return new

    def _press(self, key, button, context, deep):
        answer = self._call(button, context)
        self.pressed[key].add("done")
        carried = {
            name: value
            for name, value in context.items()
            if not name.startswith(CARRIED)
        }
        where = f"{button} on {button.ids}, its answer"
        self.attempt(where, self.do, answer, {**carried, **_active(button)}, deep)

    def _call(self, button, context):
        if button.kind == "object":
            return self.client.button(button.model, button.name, button.ids, context)
        return self.client.load(button.name, {**context, **_active(button)})


def _active(button):
    active = {"active_model": button.model}
    if button.ids:
        active |= {"active_id": button.ids[0], "active_ids": list(button.ids)}
    return active


class Window:
    """The views of an action, as they stand on the screen."""

    def __init__(self, walk, action, views, context, deep):
        self.walk, self.client = walk, walk.client
        self.action, self.views, self.context = action, views, context
        self.model, self.deep = action["res_model"], deep
        self.models = views["models"]
        self.fields = self.models[self.model]["fields"]

    def arch(self, mode):
        return etree.fromstring(self.views["views"][mode]["arch"])

    @property
    def domain(self):
        domain = self.action.get("domain") or []
        if isinstance(domain, str):
            domain = web_arch.ask(domain, {}, self.whole)
        known = self.walk.case.known.get(self.model)
        if known is not None:
            domain = Domain(domain) & Domain("id", "in", known.ids)
        return list(Domain(domain))

    @property
    def whole(self):
        return {**self.client.context, **self.context}

    def show(self, mode):
        """Load what a view shows, and press what it offers."""
        getattr(self, f"_show_{mode}", self._show_other)(self.arch(mode), mode)

    def call(self, method, *args, **kwargs):
        return self.client.call(
            self.model, method, *args, context=self.context, **kwargs
        )

    # ---------------------------------------------------------------- many records

    def _show_list(self, arch, mode):
        spec = web_arch.specification(arch, self.model, self.models)
        found = self.call(
            "web_search_read",
            domain=self.domain,
            specification=spec,
            offset=0,
            limit=80,
            order=arch.get("default_order") or "",
            count_limit=10001,
        )
        ids = [record["id"] for record in found["records"]]
        view = self.views["views"][mode]["id"]
        if not self._is_new(view, self.action.get("id"), str(self.context)):
            return
        for record in found["records"]:
            self.press_on(arch, record)
        self._press(web_arch.in_header(arch, self.model, ids, self.whole))
        self._toolbar(mode, ids)
        if self.deep == DOOR:
            self._behind(arch, mode, ids)

    def _behind(self, arch, mode, ids):
        """Click on each row, and on "New"."""
        form = self.views["views"].get("form")
        if form:
            for key in ids:
                self.record(key)
        paper = self.arch("form") if form else arch
        if not (_may(arch, "create") and _may(paper, "create")):
            return
        if self.walk.case.is_own(self.model) and (form or arch.get("editable")):
            web_fill.Paper(self, "form" if form else mode).use()

    def _is_new(self, *mark):
        """Tell once for each mark that it was not met in this walk."""
        mark = (self.model, *mark)
        new = mark not in self.walk.seen
        self.walk.seen.add(mark)
        return new

    _show_kanban = _show_list

    def _show_other(self, arch, mode):
        """Pivot, graph, calendar and activity: loaded by the filters below."""

    def press_on(self, arch, record):
        """Press what is offered on a record."""
        self._press(
            web_arch.offered(arch, self.model, self.models, record, self.whole)
        )

    def _press(self, buttons):
        for button in buttons:
            key = (self.model, button.name, button.label)
            if self.walk.case.is_own(self.model) or key in self.walk.case.buttons:
                self.walk.press(self.model, button, self.context, self.deep)

    def _toolbar(self, mode, ids):
        for kind in ("action", "print"):
            for action in self.views["views"][mode]["toolbar"].get(kind, []):
                if action["id"] in self.walk.case.actions and ids:
                    button = web_arch.Button(
                        self.model,
                        "action",
                        action["id"],
                        action["name"],
                        tuple(ids),
                        {},
                        mode,
                    )
                    self.walk.press(self.model, button, self.context, self.deep)

    # ------------------------------------------------------------------ one record

    def _show_form(self, arch, mode):
        key = self.action.get("res_id")
        if self.client.env[self.model]._transient or not key:
            web_fill.Paper(self).use(key)
        else:
            self.record(key)

    def record(self, key):
        """Open a record, press its buttons, and change its fields."""
        arch, view = self.arch("form"), self.views["views"]["form"]["id"]
        self.walk.opened.add(("ir.ui.view", view))
        samples = self.walk.case.samples.setdefault(view, {})
        first = not self.walk.case.walks  # who comes first finds out what to look at
        if self.deep == DOOR:
            if not self._is_new(view, key) or not first and key not in samples.values():
                return
        spec = web_arch.specification(arch, self.model, self.models)
        [record] = self.call("web_read", [key], specification=spec)
        if self.deep == DOOR:
            look = web_arch.looks(arch, record, self.fields)
            if samples.setdefault(look, key) == key:
                self.press_on(arch, record)
                self._toolbar("form", [key])

    def form(self, key=False, mode="form"):
        """The form of a record, or of a new one, ready to be filled in."""
        return WebForm(self.client, self.model, self.views, self.context, key, mode)


def _may(arch, what):
    """Tell whether a view lets people create, edit or delete."""
    return arch.get(what, "1").lower() not in ("0", "false")
