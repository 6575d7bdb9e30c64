from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ..sentences import house
from .collection_interaction import OF_MACHINES

MANAGER = "collection_followup.group_collection_manager"
# kept by itself: when it was written, and what proves it
KEPT = ("written_on", "message_id", "notice_id")
SAID = ("kind", "direction", "outcome", "date", "contact_id", "user_id", "note")


class CollectionInteraction(models.Model):
    """What keeps an entry believable: who may change it, and what it said before."""

    _inherit = "collection.interaction"

    @api.depends("case_id")
    def _compute_written_on(self):
        for entry in self:
            today = entry.case_id.company_id._collection_today()
            entry.written_on = entry.written_on or today

    @api.depends("outcome", "written_on")
    @api.depends_context("uid")
    def _compute_may_correct(self):
        manager = self.env.user.has_group(MANAGER)
        for entry in self:
            new = not entry._origin
            entry.may_correct = new or manager or entry._origin._is_fresh()

    @api.constrains("date")
    def _check_date(self):
        now = self.env["res.company"]._collection_now()
        if any(entry.date > now for entry in self):
            raise ValidationError(
                self.env._("A contact that is still to come is not logged.")
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

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("written_on", None)
        return super().create(vals_list)

    def write(self, vals):
        self._check_kept(vals)
        changed = vals.keys() & {*SAID, "case_id"}
        if not changed or self.env.su:
            return super().write(vals)
        self._check_may_correct(vals)
        before = {entry: entry._kept_words() for entry in self}
        result = super().write(vals)
        for case, entries in self.grouped("case_id").items():
            case._say("\n".join(entry._correction(before[entry]) for entry in entries))
        return result

    def _check_kept(self, vals):
        """Refuse to type in what decides who may correct an entry, and its proof."""
        wrong = [name for name in KEPT if name in vals]
        if wrong and not self.env.su:
            labels = [
                self._fields[name]._description_string(self.env) for name in wrong
            ]
            raise AccessError(
                self.env._("%(names)s: not typed in.", names=", ".join(sorted(labels)))
            )

    def _kept_words(self):
        """Itself in words, in the language of its company."""
        return self.with_env(house(self.case_id.company_id))._in_words()

    def _correction(self, before):
        return house(self.case_id.company_id)._(
            "Entry corrected. Before: %(before)s Now: %(now)s",
            before=before,
            now=self._kept_words(),
        )

    def _check_may_correct(self, vals):
        """Refuse changes of older entries, of others' and of machines' ones."""
        if "case_id" in vals:
            raise AccessError(
                self.env._("An entry stays with its debtor: write a new one.")
            )
        if self.env.user.has_group(MANAGER):
            return
        if any(not entry._is_fresh() for entry in self):
            raise AccessError(
                self.env._(
                    "You can correct your own entries on the day on which you wrote "
                    "them. Write a new entry, or ask a credit manager."
                )
            )

    def _is_fresh(self):
        """Tell whether the user wrote the entry himself, today."""
        self.ensure_one()
        return (
            self.create_uid == self.env.user
            and self.outcome not in OF_MACHINES
            and self.written_on == self.company_id._collection_today()
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
