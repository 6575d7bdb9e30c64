from odoo import fields, models


class CollectionItem(models.Model):
    """What collections knows of one receivable line: its level and since when.

    Nothing is stored on journal items: writing to posted ones is slow and locks
    rows that the accountant needs. A row exists once there is something to know.
    """

    _name = "collection.item"
    _description = "Collection item"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _rec_name = "line_id"
    _order = "id"

    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    stage_id = fields.Many2one(
        "collection.stage",
        string="Level",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The last stage that was sent for this item.",
    )
    severity = fields.Selection(related="stage_id.severity", store=True)
    level_date = fields.Date(readonly=True, help="When the level was reached.")
    due_then = fields.Date(
        readonly=True,
        help="The due date on that day; a later one puts the item back to the start.",
    )
    previous_stage_id = fields.Many2one(
        "collection.stage",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The level before the last notice, given back when it bounces.",
    )
    previous_date = fields.Date(readonly=True)
    notice_id = fields.Many2one(
        "collection.notice",
        string="Last notice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    round = fields.Integer(
        default=1,
        readonly=True,
        help="Counts how often the item started again, after a returned payment, a "
        "later due date or the decision to carry on.",
    )
    posted_on = fields.Date(
        readonly=True,
        help="When the document was posted, if later than its date: the full term "
        "counts from here.",
    )
    returned_on = fields.Date(readonly=True, help="When a payment of it came back.")
    fresh_from = fields.Date(
        string="Counts anew from",
        readonly=True,
        help="The whole item was contested and a dispute gave it a pay-by date of its "
        "own: from there it starts like a fresh invoice.",
    )
    skip_once = fields.Boolean(
        string="Leave out once", help="The next notice does not mention this item."
    )
    note = fields.Char(help="Why the level was set by hand, or the item left out.")

    _line_unique = models.UniqueIndex(
        "(line_id)", "Collections keeps one record for each journal item."
    )
