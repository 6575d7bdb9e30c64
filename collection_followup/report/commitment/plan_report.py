"""The agreement about a payment plan on paper."""

from functools import cached_property

from odoo import api, models

from ..notice.debtor_paper import DebtorPaper
from ..notice.paper_format import PaperFormat, in_blocks


class PlanPaper(DebtorPaper):
    """The agreement of one plan, ready to print.

    :param plan: ``collection.plan``
    """

    def __init__(self, plan, number, today):
        notice = plan._notice()
        paper = PaperFormat(plan.env, notice.env.lang)
        super().__init__(plan._letterhead(), plan.partner_id, number, today, paper)
        self.plan = plan
        self.notice = notice
        self.contact = plan.contact_id
        self.currency = plan.currency_id

    @property
    def reference(self):
        """Our number of the plan."""
        return self.plan.name or ""

    @cached_property
    def collector(self):
        """Name, phone and e-mail of the person who answers."""
        plan = self.plan
        user = plan.user_id._collection_at_work(plan.case_id, self.company)
        person = user.partner_id
        return {
            "name": person.name or "",
            "phone": person.phone or self.company.phone or "",
            "email": person.email or self.company.email or "",
        }

    @cached_property
    def salutation(self):
        """How the reader is greeted."""
        return self.notice._salutation("")

    @property
    def total(self):
        """The whole sum of the plan."""
        return self.paper.money(self.plan.amount, self.currency)

    @cached_property
    def items(self):
        """The invoices that the plan is about, as texts."""
        lines_sudo = self.plan.item_ids.sudo()  # of a plan that may be read
        return [
            {
                "name": item.move_id.name or item.line_id.name or "",
                "reference": item.move_id.ref or "",
                "date": self.paper.date(item.move_id.invoice_date or item.line_id.date),
                "due": self.paper.date(item.line_id._collection_due()),
                "open": self.paper.number(
                    item.line_id.amount_residual_currency, self.currency
                ),
                "amount": self.paper.number(item.amount, self.currency),
            }
            for item in lines_sudo.sorted(lambda i: (i.line_id._collection_due(), i.id))
        ]

    @cached_property
    def instalments(self):
        """The instalments: number, day, amount, what is left after it."""
        left, rows = self.plan.amount, []
        for number, line in enumerate(self.plan.line_ids.sorted("date"), start=1):
            left = self.currency.round(left - line.amount)
            rows.append(
                {
                    "number": number,
                    "date": self.paper.spelled(line.date),
                    "amount": self.paper.number(line.amount, self.currency),
                    "left": self.paper.number(left, self.currency),
                }
            )
        return rows

    def blocks(self, rows):
        """The rows of a table, cut so that every page begins with a head."""
        return in_blocks(self.plan.env, rows)

    @cached_property
    def payment(self):
        """Where, and with which reference, the debtor pays."""
        return self.plan._how_to_pay()


class PlanReport(models.AbstractModel):
    """Gathers the agreements to print."""

    _name = "report.collection_followup.paper_plan"
    _description = "Payment plan on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        plans = self.env["collection.paper"]._chosen("collection.plan", docids)
        return {
            "doc_ids": docids,
            "papers": [
                PlanPaper(plan, number, plan.company_id._collection_today())
                for number, plan in enumerate(plans, start=1)
            ],
            "report_type": (data or {}).get("report_type", "html"),
        }
