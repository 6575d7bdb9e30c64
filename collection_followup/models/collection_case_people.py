from odoo import fields, models


class CollectionCase(models.Model):
    """The people of the debtor, as the screens show them."""

    _inherit = "collection.case"

    people_ids = fields.Many2many(
        "res.partner",
        compute="_compute_people_ids",
        help="Everybody of this debtor who has not left.",
    )
    contact_stop_ids = fields.Many2many(
        "collection.contact.stop",
        string="Not to be contacted",
        compute="_compute_people_ids",
    )

    def _compute_people_ids(self):
        partners = self.env["res.partner"]
        people = partners.search(
            [
                ("commercial_partner_id", "in", self.partner_id.ids),
                ("collection_left_on", "=", False),
            ]
        ).grouped("commercial_partner_id")
        stops = self.env["collection.contact.stop"].search(
            [("debtor_id", "in", self.partner_id.ids), ("lifted_on", "=", False)]
        )
        for case in self:
            case.people_ids = people.get(case.partner_id, partners)
            case.contact_stop_ids = stops.filtered(
                lambda stop, case=case: (
                    stop.debtor_id == case.partner_id
                    and stop.company_id == case.company_id
                )
            )
