from odoo import api, fields, models

from ...rules.interaction.call_facts import ItemAnswer
from ...sentences import say_date

ANSWERS = [
    ("not_received", "Not received"),
    ("in_check", "In check"),
    ("to_approve", "To approve"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled for"),
    ("wrong", "Something is wrong"),
]


class CollectionCallLine(models.TransientModel):
    """One open item on the call sheet, and what was said of it."""

    _name = "collection.call.line"
    _description = "Item on a call sheet"
    _order = "id"

    call_id = fields.Many2one(
        "collection.call", required=True, index=True, ondelete="cascade"
    )
    debtor_id = fields.Many2one(related="call_id.partner_id")
    item_id = fields.Many2one("collection.open.item", readonly=True, required=True)
    name = fields.Char(related="item_id.name", string="Number")
    customer_reference = fields.Char(related="item_id.customer_reference")
    date_due = fields.Date(related="item_id.date_due")
    days_late = fields.Integer(related="item_id.days_late")
    currency_id = fields.Many2one(related="item_id.currency_id")
    amount_open = fields.Monetary(related="item_id.amount_open", string="Open")
    rests = fields.Monetary(
        string="Excluded from reminders",
        readonly=True,
        help=(
            "Not demanded now: promised, disputed, covered by a credit or by a "
            "payment in transit."
        ),
    )
    contested = fields.Monetary(string="Already disputed", readonly=True)
    said_before = fields.Char(compute="_compute_said_before", string="Last status")
    answer = fields.Selection(
        ANSWERS,
        string="Invoice status at customer",
        help="Not received: a copy is mailed at once. Scheduled: a promise for that "
        "day. Something is wrong: a dispute. Else we ask again on the day you choose, "
        "or in five working days.",
    )
    on = fields.Date(help="Paid on this day, or to be asked again on it.")
    contact_id = fields.Many2one(
        "res.partner",
        string="Approver",
        domain="[('commercial_partner_id', '=', debtor_id)]",
    )
    amount = fields.Monetary(
        string="Disputed amount", help="How much of it; empty means all of it."
    )
    reason_id = fields.Many2one(
        "collection.dispute.reason",
        string="Issue",
        domain="[('child_ids', '=', False)]",
    )
    note = fields.Char()

    @api.depends("item_id")
    def _compute_said_before(self):
        labels = dict(
            self.env["collection.item"]
            ._fields["approval"]
            ._description_selection(self.env)
        )
        for line in self:
            item = line.item_id
            day = say_date(self.env, item.approval_on)
            line.said_before = " ".join(filter(None, [labels.get(item.approval), day]))

    def _is_asked_for(self):
        """Tell whether something of it is past due and does not rest."""
        self.ensure_one()
        asked = self.currency_id.compare_amounts(self.amount_open, self.rests) > 0
        return asked and self.days_late > 0

    def _as_fact(self):
        """What was said, as the rules want it."""
        self.ensure_one()
        return ItemAnswer(
            key=self.item_id.id,
            answer=self.answer,
            on=self.on or None,
            amount=self.amount if self.answer == "wrong" else 0.0,
            contact=bool(self.contact_id),
            reason=bool(self.reason_id),
        )

    def _details(self):
        """What the rule need not know."""
        self.ensure_one()
        return {
            "contact_id": self.contact_id.id,
            "reason_id": self.reason_id.id,
            "note": self.note,
        }
