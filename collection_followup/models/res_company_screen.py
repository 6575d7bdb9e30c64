from odoo import models
from odoo.exceptions import AccessError


class ResCompany(models.Model):
    """What a person can say about the company from the screens."""

    _inherit = "res.company"

    def action_collection_bank_fresh(self):
        """Say that everything the bank knows today is entered."""
        if not self.env.user.has_group("collection_followup.group_collection_user"):
            raise AccessError(self.env._("Only collectors can confirm the bank data."))
        root_sudo = self.root_id.sudo()  # collectors may not write companies
        root_sudo.collection_bank_confirmed_on = root_sudo._collection_today()
        self.env["collection.event"]._mark_all(root_sudo)
        return True
