from odoo import fields, models

KINDS = [
    ("call", "Call"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("visit", "Visit"),
    ("meeting", "Meeting"),
    ("message", "Message"),
]
OUTCOMES = [
    ("reached", "Reached"),
    ("not_there", "Not there"),
    ("wrong_number", "Wrong number"),
    ("left_company", "Left the company"),
    ("refuses", "Refuses to pay"),
    ("will_pay", "Will pay"),
    ("paid", "Says it is paid"),
    ("sent", "Sent"),
    ("bounced", "Came back"),
    ("replied", "Replied"),
    ("auto_reply", "Automatic reply"),
]


class CollectionInteraction(models.Model):
    """One contact with a debtor: who spoke to whom, when, with what outcome."""

    _name = "collection.interaction"
    _description = "Collection interaction"
    _order = "date desc, id desc"
    _rec_name = "kind"

    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, index=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Spoke to",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    kind = fields.Selection(KINDS, required=True, default="call")
    direction = fields.Selection(
        [("out", "We contacted them"), ("in", "They contacted us")],
        required=True,
        default="out",
    )
    outcome = fields.Selection(OUTCOMES)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", string="Who", default=lambda self: self.env.user
    )
    note = fields.Text()
    notice_id = fields.Many2one(
        "collection.notice", index="btree_not_null", ondelete="set null"
    )
