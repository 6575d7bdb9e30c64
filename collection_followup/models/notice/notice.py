from odoo import api, fields, models

from ..settings.guarded import by_hand

STATES = [
    ("planned", "To approve"),
    ("approved", "Approved"),
    ("sending", "Sending"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("unknown", "Unknown"),
    ("cancelled", "Cancelled"),
]


class CollectionNotice(models.Model):
    """One message to one debtor at one stage, with its items as they stood.

    planned -> approved -> sending -> sent. ``failed`` means that it did not
    leave; ``unknown`` that the process died while it was leaving, so that a
    person has to find out. Levels move when it is sent, and only then.

    A notice leaves by one or more channels. ``email_state``, ``letter_state``
    and ``call_state`` tell how far each is; the first that is done makes the
    notice sent.
    """

    _name = "collection.notice"
    _description = "Collection notice"
    _inherit = ["collection.guarded.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"
    _is_evidence = True
    _people_write = by_hand("contact_id", states=("planned",)) | by_hand(
        "closing", "opening", "subject", states=("planned", "failed")
    )

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, required=True, index=True
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        index="btree_not_null",
        help="The person at the customer who gets the notice.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company, or the branch whose letterhead is used.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    run_id = fields.Many2one(
        "collection.run", readonly=True, index="btree_not_null", ondelete="set null"
    )
    stage_id = fields.Many2one(
        "collection.stage",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    severity = fields.Selection(related="stage_id.severity", store=True)
    round = fields.Integer(string="Dunning cycle", default=1, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Collector", readonly=True, index=True
    )
    state = fields.Selection(
        STATES,
        default="planned",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
        copy=False,
    )
    reason = fields.Text(
        readonly=True, help="Why it was planned, or why it failed or was cancelled."
    )
    by_email = fields.Boolean(string="E-mail", readonly=True)
    by_letter = fields.Boolean(string="Letter", readonly=True)
    by_call = fields.Boolean(string="Call", readonly=True)
    email_state = fields.Selection(
        [
            ("none", "-"),
            ("queued", "Queued"),
            ("sending", "Sending"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("bounced", "Bounced"),
            ("unknown", "Unknown"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    letter_state = fields.Selection(
        [("none", "-"), ("to_print", "To print"), ("printed", "Printed")],
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    call_state = fields.Selection(
        [("none", "-"), ("to_do", "To do"), ("done", "Done")],
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    failure = fields.Text(readonly=True, copy=False)
    planned_on = fields.Date(readonly=True)
    sent_on = fields.Date(readonly=True, index="btree_not_null", copy=False)
    pay_by = fields.Date(string="Pay by", readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    # the words as they leave; empty until somebody edits them or they are queued
    subject = fields.Char()
    opening = fields.Html(sanitize_attributes=True)
    closing = fields.Html(sanitize_attributes=True)
    words_edited = fields.Boolean(
        readonly=True, help="Somebody changed the words of the stage for this notice."
    )
    amount = fields.Monetary(
        string="Amount demanded",
        readonly=True,
        help="In company currency, without excluded amounts.",
    )
    line_ids = fields.One2many("collection.notice.line", "notice_id", readonly=True)
    access_token = fields.Char(copy=False, groups="base.group_system")
    mail_ids = fields.One2many("mail.mail", "collection_notice_id", readonly=True)
    message_id = fields.Many2one(
        "mail.message",
        string="Sent message",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    batch_id = fields.Many2one(
        "collection.letter.batch",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    letter_id = fields.Many2one(
        "ir.attachment",
        string="Letter as sent",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    letter_pages = fields.Integer(readonly=True, copy=False)

    _one_unsent = models.UniqueIndex(
        "(case_id) WHERE state IN ('planned', 'approved', 'sending', 'unknown')",
        "The customer has a notice that has not left yet: send or cancel it first.",
    )

    def _people_state(self):
        """A notice that left counts as sent, also when it came back."""
        return "sent" if self.sent_on else super()._people_state()

    @api.model
    def _people_instead(self):
        return self.env._(
            "A notice is approved, sent and cancelled by its buttons; one that left is "
            "evidence."
        )

    @api.constrains("contact_id")
    def _check_contact(self):
        self._check_own_contact()

    def _queue_mails(self):
        """Hook of the mail door: hand these notices to the mail queue."""


class CollectionNoticeLine(models.Model):
    """One item on a notice, with its amounts as they stood."""

    _name = "collection.notice.line"
    _description = "Collection notice line"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "notice_id, part, date_due, id"

    notice_id = fields.Many2one(
        "collection.notice", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index=True)
    line_id = fields.Many2one(
        "account.move.line", string="Journal item", index=True, ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move", string="Document", index=True, ondelete="set null"
    )
    part = fields.Selection("_parts", required=True)
    stage_id = fields.Many2one(
        "collection.stage",
        string="Own stage",
        index="btree_not_null",
        ondelete="restrict",
        help="The level that the item reaches when the notice is sent; empty when it "
        "keeps its level.",
    )
    round = fields.Integer(string="Dunning cycle", default=1)
    state = fields.Selection(
        STATES, default="planned", required=True, help="The state of the notice."
    )
    name = fields.Char(string="Number")
    customer_reference = fields.Char(string="Your reference")
    date_invoice = fields.Date(string="Date")
    date_due = fields.Date(
        string="Due date",
        help="The one that counts: later than that of the document when it was posted "
        "late, or after a dispute.",
    )
    days_late = fields.Integer(
        string="Days past due",
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount_total = fields.Monetary(string="Amount")
    amount_open = fields.Monetary(string="Open")
    amount_rests = fields.Monetary(
        string="Not claimed", help="Disputed, promised, credited or in transit."
    )
    amount_to_collect = fields.Monetary(string="To pay")
    company_currency_id = fields.Many2one(
        related="notice_id.currency_id", string="Company currency"
    )
    amount_company = fields.Monetary(
        string="To pay in company currency", currency_field="company_currency_id"
    )

    @api.model
    def _parts(self):
        """How a line stands on a notice: asked for, or a part told apart."""
        reader = self.env["collection.reader"]
        parts = reader._parts()
        apart = [(name, self.env._(parts[name].label)) for name in reader._apart()]
        asked = {
            "due": self.env._("Due"),
            "also": self.env._("Also due"),
            "coming": self.env._("Not yet due"),
        }
        return [*asked.items(), *apart]

    _once_per_round = models.UniqueIndex(
        "(line_id, stage_id, round)"
        " WHERE stage_id IS NOT NULL AND state NOT IN ('cancelled', 'failed')",
        "This item was already given this stage.",
    )
