from datetime import timedelta

from odoo import api, fields, models


class CollectionDecision(models.TransientModel):
    """How to go on with a case when writing again would not help."""

    _name = "collection.decision"
    _description = "Decision about a collection case"
    _inherit = "collection.case.wizard"
    _about_one = True

    answer = fields.Selection(
        [
            ("carry_on", "Carry on: call, then a new cycle of notices"),
            ("plan", "Agree on a payment plan"),
            ("agency", "Hand over to the collection agency"),
            ("court", "Go to court"),
            ("write_off", "Write off"),
        ],
        required=True,
    )
    note = fields.Text(string="Why", required=True, help="It stays in the thread.")
    call_on = fields.Date(
        string="Call on", default=lambda self: self._today() + timedelta(days=1)
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Another contact",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help=(
            "A second cycle starts with a call, or goes to another person at the "
            "customer: this contact gets the call and the next notice."
        ),
    )
    until = fields.Date(
        string="Paused until",
        compute="_compute_until",
        store=True,
        readonly=False,
        help="Nothing is sent up to and including this day.",
    )
    owner_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Agrees on the plan, and gets a task when the pause ends.",
    )
    accountant_id = fields.Many2one(
        "res.users",
        domain=lambda self: self._accountants(),
        help="Gets a task with the list of items; nothing is posted by itself.",
    )

    @api.model
    def _accountants(self):
        group = self.env.ref("account.group_account_invoice")
        return [("share", "=", False), ("all_group_ids", "in", group.ids)]

    @api.depends("answer")
    def _compute_until(self):
        for wizard in self:
            wizard.until = self._today() + timedelta(days=30)

    def action_confirm(self):
        """Do what was decided."""
        cases = self._cases()
        getattr(self, f"_confirm_{self.answer}")(cases)
        if self.answer == "plan" and len(cases) == 1:
            return cases.action_agree_plan()
        return self._close()

    def _confirm_carry_on(self, case):
        case._decide_carry_on(self.call_on, self.contact_id, self.note)

    def _confirm_plan(self, case):
        case._decide_plan(self.until, self.owner_id, self.note)

    def _confirm_agency(self, case):
        case._decide_hand_over("agency", self.note)

    def _confirm_court(self, case):
        case._decide_hand_over("court", self.note)

    def _confirm_write_off(self, case):
        case._decide_write_off(self.accountant_id, self.until, self.note)
