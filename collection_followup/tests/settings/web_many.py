"""What is asked of many records: filters, groups, sums, calendars, files."""

import json
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.fields import Domain
from odoo.http import Request

from . import web_arch, web_search

LIMIT = 80


class ManyRecords:
    """The half of a window that shows lists; see ``Window`` for what it knows."""

    # ---------------------------------------------------------------- search bar

    def filter_all(self, mode):
        """Choose every filter and every group of the search bar, one by one."""
        search = etree.fromstring(self.views["views"]["search"]["arch"])
        for name, domain, groups in web_search.filters(search, self.whole, self.fields):
            key = (self.model, name)
            if not (self.is_ours(key) and self.is_new("filter", name)):
                continue
            self.walk.filtered.add(key)
            self._try(f"filter {name}", self._filter, mode, domain or [], groups)

    def is_ours(self, key):
        """Tell whether a filter is of our making: named by model and name."""
        case = self.walk.case
        return case.is_own(self.model) or key in case.filters

    def _filter(self, mode, domain, groups):
        domain = list(Domain(self.domain) & Domain(domain))
        if groups:
            self._groups(mode, domain, groups)
        else:
            self.call(
                "web_search_read",
                domain=domain,
                specification={"display_name": {}},
                limit=LIMIT,
            )

    def _groups(self, mode, domain, groups):
        arch = self.arch(mode)
        shown = {node.get("name") for node in web_arch.own(arch, "field")}
        self.call(
            "web_read_group",
            domain=domain,
            groupby=groups,
            aggregates=list(web_search.sums(sorted(shown), self.fields)),
            limit=LIMIT,
            offset=0,
            order="",
            auto_unfold=mode == "kanban",
            unfold_read_specification={"display_name": {}},
            unfold_read_default_limit=LIMIT,
        )
        for bar in arch.iter("progressbar"):
            self.call(
                "read_progress_bar",
                domain=domain,
                group_by=groups[0],
                progress_bar={
                    "field": bar.get("field"),
                    "colors": json.loads(bar.get("colors")),
                },
            )

    # --------------------------------------------------------------- other views

    def _show_pivot(self, arch, mode):
        axes = web_search.axes(arch, self.fields)
        rows, columns = axes["row"][:1], axes["col"][:1]
        sets = [[], rows, columns, rows + columns]
        self.call(
            "formatted_read_grouping_sets",
            domain=self.domain,
            grouping_sets=[list(one) for one in dict.fromkeys(map(tuple, sets))],
            aggregates=axes["measure"],
        )

    def _show_graph(self, arch, mode):
        axes = web_search.axes(arch, self.fields)
        self.call(
            "formatted_read_group",
            domain=self.domain,
            groupby=axes["row"] + axes["col"],
            aggregates=axes["measure"],
        )

    def _show_calendar(self, arch, mode):
        today = fields.Date.today()
        start, stop = today - timedelta(days=15), today + timedelta(days=15)
        shown = [node.get("name") for node in web_arch.own(arch, "field")]
        begin, end = arch.get("date_start"), arch.get("date_stop")
        domain = Domain(self.domain) & Domain(begin, "<=", str(stop))
        domain &= Domain(end or begin, ">=", str(start))
        names = {begin, end or begin, arch.get("color") or begin, *shown}
        self.call("search_read", list(domain), sorted(names | {"display_name"}))

    def _show_activity(self, arch, mode):
        self.client.call(
            "mail.activity",
            "get_activity_data",
            context=self.context,
            res_model=self.model,
            domain=self.domain,
            limit=LIMIT,
            offset=0,
            fetch_done=False,
        )

    # -------------------------------------------------------------------- export

    def export(self, arch):
        """Fetch what a list shows as a workbook, if the role may."""
        if not self.client.may_export or not _exports(arch):
            return
        shown = []
        for node in web_arch.own(arch, "field"):
            info = self.fields[node.get("name")]
            if info.get("exportable", True) and not node.get("column_invisible"):
                told = ("name", "type", "store")
                column = {key: info[key] for key in told}
                shown.append({**column, "label": info["string"]})
        data = {
            "model": self.model,
            "fields": shown,
            "ids": False,
            "domain": self.domain,
            "groupby": [],
            "context": self.whole,
            "import_compat": False,
        }
        token = Request.csrf_token(self.walk.case)
        form = {"data": json.dumps(data), "csrf_token": token}
        self.walk.case.fetch(self.walk, "/web/export/xlsx", form)


def _exports(arch):
    return arch.tag == "list" and arch.get("export_xlsx", "1") not in ("0", "false")
