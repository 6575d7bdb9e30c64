from odoo import fields, models

from .collection_case import ACTIONS


class CollectionRun(models.Model):
    """One pass over the cases of a company on a date."""

    _name = "collection.run"
    _description = "Collection run"
    _inherit = ["collection.guarded"]
    _is_evidence = True
    _people_write = {}
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, default="/")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("auto", "Automatic"),
            ("manual", "By hand"),
            ("case", "One case"),
            ("dry", "Dry run"),
        ],
        required=True,
        readonly=True,
        default="manual",
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("done", "Done"),
            ("stopped", "Stopped"),
        ],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one("res.users", readonly=True)
    started_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    cases_done = fields.Integer(string="Debtors judged", readonly=True)
    cases_total = fields.Integer(string="Debtors", readonly=True)
    last_partner = fields.Integer(
        readonly=True, help="The bookmark of a run that was interrupted."
    )
    notices_planned = fields.Integer(string="Notices", readonly=True)
    notices_refreshed = fields.Integer(readonly=True)
    tasks_opened = fields.Integer(string="Decisions", readonly=True)
    note = fields.Text(readonly=True)
    line_ids = fields.One2many("collection.run.line", "run_id", readonly=True)
    notice_ids = fields.One2many("collection.notice", "run_id", readonly=True)


class CollectionRunLine(models.Model):
    """What a run decided for one debtor, and why."""

    _name = "collection.run.line"
    _description = "Collection run line"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "run_id desc, action, amount desc, id"

    run_id = fields.Many2one(
        "collection.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", string="Debtor", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    action = fields.Selection(ACTIONS, required=True)
    stage_id = fields.Many2one("collection.stage", ondelete="set null")
    reason = fields.Text()
    reason_code = fields.Char(string="Reason code", index=True)
    next_date = fields.Date()
    amount = fields.Monetary(string="To chase")
    items = fields.Integer()
