from odoo import api, fields, models
from odoo.fields import Domain

from ...sentences import say_date
from .hold import EFFECTS


class ResPartner(models.Model):
    """Everybody in the house sees that a customer is on hold, and what frees him."""

    _inherit = "res.partner"

    collection_hold_effect = fields.Selection(
        EFFECTS,
        string="Credit hold",
        compute="_compute_collection_hold",
        search="_search_collection_hold_effect",
        compute_sudo=True,
        groups="base.group_user",
        help="Whether the customer may buy on credit in the current company.",
    )
    collection_hold_words = fields.Text(
        string="Credit hold in words",
        compute="_compute_collection_hold",
        compute_sudo=True,
        groups="base.group_user",
        help="Who put the customer on hold, since when, why, and what would end it.",
    )

    @api.depends("commercial_partner_id.collection_case_ids.hold_id")
    @api.depends_context("company", "lang")
    def _compute_collection_hold(self):
        # salespeople do not read cases: they see these words and nothing else
        holds = self.env["collection.hold"].sudo()
        holds = holds._standing(
            self.env.company.root_id, self.commercial_partner_id, "active"
        )
        for partner in self:
            hold = holds.get(partner.commercial_partner_id.id)
            partner.collection_hold_effect = hold and hold.effect
            partner.collection_hold_words = hold and hold._in_words()

    def _search_collection_hold_effect(self, operator, value):
        self._check_field_access(self._fields["collection_hold_effect"], "read")
        if operator != "in":
            return NotImplemented
        cases = self.env["collection.case"].sudo()  # only which debtors are held
        company = Domain("company_id", "=", self.env.company.root_id.id)
        held = cases._search(company & Domain("hold_effect", "in", value))
        found = Domain("commercial_partner_id", "in", held.subselect("partner_id"))
        if False in value:
            some = cases._search(company & Domain("hold_effect", "!=", False))
            found |= Domain(
                "commercial_partner_id", "not in", some.subselect("partner_id")
            )
        return found

    def action_collection_hold(self):
        """Put a customer on hold, whether he owes something or not."""
        self.ensure_one()
        cases = self.env["collection.case"]
        cases.check_access("write")
        return cases._case_of(self, self.env.company).action_hold()


class CollectionHold(models.Model):
    """A hold in words for those who do not see the ledger."""

    _inherit = "collection.hold"

    def _in_words(self):
        """Who, since when, why and what frees it; no invoice is named."""
        self.ensure_one()
        who = self.user_id.name or self.env._("the settings of collections")
        since = self.env._(
            "Since %(since)s, by %(who)s.",
            since=say_date(self.env, self.since),
            who=who,
        )
        lines = [since, self.reason]
        if self.frees:
            lines.append(self.frees_words)
        return "\n".join(lines)
