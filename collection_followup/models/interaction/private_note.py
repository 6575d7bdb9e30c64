from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..settings.guarded import By, by_hand
from ..settings.ruled_fields import RuledOne2many

USER = "collection_followup.group_collection_user"
MANAGER = "collection_followup.group_collection_manager"


class CollectionPrivateNote(models.Model):
    """What a debtor told in confidence: hardship, health.

    Only the collector of the case and credit managers read it, by record rule: when
    the case gets another collector, the new one reads it and the old one no longer.
    It never stands in a thread, a mail, a letter or an export.
    """

    _name = "collection.private.note"
    _description = "Private note on a customer"
    _inherit = ["collection.guarded"]
    _order = "id desc"
    _people_write = by_hand("text") | by_hand("case_id", once=True)
    _people_delete = By()

    case_id = fields.Many2one(
        "collection.case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        exportable=False,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Written by",
        default=lambda self: self.env.user,
        readonly=True,
        exportable=False,
    )
    text = fields.Text(
        required=True,
        exportable=False,
        help="Only the collector of the case and credit managers can read this. It is "
        "never sent, printed or exported.",
    )

    @api.model
    def _people_instead(self):
        return self.env._("A private note stays with its customer: write a new one.")

    @api.depends("case_id")
    def _compute_display_name(self):
        # names turn up in searches and messages: nothing of the text in them
        for note in self:
            note.display_name = self.env._("Private note")

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        # whoever may read it still does not carry it out of the system
        raise AccessError(self.env._("Private notes are not exported."))


class CollectionCase(models.Model):
    """The private notes of a case, for those who may read them."""

    _inherit = "collection.case"

    private_note_ids = RuledOne2many(
        groups=USER,
        exportable=False,
        copy=False,
        string="Private notes",
        help=(
            "What the customer told in confidence. Only the collector of the case "
            "and credit managers can read it; it is never sent, printed or exported."
        ),
    )
    may_read_private = fields.Boolean(compute="_compute_may_read_private")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_may_read_private(self):
        manager = self.env.user.has_group(MANAGER)
        for case in self:
            case.may_read_private = manager or case.user_id == self.env.user
