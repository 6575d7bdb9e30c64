"""What Odoo's web client reads out of a view: fields to load, buttons, filters."""

import re
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests.form import get_static_context
from odoo.tools.safe_eval import datetime, safe_eval, time

RECORD = re.compile(r"record\.(\w+)\.(raw_)?value")
NAME = re.compile(r"\w+")
PRESSED = ("object", "action")
ROW_VIEWS = ("list", "kanban")


@dataclass(frozen=True)
class Button:
    """A button that is offered: on what, and what it calls with which context."""

    model: str
    kind: str
    name: str
    label: str
    ids: tuple
    context: dict
    look: str = ""

    def __str__(self):
        return f"{self.model}: {self.label or self.name} ({self.name})"


class Values(dict):
    """Values of a record, for expressions that ask ``parent.field``."""

    __getattr__ = dict.__getitem__


def names(values, context):
    """All that an expression of a view may name."""
    today = fields.Date.today()
    return {
        "context": context,
        "uid": context["uid"],
        "allowed_company_ids": context["allowed_company_ids"],
        "current_company_id": context["allowed_company_ids"][0],
        "active_id": context.get("active_id"),
        "active_ids": context.get("active_ids"),
        "active_model": context.get("active_model"),
        "current_date": fields.Date.to_string(today),
        "today": fields.Date.to_string(today),
        "context_today": lambda: today,
        "datetime": datetime,
        "relativedelta": relativedelta,
        "time": time,
        "true": True,
        "false": False,
        **values,
    }


def ask(expression, values, context):
    """The answer of an expression of a view; unknown names are errors, as there."""
    if expression in (None, ""):
        return None
    if expression in ("1", "True", "0", "False"):
        return expression in ("1", "True")
    return safe_eval(expression.strip(), names(values, context))


def raw(record):
    """Values as expressions see them: keys of records, not records."""
    plain = Values()
    for name, value in record.items():
        if isinstance(value, dict):
            value = value.get("id")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            value = [row["id"] for row in value]
        plain[name] = value
    return plain


def hidden(node, values, context, top):
    """Tell whether a node, or something around it below ``top``, is not shown."""
    while node is not None and node is not top.getparent():
        if ask(node.get("invisible"), values, context):
            return True
        condition = node.get("t-if")
        if condition and not ask(RECORD.sub(r"\1", condition), values, context):
            return True
        node = node.getparent()
    return False


def label(node):
    """What people read on a button."""
    text = node.get("string") or " ".join(" ".join(node.itertext()).split())
    return text or node.get("title") or node.get("icon") or ""


def called(node):
    """The kind and name of what a node calls when it is clicked, if it does."""
    if node.get("position"):  # a place in a view that is extended
        return None
    name = node.get("action") if node.tag in ROW_VIEWS else node.get("name")
    if node.tag not in ("button", "a", *ROW_VIEWS) or node.get("type") not in PRESSED:
        return None
    return node.get("type"), name


def own(arch, *tags):
    """The nodes of a view that are not within the view of one of its fields."""
    for node in arch.iter(*tags):
        above = node.getparent()
        while above is not None and above is not arch and above.tag != "field":
            above = above.getparent()
        if above is None or above is arch or node is arch:
            yield node


def rows_view(node):
    """The list or kanban in which a field shows its rows, if there is one."""
    for view in node:
        if view.tag in ROW_VIEWS:
            return view
    return None


def specification(arch, model, models):
    """What ``web_read`` is asked for, as the client derives it from a view."""
    spec = {}
    for node in own(arch, "field"):
        name = node.get("name")
        info = models[model]["fields"][name]
        wanted = _of_field(node, info, models)
        if "fields" not in spec.get(name, {}) or len(wanted.get("fields", ())) > 1:
            spec[name] = wanted
    return spec


def _of_field(node, info, models):
    wanted = {}
    if node.get("context"):
        wanted["context"] = get_static_context(node.get("context"))
    if info["type"] in ("many2one", "reference"):
        wanted["fields"] = {"display_name": {}}
    elif info["type"] in ("one2many", "many2many"):
        view = rows_view(node)
        wanted["fields"] = {"display_name": {}}
        if view is not None:
            wanted["fields"] |= specification(view, info["relation"], models)
        wanted["limit"] = 40
    return wanted


def offered(arch, model, models, record, context, parent=None):
    """The buttons that are shown on a record, and on the rows of its fields."""
    values = raw(record)
    values |= {"active_id": record["id"], "active_ids": [record["id"]]}
    if parent is not None:
        values["parent"] = parent
    for node in own(arch, "button", "a", *ROW_VIEWS):
        call = called(node)
        if not call or _is_above_rows(node, arch):
            continue
        if not hidden(node, values, context, arch):
            given = ask(node.get("context"), values, context) or {}
            look = looks(arch, record, models[model]["fields"])
            yield Button(model, *call, label(node), (record["id"],), given, look)
    yield from _offered_on_rows(arch, model, models, record, values, context)


def _is_above_rows(node, arch):
    if node.get("column_invisible"):
        raise NotImplementedError("column_invisible on a button")
    return arch.tag in ROW_VIEWS and any(True for _ in node.iterancestors("header"))


def _offered_on_rows(arch, model, models, record, values, context):
    for node in own(arch, "field"):
        view = rows_view(node)
        rows = record.get(node.get("name"))
        if view is None or not rows or hidden(node, values, context, arch):
            continue
        relation = models[model]["fields"][node.get("name")]["relation"]
        inner = ask(node.get("context"), values, context) or {}
        for row in rows:
            yield from offered(
                view, relation, models, row, {**context, **inner}, parent=values
            )


def looks(arch, record, fields):
    """What a record shows of its state: what its header makes depend on it."""
    top = arch.find("header") if arch.tag == "form" else arch
    asked = set()
    for node in () if top is None else top.iter():
        for name in ("invisible", "statusbar_visible", "t-if"):
            if isinstance(node.tag, str) and node.get(name):
                asked.update(NAME.findall(node.get(name)))
        if node.tag == "field":
            asked.add(node.get("name"))
    seen = []
    for name, value in sorted(raw(record).items()):
        if name in asked and name != "id":
            exact = fields.get(name, {}).get("type") == "selection"
            seen.append((name, value if exact else bool(value)))
    return str(seen)


def in_header(arch, model, ids, context):
    """The buttons above a list, which are called with the rows that are ticked."""
    for header in arch.iter("header"):
        for node in header.iter("button"):
            call = called(node)
            if not call or hidden(node, {}, context, arch):
                continue
            given = ask(node.get("context"), {}, context) or {}
            if node.get("display") == "always":
                yield Button(model, *call, label(node), (), given, "none")
            for one in {tuple(ids[:1]), tuple(ids)}:
                if one:
                    look = f"{len(one) > 1} {sorted(given)}"
                    yield Button(model, *call, label(node), one, given, look)


def keys(arch, model):
    """Name every button of a view, whoever sees it: model, name and label."""
    for node in arch.iter("button", "a", *ROW_VIEWS):
        call = called(node)
        if call:
            yield model, call[1], label(node)
