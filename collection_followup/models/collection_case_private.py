from odoo import api, fields, models

from .fields_ruled import RuledOne2many

USER = "collection_followup.group_collection_user"
MANAGER = "collection_followup.group_collection_manager"


class CollectionCase(models.Model):
    """The private notes of a case, for those who may read them."""

    _inherit = "collection.case"

    private_note_ids = RuledOne2many(
        groups=USER,
        exportable=False,
        copy=False,
        string="Private notes",
        help="What the debtor told in confidence. Only the collector of the case and "
        "credit managers can read it; it is never sent, printed or exported.",
    )
    may_read_private = fields.Boolean(compute="_compute_may_read_private")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_may_read_private(self):
        manager = self.env.user.has_group(MANAGER)
        for case in self:
            case.may_read_private = manager or case.user_id == self.env.user
