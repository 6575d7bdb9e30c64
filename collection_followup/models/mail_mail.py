from odoo import fields, models


class MailMail(models.Model):
    """The one door through which notices leave."""

    _inherit = "mail.mail"

    collection_notice_id = fields.Many2one(
        "collection.notice",
        string="Collection notice",
        index="btree_not_null",
        ondelete="set null",
    )
