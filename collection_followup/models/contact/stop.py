from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules.contact import contact_guard
from ...rules.contact.contact import CHANNELS
from ...sentences import house
from ..settings.guarded import by_hand

CHANNEL_LABELS = [("email", "E-mail"), ("letter", "Letter"), ("call", "Call")]


class CollectionContactStop(models.Model):
    """The wish of a person not to be contacted, by one channel or at all.

    It is obeyed wherever something leaves and is evidence: it is lifted with a
    reason, never deleted.
    """

    _name = "collection.contact.stop"
    _description = "Stop of contact"
    _inherit = ["collection.guarded"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _is_evidence = True
    _people_write = by_hand(
        "channel", "date", "partner_id", "reason", "until", once=True
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
    )
    debtor_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    channel = fields.Selection(
        CHANNEL_LABELS,
        string="Not by",
        help="Empty: this person is not contacted at all.",
    )
    date = fields.Date(
        string="Since",
        required=True,
        default=lambda self: self.env.company._collection_today(),
    )
    until = fields.Date(
        help="The last day on which it holds. Empty: until somebody lifts it."
    )
    reason = fields.Char(required=True, help="What this person asked for, and how.")
    user_id = fields.Many2one(
        "res.users",
        string="Recorded by",
        readonly=True,
        default=lambda self: self.env.user,
    )
    lifted_on = fields.Date(string="Lifted on", readonly=True)
    lifted_by_id = fields.Many2one("res.users", string="Lifted by", readonly=True)
    lift_reason = fields.Char(string="Lifted because", readonly=True)

    _end_after_start = models.Constraint(
        "CHECK (until IS NULL OR until >= date)",
        "A stop ends on the day of its begin or later.",
    )
    _lift_has_reason = models.Constraint(
        "CHECK (lifted_on IS NULL OR COALESCE(lift_reason, '') <> '')",
        "Whoever lifts a stop says why.",
    )

    @api.constrains("reason")
    def _check_reason(self):
        if any(not (stop.reason or "").strip() for stop in self):
            raise ValidationError(self.env._("Say what this person asked for."))

    @api.model_create_multi
    def create(self, vals_list):
        stops = super().create(vals_list)
        # somebody else's debtors are not silenced
        stops._cases().sudo(self.env.su).check_access("write")
        stops._say_stopped()
        stops._cases()._look_again()
        return stops

    @api.model
    def _people_instead(self):
        return self.env._(
            "The wish of a person is evidence: lift the stop, and say why."
        )

    def _cases(self):
        """The cases of the debtors whose people these are, in the same company."""
        cases_sudo = self.env["collection.case"].sudo()  # to be judged anew
        found = cases_sudo.search([("partner_id", "in", self.debtor_id.ids)])
        return found.filtered(lambda case: case.company_id in self.company_id)

    def _say_stopped(self):
        """Keep in the threads of the debtors who is not contacted any more."""
        for stop in self:
            env = house(stop.company_id)
            labels = dict(self._fields["channel"]._description_selection(env))
            stop._cases()._say(
                env._(
                    "%(contact)s is not to be contacted (%(channel)s): %(reason)s",
                    contact=stop.partner_id.display_name,
                    channel=labels.get(stop.channel) or env._("at all"),
                    reason=stop.reason,
                )
            )

    # ------------------------------------------------------------------ lifting

    def action_lift(self):
        """Ask why the stop is lifted."""
        self._check_may_lift()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lift the stop"),
            "res_model": "collection.contact.stop.lift",
            "view_mode": "form",
            "target": "new",
            "context": {"default_stop_ids": [fields.Command.set(self.ids)]},
        }

    def _check_may_lift(self):
        self.check_access("read")
        self.env["collection.case"]._check_group(
            "all",
            self.env._(
                "Only collectors of all cases and credit managers may lift a stop."
            ),
        )

    def _lift(self, reason):
        """Lift these stops with a reason; they stay as evidence."""
        self._check_may_lift()
        reason = self.env["collection.case"]._words(reason)
        for company, stops in self.grouped("company_id").items():
            stops.sudo().write(  # rights were checked above; nobody may write them
                {
                    "lifted_on": company._collection_today(),
                    "lifted_by_id": self.env.uid,
                    "lift_reason": reason,
                }
            )
        self._cases()._say(
            lambda env: env._("Contact allowed again: %(why)s", why=reason)
        )
        self._cases()._look_again()

    # ------------------------------------------------------------------ reading

    @api.model
    def _read_stops(self, people, root):
        """What people do not want, as the rules want it.

        :param people: contacts
        :param root: the root company that asks
        :return: {contact id: tuple of ``rules.contact_guard.Stop``}
        """
        stops = self.sudo().search(  # whoever sends obeys
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", root.id),
                ("lifted_on", "=", False),
            ]
        )
        return {
            person.id: tuple(
                contact_guard.Stop(
                    stop.channel if stop.channel in CHANNELS else None,
                    stop.date,
                    stop.until or None,
                    stop.reason,
                )
                for stop in own
            )
            for person, own in stops.grouped("partner_id").items()
        }
