"""The views of an action, as they stand on the screen."""

from lxml import etree

from odoo.fields import Domain

from . import web_arch, web_fill
from .web_client import WebForm
from .web_many import ManyRecords

DOOR = 0

# rows of a plan: their window is as read-only as the field of the plan that holds them
ROWS = ("collection.plan.item", "collection.plan.line")


class Window(ManyRecords):
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
        self.walk.opened.add(("ir.ui.view", self.views["views"][mode]["id"]))
        getattr(self, f"_show_{mode}")(self.arch(mode), mode)

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
        if not self.is_new(view, self.action.get("id"), str(self.context)):
            return
        for record in found["records"]:
            self.press_on(arch, record)
        self._press(web_arch.in_header(arch, self.model, ids, self.whole))
        self._toolbar(mode, ids)
        self.filter_all(mode)
        if self.deep == DOOR:
            if self.walk.case.is_own(self.model) and self.is_new("export", view):
                self._try("export", self.export, arch)
            self._behind(arch, mode, ids)

    def _try(self, what, function, *args):
        self.walk.attempt(f"{self.model}, {what}", function, *args)

    def _behind(self, arch, mode, ids):
        """Click on each row, and on "New"."""
        form = self.views["views"].get("form")
        if form:
            self.records(ids)
        paper = self.arch("form") if form else arch
        if not (_may(arch, "create") and _may(paper, "create")):
            return
        if self.walk.case.is_own(self.model) and (form or arch.get("editable")):
            web_fill.Paper(self, "form" if form else mode).use()

    def is_new(self, *mark):
        """Tell once for each mark that it was not met in this walk."""
        mark = (self.model, *mark)
        new = mark not in self.walk.seen
        self.walk.seen.add(mark)
        return new

    _show_kanban = _show_list

    def press_on(self, arch, record):
        """Press what is offered on a record."""
        self._press(web_arch.offered(arch, self.model, self.models, record, self.whole))

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
            self.load(arch, key)
            if self.deep == DOOR:
                self.records([key])

    def records(self, ids):
        """Of records behind a list, open one of each look.

        :param ids: what can be clicked
        """
        arch, view = self.arch("form"), self.views["views"]["form"]["id"]
        self.walk.opened.add(("ir.ui.view", view))
        new = [key for key in ids if self.is_new(view, key)]
        for key in self._samples(arch, new):
            record = self.load(arch, key)
            self.press_on(arch, record)
            self._toolbar("form", [key])
            self._edit(arch, view, record)

    def _samples(self, arch, ids):
        """The records that offer something this role has not met in that state."""
        spec = web_arch.specification(arch, self.model, self.models)
        spec = {name: {} for name in web_arch.deciding(arch) & spec.keys()}
        found = self.call("web_read", ids, specification=spec) if ids else []
        for record in found:
            state, _look = web_arch.looks(arch, record, self.fields)
            marks = {
                (button.name, button.label)
                for button in web_arch.offered_itself(
                    arch, self.model, self.models, record, self.whole
                )
            }
            rows = web_arch.rows_with_buttons(arch)
            marks |= {(name, bool(record.get(name))) for name in rows}
            new = [self.is_new(state, mark) for mark in {(), *marks}]
            if any(new):
                yield record["id"]

    def load(self, arch, key):
        """What the form shows of a record."""
        spec = web_arch.specification(arch, self.model, self.models)
        [record] = self.call("web_read", [key], specification=spec)
        return record

    def _edit(self, arch, view, record):
        """Change a record by hand and save it, once in each state."""
        if not (self.walk.case.is_own(self.model) and _may(arch, "edit")):
            return
        if self.model in ROWS:
            return
        key, (state, _look) = record["id"], web_arch.looks(arch, record, self.fields)
        if self.is_new("edit", view, state):
            where = f"{self.model} {key}, changed by hand"
            self.walk.attempt(where, self._change, key, words=True)

    def _change(self, key):
        web_fill.change(self.form(key))

    def form(self, key=False, mode="form"):
        """The form of a record, or of a new one, ready to be filled in."""
        return WebForm(self.client, self.model, self.views, self.context, key, mode)


def _may(arch, what):
    """Tell whether a view lets people create, edit or delete."""
    return arch.get(what, "1").lower() not in ("0", "false")
