from odoo import api, models

from ...sentences import house


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging partners joins their cases first.

    Core moves every reference to the kept partner by SQL: two cases of one company
    would meet the unique index, and core would delete one of them with its evidence.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._join_collection_cases(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _join_collection_cases(self, src_partners, dst_partner):
        """Keep one case for each company, with all that the others hold."""
        debtor = dst_partner.commercial_partner_id
        # whoever merges partners may not see every collector's cases and companies
        cases_sudo = self.env["collection.case"].sudo().with_context(active_test=False)
        found = cases_sudo.search(
            [("partner_id", "in", (src_partners | dst_partner | debtor).ids)],
            order="id",
        )
        for cases in found.grouped("company_id").values():
            if not cases & cases.filtered(lambda c: c.partner_id != debtor):
                continue
            kept = cases.filtered(lambda case: case.partner_id == debtor) or cases[:1]
            self._join_into(kept, cases - kept, debtor)

    @api.model
    def _join_into(self, kept, others, debtor):
        """Move everything of ``others`` to ``kept`` and make it the debtor's case."""
        (kept | others)._leave_one_unsent_notice()
        (kept | others)._leave_one_hold()
        (kept | others)._leave_no_trouble()
        kept.write(kept._joined_values(others) | {"partner_id": debtor.id})
        (kept | others).notice_ids.partner_id = debtor
        names = ", ".join(others.mapped("partner_id.display_name"))
        if others:
            others.total_ids.unlink()  # sums of their own; the next judgement renews
            self._update_foreign_keys_generic("collection.case", others, kept)
            self._update_reference_fields_generic("collection.case", others, kept)
            self.env.invalidate_all()
            others.unlink()
            kept._take_over_said()
            kept._message_log(
                body=house(kept.company_id)._(
                    "Joined with the case of %(names)s.", names=names
                )
            )
        self.env["collection.event"]._mark_partners(debtor, kept.company_id)
