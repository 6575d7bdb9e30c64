"""Fill in forms as people do who know nothing of what stands behind them."""

from datetime import date, datetime, timedelta

from . import web_arch

TEXT = "As agreed on the phone"
TYPED = ("char", "text", "html", "date", "datetime")
DEEPEST = 2  # answers of answers are opened, and left


class Paper:
    """A form without a record yet, or a window that asks something."""

    def __init__(self, window, mode="form"):
        self.window, self.mode = window, mode

    def use(self, key=False):
        """Fill it in, save it, press its buttons; then with every other choice."""
        form = self.window.form(key, self.mode)
        if not self.window.is_new("paper", self.mode) and self.window.deep == DEEPEST:
            return
        choices = [
            (name, value)
            for name in self._open(form)
            for value in self._others(form, name)
        ]
        self._finish(form)
        met = self.window.walk.case.met
        for name, value in choices:
            mark = (self.window.model, name, value)
            if mark not in met:
                met.add(mark)
                where = f"{self.window.model} with {name} = {value}"
                self.window.walk.attempt(where, self._choose, key, name, value)

    def _choose(self, key, name, value):
        form = self.window.form(key, self.mode)
        form[name] = value
        self._finish(form)

    def _finish(self, form):
        fill(form)
        if missing(form):  # the client says so itself, and asks the server for nothing
            return
        where = f"{self.window.model}, filled in"
        self.window.walk.attempt(where, self._save, form, words=True)

    def _save(self, form):
        window = self.window
        key = form.save()
        if not window.client.env[window.model]._transient:
            return  # its buttons are pressed on records that are there
        arch = window.arch(self.mode)
        spec = web_arch.specification(arch, window.model, window.models)
        [record] = window.call("web_read", [key], specification=spec)
        window.press_on(arch, record)

    def _open(self, form):
        """The fields that can be filled in."""
        return [name for name in form._view["fields"] if is_open(form, name)]

    def _others(self, form, name):
        """What else can be chosen in a field of few choices."""
        info = form._view["fields"][name]
        if info["type"] == "boolean":
            return [not form._values[name]]
        if info["type"] == "selection":
            keys = [key for key, _label in info["selection"]]
            return [key for key in keys if key != form._values[name]]
        return []


def is_open(form, name):
    """Tell whether a person can write into a field now."""
    if name == "id" or form._view["fields"][name]["type"] is None:
        return False
    return not any(
        form._get_modifier(name, modifier) for modifier in ("readonly", "invisible")
    )


def fill(form, rounds=4):
    """Write something into every required field that is empty."""
    for _round in range(rounds):
        empty = missing(form)
        for name in empty:
            write(form, name)
        if not empty:
            return


def change(form):
    """Write something else into every field that is open, and save it."""
    for name in form._view["fields"]:
        if is_open(form, name):
            alter(form, name)
    if not missing(form):
        form.save()


def alter(form, name):
    """Write another value of its type into a field; records stay as they are."""
    info, value = form._view["fields"][name], form._values[name]
    kind = info["type"]
    if kind == "boolean":
        form[name] = not value
    elif kind == "selection":
        keys = [key for key, _label in info["selection"] if key != value]
        form[name] = keys[0] if keys else value
    elif kind in ("integer", "float", "monetary"):
        form[name] = value + 1
    elif kind in TYPED:
        write(form, name)


def missing(form):
    """The required fields in which there is nothing."""
    return [
        name
        for name in form._view["fields"]
        if is_open(form, name)
        and form._get_modifier(name, "required")
        and not form._values[name]
    ]


def write(form, name):
    """Write something that suits the type of a field."""
    info = form._view["fields"][name]
    kind = info["type"]
    if kind in ("char", "text", "html"):
        form[name] = TEXT
    elif kind in ("integer", "float", "monetary"):
        form[name] = 1
    elif kind == "date":
        form[name] = (date.today() + timedelta(days=7)).isoformat()
    elif kind == "datetime":
        form[name] = (datetime.now() + timedelta(days=7)).strftime("%Y-%m-%d %H:%M:%S")
    elif kind == "selection":
        form[name] = info["selection"][0][0]
    elif kind in ("many2one", "many2many"):
        _choose_record(form, name, info)


def _choose_record(form, name, info):
    node = next(
        node for node in form._view["tree"].iter("field") if node.get("name") == name
    )
    domain = web_arch.ask(
        node.get("domain") or str(info.get("domain") or []),
        form._get_all_values(),
        dict(form._env.context),
    )
    found = form._client.call(
        info["relation"],
        "name_search",
        name="",
        domain=domain or [],
        operator="ilike",
        limit=8,
        context=dict(form._env.context),
    )
    if found:
        form[name] = form._env[info["relation"]].browse(found[0][0])
