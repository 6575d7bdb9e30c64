from odoo import api, fields, models
from odoo.exceptions import AccessError


class CrmTeam(models.Model):
    """Orders of some teams are never held, such as repairs or the shop floor."""

    _inherit = "crm.team"

    collection_exempt = fields.Boolean(
        string="Exempt from credit holds",
        help="Orders that members of this team enter, or customers in the shop of this "
        "team, are confirmed although the customer is on hold or over the limit. Only "
        "a credit manager changes it, and who belongs to such a team.",
    )

    @api.constrains("collection_exempt")
    def _check_collection_exempt(self):
        if self.filtered("collection_exempt"):
            self._check_credit_manager()

    @api.model
    def _check_credit_manager(self):
        """Refuse whoever is no credit manager; sudo and context grant nothing."""
        if not self.env["collection.case"]._is_credit_manager():
            raise AccessError(
                self.env._(
                    "Only a credit manager decides which teams are exempt from credit "
                    "holds, and who belongs to them."
                )
            )

    def _collection_enters(self, user):
        """Tell whether what a user enters is entered for this team."""
        return user in self.member_ids or user.share or user._is_superuser()


class CrmTeamMember(models.Model):
    """Who belongs to a team whose orders are never held."""

    _inherit = "crm.team.member"

    @api.constrains("crm_team_id", "user_id", "active")
    def _check_collection_exempt(self):
        teams = self.filtered("active").crm_team_id
        if teams.filtered("collection_exempt"):
            teams._check_credit_manager()
