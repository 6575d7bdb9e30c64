from odoo import fields, models


class CollectionLetterBatch(models.Model):
    """Letters of one company that are printed together, in postal order."""

    _name = "collection.letter.batch"
    _description = "Letter batch"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", readonly=True)
    state = fields.Selection(
        [("draft", "To print"), ("printing", "Printing"), ("printed", "Printed")],
        default="draft",
        required=True,
        readonly=True,
    )
    date = fields.Date(readonly=True)
    notice_ids = fields.One2many("collection.notice", "batch_id", readonly=True)
    letters_total = fields.Integer(readonly=True)
    letters_done = fields.Integer(readonly=True)
    pages = fields.Integer(readonly=True)
    pdf_id = fields.Many2one(
        "ir.attachment",
        string="All letters",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
