from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL


class RuledOne2many(fields.One2many):
    """Records of ours that are searched as the user reads them.

    Odoo answers ``("field", "!=", False)`` and ``("field", "in", ids)`` from all
    records there are, whatever the rules say: a count would tell everybody which
    debtors have a private note. Here both look only at what the user may read, and
    refuse those who may read nothing of the kind.
    """

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if operator not in ("in", "not in") or isinstance(value, SQL):
            return super().condition_to_sql(
                field_expr, operator, value, model, alias, query
            )
        some, none = ("any", "not any") if operator == "in" else ("not any", "any")
        ids = set(value)
        wanted = [(none, Domain.TRUE)] if False in ids else []
        if ids - {False}:
            wanted.append((some, Domain("id", "in", list(ids - {False}))))
        parts = [
            super(RuledOne2many, self).condition_to_sql(
                field_expr, one, domain, model, alias, query
            )
            for one, domain in wanted
        ]
        return SQL("(%s)", SQL(" OR " if operator == "in" else " AND ").join(parts))
