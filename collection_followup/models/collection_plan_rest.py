from odoo import api, models


class CollectionCommitment(models.Model):
    """Items of a plan that waits for approval rest as if they were promised."""

    _inherit = "collection.commitment"

    @api.model
    def _read_promised(self, root, partners, today):
        # EXTENDS: up to the day of the first instalment, so that a plan which
        # nobody answers does not rest for ever
        promised = dict(super()._read_promised(root, partners, today))
        domain = [
            ("plan_id.company_id", "=", root.id),
            ("plan_id.state", "=", "to_approve"),
            ("plan_id.first_on", ">=", today),
        ]
        if partners is not None:
            domain.append(("plan_id.partner_id", "in", partners.ids))
        groups = self.env["collection.plan.item"]._read_group(
            domain, ["line_id"], ["amount:sum"]
        )
        for line, amount in groups:
            promised[line.id] = max(promised.get(line.id, 0.0), amount)
        return promised
