import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report.notice import paper_pdf
from ...report.notice.how_to_pay import Asked, HowToPay
from ...report.notice.paper_format import PaperFormat
from ...rules.commitment.plan_standing import is_covered, reminder_day
from ...sentences import house
from .plan import MAIL_STATES

_logger = logging.getLogger(__name__)
REPORT = "collection_followup.report_plan"


class CollectionPlan(models.Model):
    """The agreement on paper, kept as evidence, and the e-mail that brings it."""

    _inherit = "collection.plan"

    confirm = fields.Boolean(
        string="Mail the agreement",
        readonly=True,
        help="The customer gets the agreement by e-mail when the plan starts.",
    )
    agreement_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The PDF as it was when the plan started.",
    )
    accepted_on = fields.Date(
        string="Accepted on",
        copy=False,
        tracking=True,
        help="The day on which the customer agreed in writing or signed.",
    )
    signed_copy = fields.Binary(string="Signed copy", attachment=True, copy=False)
    signed_name = fields.Char(string="Name of the signed copy", copy=False)
    mail_state = fields.Selection(
        MAIL_STATES,
        string="Agreement by e-mail",
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    mail_failure = fields.Char(readonly=True, copy=False)
    message_id = fields.Many2one(
        "mail.message",
        string="Sent message",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # ----------------------------------------------------------------- on paper

    def _keep_agreement(self):
        """Render the agreement and keep it; a plan runs without it all the same."""
        self.ensure_one()
        try:
            pdf = self._agreement_pdf()
        except UserError as error:
            _logger.exception("Agreement of plan %s", self.id)
            why = str(error)
            self._say(lambda env: env._("No PDF could be made: %(error)s", error=why))
            return
        self.agreement_id = self.env["ir.attachment"].create(
            {
                "name": "%s.pdf" % self.name.replace("/", "-"),
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _agreement_pdf(self):
        """The agreement as it would be printed now."""
        company = self._letterhead()
        engine = self.env["ir.actions.report"].with_company(company)
        pdf = engine._collection_pdf(REPORT, self.ids, {})
        return paper_pdf.finish(pdf, self.env["collection.paper"]._page_label)

    def _letterhead(self):
        """The company, or the branch when all items are its own."""
        companies = self.item_ids.line_id.company_id
        return companies if len(companies) == 1 else self.company_id

    def action_print_agreement(self):
        """Open the agreement: the one that was kept, else as it stands now."""
        self.ensure_one()
        self.check_access("read")
        if not self.agreement_id:
            return self.env.ref(REPORT).report_action(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.agreement_id.id}?download=true",
            "target": "self",
        }

    # ---------------------------------------------------------------- by e-mail

    def action_mail_agreement(self):
        """Send the agreement of running plans to the debtor, once more if wanted."""
        self.check_access("write")
        self._check_state("running", self.env._("Only a running plan is sent."))
        for plan in self.sudo():  # rights were checked above
            plan._mail_agreement()
        return True

    def _mail_agreement(self):
        """Queue the e-mail with the agreement; what keeps it back stays on the plan."""
        self.ensure_one()
        door = self.env["collection.said.mail"]
        kept = door.with_env(house(self.company_id))
        problem = kept._problem(self.case_id, self.contact_id)
        if problem:
            self.write({"mail_state": "failed", "mail_failure": problem})
            return
        mail = door._queue([self._agreement_letter(door)])
        self.write(
            {
                "mail_state": "queued",
                "mail_failure": False,
                "message_id": mail.mail_message_id.id,
            }
        )

    def _agreement_letter(self, door):
        """The e-mail with the agreement, in the language of its reader."""
        notice = self._notice()
        words = self.with_context(lang=notice.env.lang)
        more = {"collection_plan_id": self.id, "collection_kind": "agreement"}
        if self.agreement_id:
            copy = self.agreement_id.copy({"res_model": "mail.mail", "res_id": 0})
            more["attachment_ids"] = [fields.Command.link(copy.id)]
        return (
            notice,
            words.env._("Our payment plan %(number)s", number=self.name),
            "collection_followup.mail_plan",
            words._agreement_values(notice),
            more,
        )

    def _how_to_pay(self):
        """Where, and with which reference, the debtor pays the instalments."""
        self.ensure_one()
        asked = [
            Asked(item.amount, self.currency_id, item.move_id, item.move_id.name)
            for item in self.item_ids.sudo()  # of a plan that may be read
        ]
        return HowToPay(self._letterhead(), self.partner_id, asked, self.name)

    def _notice(self):
        """A notice in memory that knows how to write, in the language of the reader."""
        door = self.env["collection.said.mail"]
        notice = door._notice(
            self.case_id, self.contact_id, self.item_ids.line_id, self._letterhead()
        )
        (speaking,) = notice._by_language()
        return speaking

    def _agreement_values(self, notice):
        """What the words of the e-mail speak about, as texts."""
        paper = PaperFormat(self.env, self.env.lang)
        return {
            "reference": self.name,
            "salutation": notice._salutation(""),
            "amount": paper.money(self.amount, self.currency_id),
            "rows": [
                {
                    "date": paper.spelled(line.date),
                    "amount": paper.money(line.amount, self.currency_id),
                }
                for line in self.line_ids.sorted("date")
            ],
            "has_pdf": bool(self.agreement_id),
        }


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
