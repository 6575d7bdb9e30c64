from odoo import api, models
from odoo.exceptions import ValidationError

from ...sentences import house
from .interaction import OF_MACHINES


class CollectionInteraction(models.Model):
    """What keeps an entry believable: who may change it, and what it said before."""

    _inherit = "collection.interaction"

    @api.depends("case_id")
    def _compute_written_on(self):
        for entry in self:
            today = entry.case_id.company_id._collection_today()
            entry.written_on = entry.written_on or today

    @api.constrains("date")
    def _check_date(self):
        now = self.env["res.company"]._collection_now()
        if any(entry.date > now for entry in self):
            raise ValidationError(
                self.env._("A contact in the future cannot be logged.")
            )

    @api.constrains("contact_id", "case_id")
    def _check_contact(self):
        for entry in self:
            contact = entry.contact_id
            if contact and contact.commercial_partner_id != entry.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s does not belong to %(debtor)s.",
                        contact=contact.display_name,
                        debtor=entry.partner_id.display_name,
                    )
                )

    @api.model
    def _people_instead(self):
        return self.env._(
            "An entry is evidence: you correct your own on the day on which you wrote "
            "it, and write a new one after that."
        )

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        before = {entry: entry._kept_words() for entry in self}
        result = super().write(vals)
        for case, entries in self.grouped("case_id").items():
            case._say("\n".join(entry._correction(before[entry]) for entry in entries))
        return result

    def _kept_words(self):
        """Itself in words, in the language of its company."""
        return self.with_env(house(self.case_id.company_id))._in_words()

    def _correction(self, before):
        return house(self.case_id.company_id)._(
            "Entry corrected. Before: %(before)s Now: %(now)s",
            before=before,
            now=self._kept_words(),
        )

    def _people_state(self):
        """``fresh``: the user wrote the entry himself, today, and no machine did."""
        self.ensure_one()
        fresh = (
            self.create_uid == self.env.user
            and self.outcome not in OF_MACHINES
            and not self.message_id
            and self.written_on == self.company_id._collection_today()
        )
        return "fresh" if fresh else "kept"

    @api.depends("outcome", "message_id", "written_on")
    @api.depends_context("uid")
    def _compute_may_correct(self):
        for entry in self:
            entry.may_correct = (
                not entry._origin or entry._origin._people_state() == "fresh"
            )

    def _in_words(self):
        """Who was contacted, how, with what result."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "outcome")
        }
        return self.env._(
            "%(kind)s, %(who)s: %(outcome)s. %(note)s",
            kind=labels["kind"][self.kind],
            who=(self.contact_id or self.partner_id).display_name,
            outcome=labels["outcome"].get(self.outcome, "-"),
            note=self.note or "",
        )
