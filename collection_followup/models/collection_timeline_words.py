from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..sentences import say_date

_lt = LazyTranslate(__name__)

# events whose sentence ends with the note
WITH_NOTE = ("contact", "dispute", "hold", "promise")

# the words of each event; those of a kind serve for all its other events
SENTENCES = {
    "contact": _lt("%(what)s: %(code)s."),
    "notice": _lt("%(note)s, %(document)s, to be paid by %(day)s"),
    "promise": _lt("Promise for %(day)s"),
    ("promise", "promised"): _lt("Promised for %(day)s. %(document)s"),
    ("promise", "kept"): _lt("Promise for %(day)s was kept."),
    ("promise", "partly"): _lt("Promise for %(day)s was kept in part."),
    ("promise", "broken"): _lt("Promise for %(day)s was broken."),
    ("promise", "postponed"): _lt("Promise for %(day)s was postponed."),
    ("promise", "cancelled"): _lt("Promise for %(day)s was cancelled."),
    "dispute": _lt("%(document)s"),
    ("dispute", "opened"): _lt("%(document)s is disputed, until %(day)s."),
    ("dispute", "closed"): _lt("Dispute about %(document)s is closed."),
    "invoice": _lt("Invoice %(document)s, due %(day)s. %(note)s"),
    ("invoice", "refund"): _lt("Credit note %(document)s. %(note)s"),
    ("invoice", "due"): _lt("%(document)s was due."),
    "payment": _lt("Payment %(document)s. %(note)s"),
    ("payment", "paid"): _lt("%(note)s paid %(document)s."),
    ("payment", "credited"): _lt("Credit note %(note)s set off %(document)s."),
    ("payment", "returned"): _lt("Payment of %(document)s came back."),
    "order": _lt("Order %(document)s was confirmed. %(note)s"),
    ("order", "waits"): _lt("Order %(document)s waits for money. %(note)s"),
    "hold": _lt("On hold: %(code)s."),
    ("hold", "freed"): _lt("The hold ended."),
    ("hold", "released"): _lt("Released: %(code)s %(document)s."),
}


class CollectionTimeline(models.Model):
    """What happened, in one sentence."""

    _inherit = "collection.timeline"

    words = fields.Char(string="What", compute="_compute_words")

    @api.depends("kind", "event", "code", "document", "note", "day", "contact_id")
    def _compute_words(self):
        labels = self._labels()
        for row in self:
            values = {
                "document": row.document or "",
                "note": row.note or "",
                "day": say_date(self.env, row.day) if row.day else "-",
                "code": labels.get((row.kind, row.code), row.code or ""),
                "what": labels.get(("kind", row.event), ""),
                "who": row.contact_id.name or "",
            }
            words = row._sentence() % values
            if row.kind in WITH_NOTE and row.note:
                words = f"{words} {row.note}"
            row.words = " ".join(words.split())

    def _sentence(self):
        """The sentence of this event, with places for its values."""
        sentence = SENTENCES.get((self.kind, self.event), SENTENCES[self.kind])
        return self.env._(sentence)

    @api.model
    def _labels(self):
        """The words of the codes that rows carry: {(kind, code): label}."""
        interactions = self.env["collection.interaction"]._fields
        outcomes = interactions["outcome"]._description_selection(self.env)
        kinds = interactions["kind"]._description_selection(self.env)
        effects = self.env["collection.hold"]._fields["effect"]
        scopes = self.env["collection.hold.release"]._fields["scope"]
        return {
            **{("contact", code): label for code, label in outcomes},
            **{("kind", code): label for code, label in kinds},
            **{
                ("hold", code): label
                for code, label in [
                    *effects._description_selection(self.env),
                    *scopes._description_selection(self.env),
                ]
            },
        }

    def action_open(self):
        """Open what this row tells of, for whoever may see it."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)._get_records_action()
