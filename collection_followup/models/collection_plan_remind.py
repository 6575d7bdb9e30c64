from odoo import api, fields, models

from ..report.paper_format import PaperFormat
from ..rules.plan_standing import is_covered, reminder_day


class CollectionCommitment(models.Model):
    """A friendly e-mail before each instalment of a plan, once."""

    _inherit = "collection.commitment"

    reminded_on = fields.Date(
        string="Reminded on",
        readonly=True,
        copy=False,
        help="When the e-mail about this instalment was queued; there is one for each.",
    )

    @api.model
    def _cron_remind(self):
        """Queue the reminders of the day for every company that wants them."""
        companies = self.env["res.company"].search(
            [
                ("parent_id", "=", False),
                ("collection_opened_on", "!=", False),
                ("collection_plan_remind_days", ">", 0),
            ]
        )
        promises_sudo = self.sudo()  # the job writes for everybody
        for company in companies:
            promises_sudo._remind(company, company._collection_today())

    @api.model
    def _remind(self, root, today):
        """Queue the reminders of instalments that fall due in some working days.

        Nothing is written to debtors who paid already, who were stopped, whose
        reply nobody has read, or whose address came back.
        """
        if root._collection_copy_warning():
            return
        due = self._read_reminders(root, today)
        self._rejudge(root, due.partner_id, today)
        due = due._to_remind()
        going = due._with_open_way()
        going.write({"reminded_on": today})
        door = self.env["collection.said.mail"]
        door._queue([promise._reminder() for promise in going])

    def _with_open_way(self):
        """Those whose contact may be written to now; the others wait a day."""
        door = self.env["collection.said.mail"]
        contacts = {c.case_id: c.contact_id for c in self if c.contact_id}
        verdicts = self.case_id._contact_verdicts("email", contacts)
        return self.filtered(
            lambda c: (
                verdicts[c.case_id].allowed
                and not door._problem(c.case_id, c.contact_id, verdicts[c.case_id])
            )
        )

    @api.model
    def _read_reminders(self, root, today):
        """The open instalments whose reminder is due and was not written yet."""
        calendar = root._collection_calendar(today)
        days = root.collection_plan_remind_days
        last = calendar.add_working(today, days)
        coming = self.search(
            [
                ("company_id", "=", root.id),
                ("plan_id.state", "=", "running"),
                ("state", "=", "open"),
                ("reminded_on", "=", False),
                ("date", ">=", today),
                ("date", "<=", last),
            ]
        )
        return coming.filtered(
            lambda c: (
                (day := reminder_day(c.date, days, c.plan_id.started_on, calendar))
                and day <= today
            )
        )

    def _to_remind(self):
        """Those of which a reminder is still true: open, not paid, nobody waits."""
        quiet = self.filtered(
            lambda c: (
                c.state == "open"
                and c.plan_id.state == "running"
                and not (c.case_id.stop or c.case_id.replied_on or c.case_id.bounced)
            )
        )
        going = self.browse()
        for root, promises in quiet.grouped("company_id").items():
            going |= promises._not_covered(root)
        return going

    def _not_covered(self, root):
        """Those for which no money lies ready: on account, or on its way."""
        today = root._collection_today()
        reader = self.env["collection.reader"].sudo()  # a branch's money counts too
        debtors = {
            debtor.key: debtor
            for debtor in reader._read_debtors(root, self.partner_id, today)
        }
        return self.filtered(
            lambda c: (
                not is_covered(
                    c.amount - c.paid_amount,
                    c.plan_id._money(),
                    debtors[c.partner_id.id].credits,
                    debtors[c.partner_id.id].transits,
                )
            )
        )

    def _reminder(self):
        """The e-mail about one instalment, in the language of its reader."""
        notice = self.plan_id._notice()
        words = self.with_context(lang=notice.env.lang)
        values = words._reminder_values(notice)
        return (
            notice,
            words.env._(
                "Instalment of %(amount)s on %(day)s",
                amount=values["amount"],
                day=values["date"],
            ),
            "collection_followup.mail_instalment",
            values,
            {"collection_commitment_id": self.id, "collection_kind": "reminder"},
        )

    def _reminder_values(self, notice):
        """What the words of the reminder speak about, as texts."""
        plan = self.plan_id
        paper = PaperFormat(self.env, self.env.lang)
        return {
            "reference": plan.name,
            "salutation": notice._salutation(""),
            "plan_of": paper.spelled(plan.started_on),
            "date": paper.spelled(self.date),
            "amount": paper.money(self.amount - self.paid_amount, self.currency_id),
            "is_last": self == plan.commitment_ids.sorted("date")[-1:],
            "rows": self._confirmation_values(notice)["rows"],
            "pay": self._how_to_pay(notice.company_id),
        }
