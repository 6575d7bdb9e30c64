from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...rules.strategy.clock import due_on


class CollectionStagePreview(models.TransientModel):
    """A stage as a customer would read it today, in any language; nothing is kept."""

    _name = "collection.stage.preview"
    _description = "Preview of a stage"

    stage_id = fields.Many2one("collection.stage", required=True, readonly=True)
    case_id = fields.Many2one(
        "collection.case",
        string="As for",
        domain="[('state', '=', 'open'), ('overdue', '>', 0)]",
        default=lambda self: self._example(),
        help="A customer whose overdue invoices fill the text; nothing is sent there.",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        compute="_compute_lang",
        store=True,
        precompute=True,
        readonly=False,
    )
    subject = fields.Char(compute="_compute_words")
    body = fields.Html(string="E-mail", compute="_compute_words", sanitize=False)

    @api.model
    def _example(self):
        """The customer with the largest amount to collect."""
        cases = self.env["collection.case"]
        company = self.env.company.root_id
        mine = Domain("company_id", "=", company.id) & Domain("overdue", ">", 0)
        return cases.search(mine, order="to_collect desc, id", limit=1)

    @api.depends("case_id")
    def _compute_lang(self):
        for wizard in self:
            company = wizard.case_id.company_id or self.env.company
            langs = (wizard.case_id.partner_id.lang, company.partner_id.lang)
            installed = dict(self.env["res.lang"].get_installed())
            wizard.lang = next((ln for ln in langs if ln in installed), self.env.lang)

    @api.depends("stage_id", "case_id", "lang")
    def _compute_words(self):
        for wizard in self:
            wizard.subject, wizard.body = wizard._words()

    def _words(self):
        """Subject and e-mail of this stage, or why there is none."""
        self.ensure_one()
        if not self.case_id:
            return False, self.env._("Choose a customer with overdue invoices.")
        notice = self._notice()
        filled, wrong = notice._stage_words()
        if not filled:
            return False, next(iter(wrong))
        words = filled[notice]
        return words["subject"], notice._mail_body(words)

    def _notice(self):
        """The notice of this stage for that customer, in memory only."""
        case = self.case_id
        case.check_access("read")
        case = case.sudo()  # the case may be read; its ledger and stages are shown
        root, partner = case.company_id, case.partner_id
        today = root._collection_today()
        model = self.env["collection.letter.copy"].sudo()
        claims = self.env["collection.reader"].sudo()._read_claims(root, partner, today)
        owing = {partner: [c for c in claims[partner.id] if due_on(c.item) < today]}
        said = model._said(root, owing, today)
        stage = self.stage_id.sudo()
        notice = model._notice_now(root, partner, owing[partner], case.user_id, said)
        calendar = root._collection_calendar(today)
        notice.update(
            {
                "name": self.env._("Example"),
                "case_id": case.id,
                "stage_id": stage.id,
                "lang": self.lang,
                "pay_by": calendar.next_working(
                    fields.Date.add(today, days=stage.pay_by_days)
                ),
            }
        )
        return notice.with_context(lang=self.lang)

    def action_send_to_me(self):
        """Send this e-mail to the user himself, and to nobody else."""
        self.ensure_one()
        user = self.env.user
        if not user.email:
            raise UserError(self.env._("Enter your own e-mail address first."))
        if not self.subject:
            raise UserError(self.body)
        mails = self.env["mail.mail"].sudo()  # to the user himself
        mail = mails.create(
            {
                "subject": self.env._("Test: %s", self.subject),
                "body_html": self.body,
                "email_from": user.company_id.email_formatted or user.email_formatted,
                "email_to": user.email_formatted,
                "auto_delete": True,
            }
        )
        mail.send()
        return self.env["collection.case"]._notify(
            self.env._("A test was sent to %s.", user.email), "success", self._again()
        )

    def _again(self):
        """Keep this window open."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class CollectionStage(models.Model):
    """A stage can be looked at before it is used."""

    _inherit = "collection.stage"

    def action_preview(self):
        """Show the stage as a customer would read it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview: %s", self.name),
            "res_model": "collection.stage.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_stage_id": self.id, "dialog_size": "extra-large"},
        }
