"""One role goes through all that he is offered, and presses every button."""

import json
import traceback
from collections import defaultdict
from urllib.parse import urlencode

from odoo.exceptions import AccessError, MissingError, RedirectWarning, UserError

from . import web_arch
from .web_client import WebClient
from .web_fill import DEEPEST
from .web_window import Window

CARRIED = ("default_", "search_default_", "group_by", "show_")


class Walk:
    """What a role was offered, what came of it, and what he should never have met.

    :param case: the test, for its HTTP session and its records
    """

    def __init__(self, case, role, user):
        self.case, self.role = case, role
        self.client = WebClient(case.env, user)
        self.faults = {}
        self.pressed = defaultdict(set)  # key of a button: what came of it
        self.filtered = set()  # (model, name) of filters
        self.opened = set()  # (model, key) of views, actions and menus
        self.seen = set()  # what need not be pressed twice

    # ------------------------------------------------------------------ attempts

    def attempt(self, where, function, *args, words=False):
        """Do something and take it back; what no user should meet is a fault.

        :param words: whether a message in words is an answer, too
        :return: "done", the message in words, or None for a fault
        """
        with self.client.undone():
            try:
                function(*args)
            except (AccessError, MissingError) as error:
                self._fault(where, f"{type(error).__name__}: {error}")
            except (UserError, RedirectWarning) as error:
                text = str(error.args[0])
                if words and text.strip() and "Traceback" not in text:
                    return text
                self._fault(where, f"{type(error).__name__}: {text}")
            except Exception:  # noqa: BLE001 - whatever it is, it is told as a fault
                self._fault(where, traceback.format_exc(limit=-6))
            else:
                return "done"
        return None

    def _fault(self, where, text):
        self.faults.setdefault(text, []).append(where)

    # --------------------------------------------------------------------- doors

    def menus(self):
        """Every menu of ours, and those of others that show what we extend."""
        menus = self.client.request(self.client.env["ir.ui.menu"].load_web_menus, False)
        for menu in menus.values():
            if not menu["actionID"]:
                continue
            action = self.client.load(menu["actionID"], {})
            ours = self.case.is_ours(menu["xmlid"])
            if ours or action.get("res_model") in self.case.extended:
                self.opened.add(("ir.ui.menu", menu["xmlid"]))
                self.attempt(f"menu {menu['xmlid']}", self.do, action, {}, 0)

    def links(self, records):
        """The form behind every name that can be clicked, where he may read it."""
        name, model = records._name, self.client.env[records._name]
        if model.has_access("read"):
            ids = model.search([("id", "in", records.ids)]).ids
            self.client.env.clear()
            if ids:
                self.attempt(f"links to {name}", self._link, name, ids)

    def _link(self, model, ids):
        action = self.client.call(model, "get_formview_action", ids[:1])
        self.window(action, {}, 0).records(ids)

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
        if action.get("tag") == "collection_dashboard":
            self._press_figures()
        params = action.get("params") or {}
        self.do(params.get("next"), context, deep + 1)

    def _press_figures(self):
        """The lists behind the figures of the first page."""
        board = "collection.dashboard"
        page = self.client.call(board, "get_page")
        parts = {**page["parts"], **self.client.call(board, "get_checks", page["mine"])}
        for figure in (one for part in parts.values() for one in part):
            where = f"figure {figure['key']}"
            self.attempt(where, self._open_figure, figure["key"], page["mine"])

    def _open_figure(self, key, mine):
        action = self.client.call("collection.dashboard", "open_figure", key, mine)
        self.do(action, {}, 0)

    def _do_server(self, action, context, deep):
        self.do(self.client.run(action["id"], context), context, deep + 1)

    def _do_act_url(self, action, context, deep):
        if action["url"].startswith("/"):
            self.case.fetch(self, action["url"])

    def _do_report(self, action, context, deep):
        name = action["report_name"]
        report = self.case.env["ir.actions.report"]._get_report_from_name(name)
        self.opened.add(("action", report.id))
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
        window = self.window(action, context, deep)
        modes = [kind for _key, kind in action["views"]]
        if action.get("res_id") or modes[0] == "form":
            modes = ["form"]
        elif deep:
            modes = modes[:1]
        else:
            modes = [mode for mode in modes if mode != "form"]
        for mode in modes:
            window.show(mode)

    def window(self, action, context, deep):
        """The views of an action, loaded."""
        search = action.get("search_view_id") or [False]
        search = search[0] if isinstance(search, list) else search
        views = [*map(list, action["views"]), [search, "search"]]
        found = self.client.views(
            action["res_model"], views, context, action.get("id") or False
        )
        return Window(self, action, found, context, deep)

    # ------------------------------------------------------------------- buttons

    def press(self, top, button, context, deep):
        """Press a button, and open what it answers.

        Once for each role with all that follows, then once for each role and state;
        and once, by whoever meets it first, on every look of a record.

        :param top: the model of the whole view
        """
        key = (top, button.name, button.label)
        mine = self.is_first(self.seen, key)
        new = self.is_first(self.seen, (*key, button.state))
        if not self.is_first(self.case.met, (*key, button.look)) and not new:
            return
        self.pressed[key].add(
            self.attempt(
                f"{button} on {button.ids}",
                self._press,
                key,
                button,
                {**context, **button.context},
                min(deep + 1, DEEPEST) if mine else DEEPEST,
                words=True,
            )
        )

    def is_first(self, marks, mark):
        """Tell once for each mark that nobody has made it."""
        new = mark not in marks
        marks.add(mark)
        return new

    def _press(self, key, button, context, deep):
        try:
            answer = self._call(button, context)
        except RedirectWarning as warning:
            _text, action, _label, more = warning.args
            self.attempt(f"{button}, the way out", self.do, action, more or {}, deep)
            raise
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
        context = {**context, **_active(button)}
        action = self.client.load(button.name, context)
        self.opened.add(("action", action["id"]))
        if action["type"] == "ir.actions.server":
            return self.client.run(action["id"], context)
        return action


def _active(button):
    active = {"active_model": button.model}
    if button.ids:
        active |= {"active_id": button.ids[0], "active_ids": list(button.ids)}
    return active
