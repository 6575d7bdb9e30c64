from odoo import fields, models


class CollectionRole(models.Model):
    """What a contact does with our invoices: pays, approves, owns the firm."""

    _name = "collection.role"
    _description = "Contact role in collections"
    _order = "sequence, id"

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
