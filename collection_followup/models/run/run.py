from odoo import api, fields, models
from odoo.exceptions import UserError

from ..case.case import ACTIONS


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
            ("manual", "Manual"),
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
    started_at = fields.Datetime(string="Started", readonly=True)
    ended_at = fields.Datetime(readonly=True)
    cases_done = fields.Integer(string="Customers evaluated", readonly=True)
    cases_total = fields.Integer(string="Customers", readonly=True)
    last_partner = fields.Integer(
        readonly=True, help="The bookmark of a run that was interrupted."
    )
    notices_planned = fields.Integer(string="Notices", readonly=True)
    notices_refreshed = fields.Integer(readonly=True)
    tasks_opened = fields.Integer(string="Decisions", readonly=True)
    note = fields.Text(readonly=True)
    line_ids = fields.One2many("collection.run.line", "run_id", readonly=True)
    notice_ids = fields.One2many("collection.notice", "run_id", readonly=True)

    count_notice = fields.Integer(string="Get a notice", compute="_compute_counts")
    count_wait = fields.Integer(string="Wait", compute="_compute_counts")
    count_task = fields.Integer(string="To decide", compute="_compute_counts")
    count_stop = fields.Integer(string="Stopped", compute="_compute_counts")
    count_none = fields.Integer(string="Nothing to collect", compute="_compute_counts")
    amount_notice = fields.Monetary(
        string="Asked for", compute="_compute_counts", help="In company currency."
    )
    notices_waiting = fields.Integer(
        string="Waiting for contact hours",
        compute="_compute_waiting",
        help="E-mails that leave in the next allowed hour where the contact is.",
    )
    waits_until = fields.Datetime(
        string="Waiting until",
        compute="_compute_waiting",
        help="When the last of these e-mails may leave.",
    )

    # ------------------------------------- runs as the screens start and show them

    @api.depends("notice_ids.email_state", "notice_ids.email_waits_until")
    def _compute_waiting(self):
        groups = self.env["collection.notice"]._read_group(
            [
                ("run_id", "in", self.ids),
                ("email_state", "=", "queued"),
                ("email_waits_until", "!=", False),
            ],
            ["run_id"],
            ["__count", "email_waits_until:max"],
        )
        found = {run.id: (count, until) for run, count, until in groups}
        for run in self:
            run.notices_waiting, run.waits_until = found.get(run.id, (0, False))

    @api.depends("line_ids.action", "line_ids.amount")
    def _compute_counts(self):
        groups = self.env["collection.run.line"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id", "action"],
            ["__count", "amount:sum"],
        )
        counts = {(run.id, action): (n, amount) for run, action, n, amount in groups}
        for run in self:
            for action in ("notice", "wait", "task", "stop", "none"):
                run[f"count_{action}"] = counts.get((run.id, action), (0, 0.0))[0]
            run.amount_notice = counts.get((run.id, "notice"), (0, 0.0))[1]

    # Buttons above the list: the web client calls them with the ids of the ticked
    # runs, which say nothing here. So they are no methods of the model.
    def action_dry_run(self):
        """Show who would get what today, and why; nothing is sent or changed."""
        return self._start("dry")

    def action_run_now(self):
        """Make today's run now."""
        return self._start("manual")

    @api.model
    def _start(self, kind):
        self.browse().check_access("read")
        if not self.env.user.has_group("collection_followup.group_collection_manager"):
            raise UserError(self.env._("Only a credit manager starts a run."))
        run = self._run(self.env.company, kind)
        return run._get_records_action()

    def action_open_lines(self):
        """Show what the run decided for every debtor, by decision and reason."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_run_line_action"
        )
        action["domain"] = [("run_id", "=", self.id)]
        only = self.env.context.get("only_action")
        if only:
            action["domain"].append(("action", "=", only))
        return action

    def action_open_notices(self):
        """Show the notices that this run planned or refreshed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_notice_all_action"
        )
        action["domain"] = [("run_id", "=", self.id)]
        action["context"] = {}
        return action


class CollectionRunLine(models.Model):
    """What a run decided for one debtor, and why."""

    _name = "collection.run.line"
    _description = "Collection run line"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "run_id desc, rank, amount desc, id"

    run_id = fields.Many2one(
        "collection.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", string="Customer", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    action = fields.Selection(ACTIONS, required=True)
    rank = fields.Integer(help="What is sent comes first, nothing to do last.")
    stage_id = fields.Many2one("collection.stage", ondelete="set null")
    reason = fields.Text()
    reason_code = fields.Char(string="Reason code", index=True)
    next_date = fields.Date()
    amount = fields.Monetary(string="Amount to collect")
    items = fields.Integer()

    # ------------------------------------------------- from a decision to its case

    def action_open_case(self):
        """Open the case that was judged."""
        self.ensure_one()
        return self.case_id._get_records_action()
