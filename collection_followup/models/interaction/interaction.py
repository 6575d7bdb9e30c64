from odoo import fields, models

from ..settings.guarded import by_hand

KINDS = [
    ("call", "Call"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("visit", "Visit"),
    ("meeting", "Meeting"),
    ("message", "Message"),
    ("portal", "Answer in the portal"),
]
OUTCOMES = [
    ("reached", "Reached"),
    ("not_there", "Not there"),
    ("voicemail", "Left a voicemail"),
    ("calls_back", "Will call back"),
    ("passed_on", "Passed on"),
    ("wrong_number", "Wrong number"),
    ("left_company", "Left the company"),
    ("refuses", "Refuses to pay"),
    ("will_pay", "Will pay"),
    ("paid", "Says it is paid"),
    ("disputes", "Disputes it"),
    ("sent", "Sent"),
    ("bounced", "Came back"),
    ("replied", "Replied"),
    ("auto_reply", "Automatic reply"),
]
# what machines put down: evidence that collectors do not change
OF_MACHINES = ("sent", "bounced", "replied", "auto_reply")


class CollectionInteraction(models.Model):
    """One contact with a debtor: who spoke to whom, when, with what outcome.

    It is evidence, and nobody deletes it. Whoever wrote an entry by hand corrects it
    on the same day, and the thread of the case keeps what it said before (see
    ``collection_interaction_evidence.py``). What machines put down stays as it is.
    """

    _name = "collection.interaction"
    _description = "Collection interaction"
    _inherit = ["collection.guarded"]
    _order = "date desc, id desc"
    _rec_name = "kind"
    _is_evidence = True
    _people_write = by_hand(
        "contact_id", "date", "direction", "kind", "note", "outcome", states=("fresh",)
    ) | by_hand("case_id", once=True)

    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="restrict"
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
    date = fields.Datetime(
        string="When",
        required=True,
        default=lambda self: self.env["res.company"]._collection_now(),
        help="You can correct your own entries on the day on which you wrote them; "
        "the thread of the case keeps what they said before.",
    )
    user_id = fields.Many2one(
        "res.users", string="Who", default=lambda self: self.env.user
    )
    written_on = fields.Date(
        string="Written on",
        compute="_compute_written_on",
        store=True,
        precompute=True,
        copy=False,
    )
    may_correct = fields.Boolean(compute="_compute_may_correct")
    note = fields.Text(help="What was said, in plain words.")
    notice_id = fields.Many2one(
        "collection.notice", index="btree_not_null", ondelete="set null"
    )
    commitment_ids = fields.One2many(
        "collection.commitment", "interaction_id", string="Promises made", readonly=True
    )
    dispute_ids = fields.One2many(
        "collection.dispute", "interaction_id", string="Disputes raised", readonly=True
    )
    message_id = fields.Many2one(
        "mail.message",
        string="Proof",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The e-mail in the thread of the case, with what was attached.",
    )
