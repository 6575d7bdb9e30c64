from odoo import api, models
from odoo.exceptions import AccessError

LIVE = "collection_followup.live_database"


class ResCompany(models.Model):
    """A copy of the database must never speak to a customer.

    Odoo's neutralisation is obeyed. A copy that nobody neutralised is known by
    its identifier or its name: both are remembered when the opening position is
    confirmed, and asked for before anything leaves.
    """

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(vals.get("collection_opened_on") for vals in vals_list):
            self._collection_remember_database()
        return companies

    def write(self, vals):
        done = super().write(vals)
        if vals.get("collection_opened_on"):
            self._collection_remember_database(only_first=True)
        return done

    @api.model
    def _collection_database(self):
        """What tells this database from its copies."""
        parameters = self.env["ir.config_parameter"].sudo()  # identifier only
        return f"{parameters.get_param('database.uuid')} {self.env.cr.dbname}"

    @api.model
    def _collection_remember_database(self, only_first=False):
        parameters = self.env["ir.config_parameter"].sudo()  # one fixed key
        if not (only_first and parameters.get_param(LIVE)):
            parameters.set_param(LIVE, self._collection_database())

    @api.model
    def _collection_copy_warning(self):
        """Why nothing may leave this database, or an empty text."""
        parameters = self.env["ir.config_parameter"].sudo()  # two fixed keys
        if parameters.get_param("database.is_neutralized"):
            return self.env._("This database is a neutralised copy: nothing leaves it.")
        live = parameters.get_param(LIVE)
        if live and live != self._collection_database():
            return self.env._(
                "This database was copied or renamed since the opening position was "
                "confirmed. If it is the one that customers hear from, a manager has "
                "to confirm it in the set-up checklist."
            )
        return ""

    def action_collection_confirm_database(self):
        """Say that this database is the live one (managers only)."""
        if not self.env.user.has_group("collection_followup.group_collection_manager"):
            raise AccessError(
                self.env._(
                    "Only a credit manager can say which database is the live one."
                )
            )
        self._collection_remember_database()
        return True
