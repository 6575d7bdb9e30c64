from odoo import fields, models

from ..settings.guarded import By, by_hand


class CollectionRole(models.Model):
    """What a contact does with our invoices: pays, approves, owns the firm."""

    _name = "collection.role"
    _description = "Contact role in collections"
    _inherit = ["collection.guarded"]
    _order = "sequence, id"
    _people_write = by_hand("description", "name", "sequence") | by_hand(
        "code", once=True
    )
    _people_delete = By()

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        readonly=True,
        help="Technical name by which the fallback chain finds the role.",
    )
    sequence = fields.Integer(default=10)
    description = fields.Char(translate=True)

    _code_unique = models.Constraint(
        "UNIQUE (code)", "There is already a role with this code."
    )
