from odoo import fields, models


class CollectionPrivateNote(models.Model):
    """What a debtor told in confidence: hardship, health.

    Only the collector of the case and credit managers read it. It never stands in
    a thread, a mail, a letter or an export.
    """

    _name = "collection.private.note"
    _description = "Private note on a debtor"
    _order = "id desc"

    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Written by", default=lambda self: self.env.user
    )
    text = fields.Text(required=True, exportable=False)
