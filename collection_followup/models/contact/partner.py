from odoo import fields, models
from odoo.exceptions import AccessError

from ..settings.groups import COLLECTIONS

SOURCES = [
    ("call", "Call"),
    ("card", "Business card"),
    ("register", "Company register"),
    ("website", "Web site"),
    ("letter", "Letter or e-mail"),
    ("other", "Other"),
]


class ResPartner(models.Model):
    """How good the data of a contact are: where they came from, and how old."""

    _inherit = "res.partner"

    collection_verified_on = fields.Date(
        string="Verified on",
        readonly=True,
        copy=False,
        groups=COLLECTIONS,
        help="When somebody verified this person, number and address.",
    )
    collection_verified_by_id = fields.Many2one(
        "res.users",
        string="Verified by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=COLLECTIONS,
    )
    collection_source = fields.Selection(
        SOURCES,
        string="Known from",
        copy=False,
        groups=COLLECTIONS,
        help="Where the contact data came from.",
    )
    collection_verified_words = fields.Char(
        string="Contact data",
        compute="_compute_collection_verified_words",
        groups=COLLECTIONS,
        help="How old the contact data is, and what is known to be wrong.",
    )
    collection_left_on = fields.Date(
        string="Left the company on",
        copy=False,
        groups=COLLECTIONS,
        help="This person is never written to or called again about this customer.",
    )
    collection_wrong_phone = fields.Char(
        string="Number that is wrong",
        readonly=True,
        copy=False,
        groups=COLLECTIONS,
        help="Somebody else answered there. Another number is used again at once.",
    )

    def _compute_collection_verified_words(self):
        labels = dict(
            self._fields["collection_source"]._description_selection(self.env)
        )
        today = self.env.company._collection_today()
        for person in self:
            words = person._collection_data_words(labels, today)
            person.collection_verified_words = ", ".join(filter(None, words))

    def _collection_data_words(self, labels, today):
        """The parts of the sentence about the data of one contact."""
        self.ensure_one()
        on = self.collection_verified_on
        age = self.env._("never verified")
        if on == today:
            age = self.env._("verified today")
        elif on:
            age = self.env._("verified %(days)s days ago", days=(today - on).days)
        return (
            age,
            on and self.collection_verified_by_id.name,
            labels.get(self.collection_source),
            self._collection_bounced() and self.env._("e-mail came back"),
            self._collection_has_wrong_phone() and self.env._("wrong number"),
            self.collection_left_on and self.env._("has left"),
        )

    def _collection_has_wrong_phone(self):
        """Tell whether it was this very number that belongs to somebody else."""
        self.ensure_one()
        # known to be wrong for everybody who chooses a contact
        wrong = self.sudo().collection_wrong_phone
        return bool(wrong) and wrong == self.phone

    # ------------------------------------------------------------------ buttons

    def action_collection_verified(self):
        """Say that these contact data are right, as of today."""
        self._collection_check_may_keep()
        self._collection_verify()
        return True

    def action_collection_has_left(self):
        """Say that these people have left: nobody writes to them or calls any more."""
        self._collection_check_may_keep()
        self._collection_mark_left(self.env.company._collection_today())
        return True

    def action_collection_stop_contact(self):
        """Ask what this person does not want, and why."""
        self._collection_check_may_keep()
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stop of contact"),
            "res_model": "collection.contact.stop",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def _collection_check_may_keep(self):
        """Refuse whoever does not collect, or may not see these contacts."""
        self.check_access("read")
        group = "collection_followup.group_collection_user"
        if not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._("Only collectors keep contact data for collections.")
            )

    def _collection_verify(self, source=None):
        """Note who found these data right today, and that no mark speaks against it."""
        values = {
            "collection_verified_on": self.env.company._collection_today(),
            "collection_verified_by_id": self.env.uid,
            "collection_bounced_email": False,
            "collection_wrong_phone": False,
        }
        if source:
            values["collection_source"] = source
        # a collector may not write contacts in general; the caller checked his right
        self.sudo().write(values)

    # ----------------------------------------------------------------- lowering

    def _collection_doubt(self, **marks):
        """Take the word back that these data are right, and mark what is wrong."""
        self.sudo().write(  # what a call or a bounce showed counts for everybody
            {
                "collection_verified_on": False,
                "collection_verified_by_id": False,
                **marks,
            }
        )

    def _collection_mark_bounced(self, email):
        # EXTENDS: an address that came back is not verified any more
        result = super()._collection_mark_bounced(email)
        bounced = self.filtered(lambda person: person._collection_bounced())
        bounced._collection_doubt()
        return result

    def _collection_mark_wrong_number(self):
        """Note that these numbers belong to somebody else."""
        for number, people in self.filtered("phone").grouped("phone").items():
            people._collection_doubt(collection_wrong_phone=number)

    def _collection_mark_left(self, today):
        """Note that these people have left; a debtor itself cannot leave."""
        people = self.filtered(lambda one: one != one.commercial_partner_id)
        people._collection_doubt(collection_left_on=today)
