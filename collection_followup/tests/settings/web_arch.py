"""What Odoo's web client reads out of a view: fields to load, buttons, filters."""

import re
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests.form import get_static_context
from odoo.tools.safe_eval import datetime, safe_eval, time

RECORD = re.compile(r"record\.(\w+)\.(raw_)?value")
SCRIPT = (("&&", " and "), ("||", " or "), ("===", "=="), ("!==", "!="))
NOT = re.compile(r"!(?!=)")
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
    state: str = ""
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


def from_script(condition):
    """A condition of a card, which is written in the language of browsers."""
    condition = RECORD.sub(r"\1", condition)
    for script, python in SCRIPT:
        condition = condition.replace(script, python)
    return NOT.sub(" not ", condition)


def raw(record):
    """Values as expressions see them: keys of records, not records."""
    plain = Values()
    for name, value in record.items():
        if isinstance(value, dict):
            value = value.get("id")
        elif is_rows(value):
            value = [row["id"] for row in value]
        plain[name] = value
    return plain


def is_rows(value):
    """Tell whether a value is the records of a field; values of properties are not."""
    return bool(value) and isinstance(value, list) and _has_key(value[0])


def _has_key(row):
    return isinstance(row, dict) and "id" in row


def hidden(node, values, context, top):
    """Tell whether a node, or something around it below ``top``, is not shown."""
    while node is not None and node is not top.getparent():
        if ask(node.get("invisible"), values, context):
            return True
        condition = node.get("t-if")
        if condition and not ask(from_script(condition), values, context):
            return True
        node = node.getparent()
    return False


def label(node):
    """What people read on a button."""
    if node.tag in ROW_VIEWS:
        return "a row"
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
    yield from offered_itself(arch, model, models, record, context, parent)
    values = of_record(record)
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


def offered_itself(arch, model, models, record, context, parent=None):
    """The buttons that are shown on a record, without those on rows of its fields."""
    values = of_record(record)
    if parent is not None:
        values["parent"] = parent
    for node in own(arch, "button", "a", *ROW_VIEWS):
        call = called(node)
        if not call or _is_above_rows(node, arch):
            continue
        if ask(node.get("column_invisible"), values, context):
            continue
        if not hidden(node, values, context, arch):
            given = ask(node.get("context"), values, context) or {}
            look = looks(arch, record, models[model]["fields"])
            yield Button(model, *call, label(node), (record["id"],), given, *look)


def of_record(record):
    """Values of a record, with what expressions call it."""
    values = raw(record)
    values |= {"active_id": record["id"], "active_ids": [record["id"]]}
    return values


def _is_above_rows(node, arch):
    """Tell whether a button stands above a list, for the rows that are ticked."""
    return arch.tag in ROW_VIEWS and any(True for _ in node.iterancestors("header"))


def telling(arch):
    """The fields that tell what state a record is in: those of its header."""
    top = arch.find("header") if arch.tag == "form" else arch
    told = set() if top is None else asked(top.iter())
    return told - {"id"}


def asked(nodes):
    """The names in the conditions of nodes, and the fields among them."""
    found = set()
    for node in nodes:
        if not isinstance(node.tag, str):  # a comment
            continue
        for name in ("invisible", "column_invisible", "t-if", "context"):
            found.update(NAME.findall(node.get(name) or ""))
        if node.tag == "field":
            found.add(node.get("name"))
    return found


def deciding(arch):
    """The fields on which it depends which buttons a record offers."""
    found = telling(arch) | rows_with_buttons(arch)
    for node in own(arch, "button", "a", *ROW_VIEWS):
        if called(node):
            found |= asked([node, *node.iterancestors()])
    return found


def rows_with_buttons(arch):
    """The fields whose rows have buttons."""
    return {
        node.get("name")
        for node in own(arch, "field")
        if any(called(inner) for inner in node.iter("button", "a", *ROW_VIEWS))
    }


def looks(arch, record, fields):
    """What a record shows of its state: what its header makes depend on it.

    :return: the states that it names, and its look as a whole
    """
    told, states, look = telling(arch), [], []
    for name, value in sorted(raw(record).items()):
        if name not in told:
            continue
        if fields.get(name, {}).get("type") == "selection":
            states.append((name, value))
        else:
            look.append((name, bool(value)))
    return str(states), str(states + look)


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
