from odoo import models
from odoo.exceptions import AccessError

from ..sentences import house


class ResCompany(models.Model):
    """Who answers for collections, and who says that the bank is up to date."""

    _inherit = "res.company"

    def _collection_manager(self):
        """The credit manager of the settings, else the first user with the right."""
        self.ensure_one()
        root = self.root_id.sudo()  # who the manager is, is no secret in the house
        group = self.env.ref("collection_followup.group_collection_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: user.active and root in user.company_ids
        )
        chosen = root.collection_manager_id.filtered("active")
        return (chosen or managers[:1]).sudo(False)

    def action_collection_bank_confirmed(self):
        """Say that the bank is up to date: claims may leave again."""
        user = self.env.user
        if not user.has_group("collection_followup.group_collection_all"):
            raise AccessError(
                self.env._(
                    "Only collectors of all cases and credit managers may say that the "
                    "bank is up to date."
                )
            )
        foreign = self - user.company_ids
        if foreign:
            raise AccessError(
                self.env._(
                    "You do not work for %(names)s.",
                    names=", ".join(foreign.sudo().mapped("name")),  # just named
                )
            )
        for company in self:
            company._collection_confirm_bank()
        return True

    def _collection_confirm_bank(self):
        """Note the day and judge the cases of the whole tree anew."""
        root = self.root_id.sudo()  # collectors do not write companies
        root.collection_bank_confirmed_on = self._collection_today()
        text = house(root)._("Collections: the bank is up to date.")
        root._message_log(body=text)
        self.env["collection.event"]._mark_all(root)
