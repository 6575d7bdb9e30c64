from odoo import api, fields, models


class CollectionCase(models.Model):
    """The payment plans of a case, on its screens."""

    _inherit = "collection.case"

    plan_ids = fields.One2many("collection.plan", "case_id", string="Payment plans")
    plan_count = fields.Integer(string="Number of plans", compute="_compute_plan_count")
    plan_line = fields.Char(
        string="Payment plan",
        compute="_compute_plan_line",
        help="The plan that runs or waits for approval, and how it stands.",
    )

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        groups = self.env["collection.plan"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = dict(groups)
        for case in self:
            case.plan_count = counts.get(case, 0)

    @api.depends("plan_ids.state", "plan_ids.reason")
    def _compute_plan_line(self):
        states = dict(
            self.env["collection.plan"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        for case in self:
            alive = case.plan_ids.filtered(
                lambda plan: plan.state in ("running", "to_approve")
            )
            case.plan_line = "; ".join(
                ": ".join(filter(None, (f"{p.name} {states[p.state]}", p.reason)))
                for p in alive
            )

    def action_agree_plan(self):
        """Ask on which instalments the debtor agreed."""
        self.ensure_one()
        return self._wizard(
            "collection.plan.agree", self.env._("Agree on a payment plan")
        )

    def action_open_plans(self):
        """Show the payment plans of these cases."""
        self.check_access("read")
        if len(self.plan_ids) == 1:
            return self.plan_ids._get_records_action()
        return self.plan_ids._get_records_action(name=self.env._("Payment plans"))
