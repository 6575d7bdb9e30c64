from odoo import api, fields, models
from odoo.tools import format_date

# events whose sentence ends with the note
WITH_NOTE = ("contact", "dispute", "hold", "promise")


class CollectionTimeline(models.Model):
    """What happened, in one sentence."""

    _inherit = "collection.timeline"

    words = fields.Char(string="What", compute="_compute_words")

    @api.depends("kind", "event", "code", "document", "note", "day", "contact_id")
    def _compute_words(self):
        sentences = self._sentences()
        labels = self._labels()
        for row in self:
            values = {
                "document": row.document or "",
                "note": row.note or "",
                "day": format_date(self.env, row.day) if row.day else "-",
                "code": labels.get((row.kind, row.code), row.code or ""),
                "what": labels.get(("kind", row.event), ""),
                "who": row.contact_id.name or "",
            }
            words = sentences.get((row.kind, row.event), "%(document)s") % values
            if row.kind in WITH_NOTE and row.note:
                words = f"{words} {row.note}"
            row.words = " ".join(words.split())

    @api.model
    def _sentences(self):
        _ = self.env._
        contact = {
            ("contact", kind): "%(what)s: %(code)s."
            for kind, _label in self.env["collection.interaction"]
            ._fields["kind"]
            .selection
        }
        return {
            **contact,
            ("notice", "sent"): _("%(note)s, %(document)s, to be paid by %(day)s"),
            ("promise", "promised"): _("Promised for %(day)s. %(document)s"),
            ("promise", "kept"): _("Promise for %(day)s was kept."),
            ("promise", "partly"): _("Promise for %(day)s was kept in part."),
            ("promise", "broken"): _("Promise for %(day)s was broken."),
            ("promise", "postponed"): _("Promise for %(day)s was postponed."),
            ("promise", "cancelled"): _("Promise for %(day)s was cancelled."),
            ("dispute", "opened"): _("%(document)s is disputed, until %(day)s."),
            ("dispute", "closed"): _("Dispute about %(document)s is closed."),
            ("invoice", "invoice"): _("Invoice %(document)s, due %(day)s. %(note)s"),
            ("invoice", "refund"): _("Credit note %(document)s. %(note)s"),
            ("invoice", "due"): _("%(document)s was due."),
            ("payment", "paid"): _("%(note)s paid %(document)s."),
            ("payment", "credited"): _("Credit note %(note)s set off %(document)s."),
            ("payment", "returned"): _("Payment of %(document)s came back."),
            ("payment", "registered"): _("Payment %(document)s. %(note)s"),
            ("order", "ordered"): _("Order %(document)s was confirmed. %(note)s"),
            ("hold", "held"): _("On hold: %(code)s."),
            ("hold", "freed"): _("The hold ended."),
            ("hold", "released"): _("Released: %(code)s %(document)s."),
        }

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
