from pathlib import Path
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..report.past_due_xlsx import PastDueWorkbook

SUMS = (
    "to_chase",
    "overdue",
    "age_1_30",
    "age_31_60",
    "age_61_90",
    "age_91_180",
    "age_over_180",
)

# the cases that a user may see, the largest first
PAST_DUE = """
    SELECT collection_case.id, p.complete_name, COALESCE(p.ref, ''),
           COALESCE(u.name, ''), COALESCE(p.phone, ''),
           COALESCE(s.name ->> %(lang)s, s.name ->> 'en_US', ''),
           collection_case.oldest_overdue,
           GREATEST(%(today)s - collection_case.oldest_overdue, 0),
           collection_case.to_chase::float, collection_case.overdue::float,
           collection_case.age_1_30::float, collection_case.age_31_60::float,
           collection_case.age_61_90::float, collection_case.age_91_180::float,
           collection_case.age_over_180::float,
           collection_case.last_contact_date,
           COALESCE(collection_case.last_contact_result, ''),
           collection_case.last_payment_date
      FROM %(cases)s
      JOIN res_partner p ON p.id = collection_case.partner_id
      LEFT JOIN res_users r ON r.id = collection_case.user_id
      LEFT JOIN res_partner u ON u.id = r.partner_id
      LEFT JOIN collection_stage s ON s.id = collection_case.stage_id
     WHERE %(condition)s
     ORDER BY collection_case.overdue DESC, collection_case.id
"""


class PastDueRow(NamedTuple):
    """One debtor with overdue items, amounts in company currency."""

    case_id: int
    debtor: str
    customer_number: str
    collector: str
    phone: str
    stage: str
    oldest_overdue: object
    days_late: int
    to_chase: float
    overdue: float
    age_1_30: float
    age_31_60: float
    age_61_90: float
    age_91_180: float
    age_over_180: float
    last_contact: object
    last_result: str
    last_payment: object


class CollectionPastDue(models.AbstractModel):
    """The list of all past-due accounts, most overdue first."""

    _name = "collection.past.due"
    _description = "List of past-due accounts"

    @api.model
    def _domain(self, company, user=None):
        """The cases with overdue items, of all or of one collector."""
        domain = [
            ("company_id", "=", company.root_id.id),
            ("state", "=", "open"),
            ("overdue", ">", 0),
        ]
        return domain if user is None else [*domain, ("user_id", "=", user.id)]

    @api.model
    def _read_rows(self, domain, today):
        """Yield cases, most overdue first, that the reader may see.

        :param domain: which cases, see ``_domain``
        :param today: the company's day, from which days late count
        """
        stream = self.env["collection.statement"]._stream
        for row in stream(self._query(domain, today)):
            yield PastDueRow(*row)

    @api.model
    def _read_sums(self, domain):
        """The number of rows and their sums: {"count": n, "overdue": amount, ...}."""
        sums = [f"{name}:sum" for name in SUMS]
        row = self.env["collection.case"]._read_group(domain, [], ["__count", *sums])[0]
        return {
            name: value or 0.0
            for name, value in zip(("count", *SUMS), row, strict=True)
        }

    @api.model
    def _query(self, domain, today):
        cases = self.env["collection.case"]._search(domain)
        return SQL(
            PAST_DUE,
            lang=self.env.lang or "en_US",
            today=today,
            cases=cases.from_clause,
            condition=cases.where_clause or SQL("TRUE"),
        )

    @api.model
    def _write_xlsx(self, path, company, user, today):
        """Write the list to a file, row by row.

        :param user: only the cases of this collector, or None for all
        """
        domain = self._domain(company, user)
        env = self.with_company(company.root_id).env
        workbook = PastDueWorkbook(
            Path(path), env, self._read_sums(domain), today, user
        )
        workbook.fill(self._read_rows(domain, today))
