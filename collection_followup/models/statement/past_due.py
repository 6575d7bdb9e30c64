from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ...report.notice import paper_pdf
from ...report.statement.past_due_xlsx import PastDueWorkbook
from ...sentences import column_date, say_amount, say_date

SUMS = (
    "to_collect",
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
           collection_case.to_collect::float, collection_case.overdue::float,
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
    to_collect: float
    overdue: float
    age_1_30: float
    age_31_60: float
    age_61_90: float
    age_91_180: float
    age_over_180: float
    last_contact: object
    last_result: str
    last_payment: object


MOST_ROWS = 10  # in the mail itself; all of them are in the workbook
REPORT = "collection_followup.report_past_due"


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

    # -- the weekly mail: all past-due accounts to the manager, his own to a collector

    @api.model
    def _cron_weekly_list(self):
        """Mail the lists of every company that wants them, one company at a time."""
        companies = self.env["res.company"].search(
            [("parent_id", "=", False), ("collection_weekly_list", "=", True)]
        )
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(companies))
        for company in companies:
            self.with_company(company)._mail_lists(company, company._collection_today())
            if not progress(1):
                break

    @api.model
    def _mail_lists(self, company, today):
        """Mail the list to the manager and the collectors, unless done this week."""
        cases = self.env["collection.case"]
        last = cases._last_list(company)
        if last and (today - last).days < 6:
            return self.env["mail.mail"]
        manager = company._collection_manager()
        collectors = cases.search(self._domain(company)).user_id - manager
        values = [self._mail_values(company, None, manager, today)] if manager else []
        values += [
            self._mail_values(company, user, user, today)
            for user in collectors.filtered("active")
        ]
        mails = self.env["mail.mail"].create([value for value in values if value])
        cases._remember_listed(company, today)
        return mails

    @api.model
    def _mail_values(self, company, user, reader, today):
        """The mail to one reader in his language, or nothing for an empty list.

        :param user: only the cases of this collector, or None for all
        """
        speaking = self.with_context(lang=reader.lang).with_company(company)
        domain = self._domain(company, user)
        sums = self._read_sums(domain)
        changes = self.env["collection.case"]._read_listed_changes(company, user)
        if not sums["count"] and not changes.get("cured"):
            return {}
        subject = speaking.env._(
            "Past-due accounts on %(date)s: %(count)s, %(amount)s overdue",
            date=say_date(speaking.env, today),
            count=sums["count"],
            amount=say_amount(speaking.env, sums["overdue"], company.currency_id),
        )
        body = speaking._mail_body(company, domain, sums, changes, today)
        return {
            "subject": subject,
            "body_html": body,
            "recipient_ids": [(6, 0, reader.partner_id.ids)],
            "email_from": company.email_formatted or reader.email_formatted,
            "author_id": company.partner_id.id,
            "auto_delete": True,
            "attachment_ids": speaking._mail_files(company, user, today),
        }

    @api.model
    def _mail_body(self, company, domain, sums, changes, today):
        with closing(self._read_rows(domain, today)) as found:
            rows = list(islice(found, MOST_ROWS))
        return self.env["ir.qweb"]._render(
            "collection_followup.mail_weekly_list",
            {
                "company": company,
                "rows": rows,
                "sums": sums,
                "changes": changes,
                "money": lambda amount: say_amount(
                    self.env, amount, company.currency_id
                ),
                "date": lambda day: column_date(self.env, day),
                "url": f"{company.get_base_url()}/odoo/action-"
                "collection_followup.collection_case_action",
            },
        )

    @api.model
    def _mail_files(self, company, user, today):
        """The list as a workbook and as a PDF, as commands for the mail."""
        with TemporaryDirectory(prefix="collection-") as folder:
            path = Path(folder) / "list.xlsx"
            self._write_xlsx(path, company, user, today)
            workbook = path.read_bytes()
        cases = self.env["collection.case"].search(self._domain(company, user))
        reports = self.env["ir.actions.report"]
        pdf = reports._collection_pdf(REPORT, cases.ids, {})
        pdf = paper_pdf.finish(pdf, self.env["collection.paper"]._page_label)
        name = f"{self.env._('Past-due accounts')} {today}"
        return [
            (0, 0, {"name": f"{name}.xlsx", "raw": workbook}),
            (0, 0, {"name": f"{name}.pdf", "raw": pdf}),
        ]


class CollectionCase(models.Model):
    """What the last weekly list said of a case, so that the next can compare."""

    _inherit = "collection.case"

    listed_on = fields.Date(
        string="On the weekly list of", readonly=True, copy=False, index=True
    )
    listed_overdue = fields.Monetary(
        string="Overdue on that list", readonly=True, copy=False
    )

    @api.model
    def _read_listed_changes(self, company, user=None):
        """Count what is new, worse or cured since the last weekly list.

        New: overdue now and not on the last list. Worse: more overdue than then.
        Cured: on the last list and nothing overdue now.

        :return: {"new": n, "worse": n, "cured": n}, or nothing before the first list
        """
        mine = [("company_id", "=", company.root_id.id)]
        if user is not None:
            mine.append(("user_id", "=", user.id))
        before = self._last_list(company)
        if not before:
            return {}
        owing = [*mine, ("state", "=", "open"), ("overdue", ">", 0)]
        listed = [*mine, ("listed_on", "=", before)]
        still = self.search_fetch([*owing, ("listed_on", "=", before)])
        return {
            "new": self.search_count(owing) - len(still),
            "worse": len(still.filtered(lambda case: case._is_worse())),
            "cured": self.search_count(listed) - len(still),
        }

    @api.model
    def _last_list(self, company):
        domain = [("company_id", "=", company.root_id.id), ("listed_on", "!=", False)]
        return self.search(domain, order="listed_on desc", limit=1).listed_on

    def _is_worse(self):
        """Tell whether more is overdue than on the last list."""
        self.ensure_one()
        return self.currency_id.compare_amounts(self.overdue, self.listed_overdue) > 0

    @api.model
    def _remember_listed(self, company, today):
        """Note what this week's list says, for the next one."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case
                   SET listed_overdue = overdue,
                       listed_on = CASE WHEN state = 'open' AND overdue > 0
                                        THEN %s::date END
                 WHERE company_id = %s
                   AND (listed_on IS NOT NULL OR (state = 'open' AND overdue > 0))
                """,
                today,
                company.root_id.id,
            )
        )
        self.invalidate_model(["listed_on", "listed_overdue"])
