from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import api, models

from ..report import paper_pdf
from ..sentences import column_date, say_amount, say_date

MOST_ROWS = 10  # in the mail itself; all of them are in the workbook
REPORT = "collection_followup.report_past_due"


class CollectionPastDue(models.AbstractModel):
    """The weekly mail: all past-due accounts to the manager, his own to a collector."""

    _inherit = "collection.past.due"

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
