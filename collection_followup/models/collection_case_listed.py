from odoo import api, fields, models
from odoo.tools import SQL


class CollectionCase(models.Model):
    """What the last weekly list said of a case, so that the next can compare."""

    _inherit = "collection.case"

    listed_on = fields.Date(
        string="On the weekly list of", readonly=True, copy=False, index=True
    )
    listed_overdue = fields.Monetary(
        string="Overdue on that list", readonly=True, copy=False
    )

    @api.model
    def _read_listed_changes(self, company, user=None):
        """Count what is new, worse or cured since the last weekly list.

        New: overdue now and not on the last list. Worse: more overdue than then.
        Cured: on the last list and nothing overdue now.

        :return: {"new": n, "worse": n, "cured": n}, or nothing before the first list
        """
        mine = [("company_id", "=", company.root_id.id)]
        if user is not None:
            mine.append(("user_id", "=", user.id))
        before = self._last_list(company)
        if not before:
            return {}
        owing = [*mine, ("state", "=", "open"), ("overdue", ">", 0)]
        listed = [*mine, ("listed_on", "=", before)]
        still = self.search_fetch([*owing, ("listed_on", "=", before)])
        return {
            "new": self.search_count(owing) - len(still),
            "worse": len(still.filtered(lambda case: case._is_worse())),
            "cured": self.search_count(listed) - len(still),
        }

    @api.model
    def _last_list(self, company):
        domain = [("company_id", "=", company.root_id.id), ("listed_on", "!=", False)]
        return self.search(domain, order="listed_on desc", limit=1).listed_on

    def _is_worse(self):
        """Tell whether more is overdue than on the last list."""
        self.ensure_one()
        return self.currency_id.compare_amounts(self.overdue, self.listed_overdue) > 0

    @api.model
    def _remember_listed(self, company, today):
        """Note what this week's list says, for the next one."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case
                   SET listed_overdue = overdue,
                       listed_on = CASE WHEN state = 'open' AND overdue > 0
                                        THEN %s::date END
                 WHERE company_id = %s
                   AND (listed_on IS NOT NULL OR (state = 'open' AND overdue > 0))
                """,
                today,
                company.root_id.id,
            )
        )
        self.invalidate_model(["listed_on", "listed_overdue"])
