from odoo import models

WATCHED = {"state", "payment_state", "no_followup"}


class AccountMove(models.Model):
    """Documents tell collections when they are posted, blocked or taken back."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        lines = posted.line_ids
        companies_sudo = posted.company_id.sudo()  # a time zone, whoever posts
        today = {company.id: company._collection_today() for company in companies_sudo}
        late = lines.filtered(
            lambda line: (
                line.move_id.move_type == "out_invoice"
                and line.move_id.invoice_date
                and line.move_id.invoice_date < today[line.move_id.company_id.id]
            )
        )
        self.env["collection.event"]._mark_lines(late, "posted")
        self.env["collection.event"]._mark_lines(lines - late)
        posted._mark_matched_debtors()
        return posted

    def write(self, vals):
        done = super().write(vals)
        if WATCHED & vals.keys() and vals.get("state") != "posted":
            self.env["collection.event"]._mark_lines(self.line_ids)
            self._mark_matched_debtors()
        return done

    def _mark_matched_debtors(self):
        """Mark the debtors for whom these documents paid: it may be somebody else.

        A payment that is taken back to draft, or rejected, stays matched.
        """
        lines = self.sudo().line_ids  # whoever pays may not read the ledger
        lines = lines.matched_debit_ids.debit_move_id
        self.env["collection.event"]._mark_lines(lines, "taken_back")
