"""What the search bar offers, and what a view then asks of many records."""

from odoo import fields

from . import web_arch

SUMMED = ("float", "integer", "monetary")


def filters(arch, context, known):
    """The filters of a search view: name, domain or None, groups.

    :param context: the client's, for what the expressions ask
    :param known: the fields of the model, from ``get_views``
    """
    for node in arch.iter("filter"):
        if web_arch.ask(node.get("invisible"), {}, context):
            continue
        given = web_arch.ask(node.get("context"), {}, context) or {}
        groups = given.get("group_by") or []
        groups = [groups] if isinstance(groups, str) else groups
        groups = [by_month(group, known) for group in groups]
        domain = web_arch.ask(node.get("domain"), {}, context)
        if node.get("date"):
            domain = this_month(node.get("date"))
        yield node.get("name"), domain, groups


def by_month(group, known):
    """A group as the client asks for it: dates by month unless told otherwise."""
    dated = known.get(group, {}).get("type") in ("date", "datetime")
    return f"{group}:month" if dated else group


def this_month(name):
    """What the filter of a date asks for when people choose this month."""
    today = fields.Date.today()
    first = today.replace(day=1)
    return [(name, ">=", str(first)), (name, "<=", str(today))]


def sums(names, known):
    """What is summed for a group, as the client asks it.

    :param known: the fields of the model, from ``get_views``
    """
    for name in names:
        info = known[name]
        if info.get("aggregator") and info["type"] in SUMMED:
            yield f"{name}:{info['aggregator']}"
            if info.get("currency_field"):
                yield f"{info['currency_field']}:array_agg_distinct"
                yield f"{name}:sum_currency"


def axes(arch, known):
    """Rows, columns and measures of a pivot or a graph."""
    found = {"row": [], "col": [], "measure": []}
    for node in arch.iter("field"):
        if web_arch.ask(node.get("invisible"), {}, {}):
            continue
        name, interval = node.get("name"), node.get("interval")
        if node.get("type") == "measure":
            found["measure"].append(f"{name}:{known[name]['aggregator']}")
        else:
            by = f"{name}:{interval}" if interval else by_month(name, known)
            found[node.get("type") or "row"].append(by)
    found["measure"].append("__count")
    return found
