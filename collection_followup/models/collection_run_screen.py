from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionRun(models.Model):
    """Runs as the screens start and show them."""

    _inherit = "collection.run"

    count_notice = fields.Integer(string="Get a notice", compute="_compute_counts")
    count_wait = fields.Integer(string="Wait", compute="_compute_counts")
    count_task = fields.Integer(string="To decide", compute="_compute_counts")
    count_stop = fields.Integer(string="Stopped", compute="_compute_counts")
    count_none = fields.Integer(string="Nothing to chase", compute="_compute_counts")
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
    """From a decision to its case."""

    _inherit = "collection.run.line"

    def action_open_case(self):
        """Open the case that was judged."""
        self.ensure_one()
        return self.case_id._get_records_action()
