from odoo import api, models
from odoo.exceptions import AccessError, UserError

# what people may still write on a plan that has left the draft
ALWAYS = {"accepted_on", "contact_id", "note", "signed_copy", "signed_name", "user_id"}
# what only the buttons set
KEPT = {
    "agreement_id",
    "approval_reason",
    "approved_by_id",
    "asked_on",
    "confirm",
    "ended_on",
    "mail_failure",
    "mail_state",
    "message_id",
    "name",
    "reason",
    "started_on",
    "state",
    "told_notice_id",
}
# fields of the framework for which the record's own rules hold
FRAMEWORK = ("activity_", "message_", "website_message")


class CollectionPlan(models.Model):
    """What was agreed stays as it was; states are set by buttons that check rights.

    A browser may write any field of a record that it may change: who may write a
    draft could start a plan above the limits that way.
    """

    _inherit = "collection.plan"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(self._guarded(vals) & KEPT for vals in vals_list):
            self._refuse_write()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            names = self._guarded(vals)
            if names & KEPT:
                self._refuse_write()
            if names - ALWAYS:
                self._check_draft()
        return super().write(vals)

    @api.model
    def _guarded(self, vals):
        """The fields that this model itself watches over."""
        return {
            name
            for name in vals
            if name == "message_id" or not name.startswith(FRAMEWORK)
        }

    @api.model
    def _refuse_write(self):
        raise AccessError(
            self.env._("The state of a plan is set by its buttons, not by hand.")
        )

    def _check_draft(self):
        """Refuse changes of what was agreed."""
        if any(plan.state != "draft" for plan in self):
            raise UserError(
                self.env._(
                    "What was agreed stays as it is. Cancel the plan and agree on "
                    "another one."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft()


class CollectionPlanPart(models.AbstractModel):
    """Instalments and items of a plan change only while it is a draft."""

    _name = "collection.plan.part"
    _description = "Part of a payment plan"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_draft_plan()
        return parts

    def write(self, vals):
        self._check_draft_plan()
        result = super().write(vals)
        self._check_draft_plan()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft_plan()

    def _check_draft_plan(self):
        if not self.env.su:
            self.plan_id._check_draft()


class CollectionPlanLine(models.Model):
    """An instalment as it was agreed stays as it was."""

    _name = "collection.plan.line"
    _inherit = ["collection.plan.line", "collection.plan.part"]


class CollectionPlanItem(models.Model):
    """An item in a plan stays as it was agreed."""

    _name = "collection.plan.item"
    _inherit = ["collection.plan.item", "collection.plan.part"]
