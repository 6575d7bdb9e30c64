from odoo import api, fields, models
from odoo.tools import SQL

# debtors of cases to whom something happened that nobody has judged yet
DIRTY = """
    SELECT DISTINCT c.id
      FROM collection_case c
      JOIN res_partner p ON p.commercial_partner_id = c.partner_id
      JOIN collection_event e ON e.partner_id = p.id
      JOIN res_company o ON o.id = e.company_id
     WHERE c.id IN %s AND SPLIT_PART(o.parent_path, '/', 1)::int = c.company_id
"""


class CollectionCase(models.Model):
    """What the gate of orders asks of a case, and what it hears from it."""

    _inherit = "collection.case"

    credit_limit = fields.Monetary(
        compute="_compute_credit_use",
        help="The credit limit of the customer; empty where there is none.",
    )
    exposure = fields.Monetary(
        compute="_compute_credit_use",
        help="Open items, draft invoices and confirmed orders not invoiced yet.",
    )
    credit_use = fields.Float(
        string="Credit used",
        compute="_compute_credit_use",
        help="Exposure as a share of the credit limit.",
    )

    def _compute_credit_use(self):
        self.credit_limit = self.exposure = self.credit_use = 0.0
        model = self.env["collection.exposure"].sudo()  # sums of cases that he may read
        for root, cases in self.grouped("company_id").items():
            limits = model._limits(cases.partner_id.sudo(), root.sudo())
            limits = {partner_id: most for (partner_id, _root), most in limits.items()}
            limited = cases.filtered_domain([("partner_id", "in", list(limits))])
            owed, _orders = model._read(root, limited.partner_id)
            for case in limited:
                case.credit_limit = limits[case.partner_id.id]
                case.exposure = owed.get(case.partner_id.id, 0.0)
                case.credit_use = case.exposure / case.credit_limit

    def _judge_if_dirty(self):
        """Judge those of these cases to which something happened, now.

        Something happened too when the last day of a hold is over. Asked before the
        gate says no: a customer who has just paid does not wait for the job that
        judges.

        :return: whether any was judged
        """
        if not self:
            return False
        events = self.env["collection.event"].sudo()  # whoever sells judges nothing
        events._write_marks()
        self.env.flush_all()
        rows = self.env.execute_query(SQL(DIRTY, tuple(self.ids)))
        # the salesperson who confirms reads no case; only the hold is asked
        dirty = self.sudo().browse([case_id for (case_id,) in rows])
        dirty |= self.sudo().filtered(lambda case: case.hold_id._has_run_out())
        for root, cases in dirty.grouped("company_id").items():
            events._digest(root, cases.partner_id)
            cases._judge()
        return bool(dirty)

    @api.model
    def _after_deciding(self, root, decisions, today):
        done = super()._after_deciding(root, decisions, today)
        self.env["sale.order"]._collection_wake(root, list(decisions))
        return done

    def _hold_changed(self):
        done = super()._hold_changed()
        for root, cases in self.grouped("company_id").items():
            self.env["sale.order"]._collection_wake(root, cases.partner_id.ids)
        return done


class CollectionHold(models.Model):
    """A hold whose last day is over, until it is judged."""

    _inherit = "collection.hold"

    def _has_run_out(self):
        """Tell whether the last day of this hold is over."""
        return bool(self.until) and self.until < self.company_id._collection_today()

    def _is_only_by_hand(self):
        """Tell whether no debt stands behind this hold."""
        return not self.reason_code or self.reason_code == "manual"


class CollectionHoldRelease(models.Model):
    """A release lets orders go on that have waited for it."""

    _inherit = "collection.hold.release"

    @api.model_create_multi
    def create(self, vals_list):
        releases = super().create(vals_list)
        for root, group in releases.grouped("company_id").items():
            self.env["sale.order"]._collection_wake(root, group.partner_id.ids)
        return releases
