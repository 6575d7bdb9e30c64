from odoo import fields, models

from .collection_hold import EFFECTS


class CollectionCase(models.Model):
    """The stored answer to "may this debtor buy on credit?"."""

    _inherit = "collection.case"

    hold_id = fields.Many2one(
        "collection.hold",
        string="Hold",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The hold that is active now.",
    )
    hold_effect = fields.Selection(
        EFFECTS, string="On hold", readonly=True, index="btree_not_null"
    )
    hold_ids = fields.One2many(
        "collection.hold", "case_id", string="Holds so far", readonly=True
    )
    release_ids = fields.One2many("collection.hold.release", "case_id", readonly=True)
    commitment_ids = fields.One2many("collection.commitment", "case_id")
    plan_ids = fields.One2many("collection.plan", "case_id")
    dispute_ids = fields.One2many("collection.dispute", "case_id")
    private_note_ids = fields.One2many("collection.private.note", "case_id")
