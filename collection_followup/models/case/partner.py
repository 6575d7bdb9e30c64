from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..settings.groups import COLLECTIONS, LEDGER
from ..settings.ruled_fields import RuledOne2many

COMPARE = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


class ResPartner(models.Model):
    """Partners know their case, and contacts their role in paying."""

    _inherit = "res.partner"

    collection_case_ids = RuledOne2many(
        "collection.case", "partner_id", groups=COLLECTIONS
    )
    collection_role_ids = fields.Many2many(
        "collection.role",
        string="Role in collections",
        copy=False,
        groups=COLLECTIONS,
        help="What this person does with our invoices; stages write to a role.",
    )
    collection_case_id = fields.Many2one(
        "collection.case",
        string="Case",
        compute="_compute_collection_case_id",
        groups=COLLECTIONS,
        help="The case of the customer in the current company.",
    )
    collection_stage_id = fields.Many2one(
        "collection.stage",
        string="Collection stage",
        compute="_compute_collection_case_id",
        search="_search_collection_stage_id",
        groups=COLLECTIONS,
        help="The highest stage that was sent for what is still open.",
    )
    collection_overdue = fields.Monetary(
        string="Overdue",
        compute="_compute_collection_overdue",
        search="_search_collection_overdue",
        groups=LEDGER,
        help="What the ledger of the current company shows as past its due date, "
        "before credits that are not matched.",
    )

    @api.depends("commercial_partner_id.collection_case_ids.stage_id")
    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_collection_case_id(self):
        cases = self.env["collection.case"].search(self._collection_case_domain())
        by_debtor = cases.grouped("partner_id")
        for partner in self:
            case = by_debtor.get(partner.commercial_partner_id, cases.browse())
            partner.collection_case_id = case
            partner.collection_stage_id = case.stage_id

    def _collection_case_domain(self):
        return Domain("partner_id", "in", self.commercial_partner_id.ids) & Domain(
            "company_id", "=", self.env.company.root_id.id
        )

    def _search_collection_stage_id(self, operator, value):
        self._check_field_access(self._fields["collection_stage_id"], "read")
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        company = Domain("company_id", "=", self.env.company.root_id.id)
        stages = value
        found = Domain("id", "in", [])
        if operator == "in":
            stages = [stage for stage in value if stage]
            if len(stages) < len(value):
                cases = self.env["collection.case"]._search(
                    company & Domain("stage_id", "!=", False)
                )
                found = ~Domain(
                    "commercial_partner_id", "in", cases.subselect("partner_id")
                )
        cases = self.env["collection.case"]._search(
            company & Domain("stage_id", operator, stages)
        )
        return found | Domain(
            "commercial_partner_id", "in", cases.subselect("partner_id")
        )

    @api.depends_context("company", "allowed_company_ids")
    def _compute_collection_overdue(self):
        debtors = self.commercial_partner_id
        sums = dict(
            self.env.execute_query(
                SQL(
                    "SELECT debtor, amount FROM (%s) overdue WHERE debtor = ANY(%s)",
                    self._collection_overdue_query(),
                    debtors.ids,
                )
            )
        )
        for partner in self:
            partner.collection_overdue = sums.get(partner.commercial_partner_id.id, 0.0)

    def _search_collection_overdue(self, operator, value):
        # whoever may not read the amount would find it out by counting
        self._check_field_access(self._fields["collection_overdue"], "read")
        if operator not in COMPARE:
            return NotImplemented
        overdue = SQL(
            "SELECT debtor FROM (%s) overdue WHERE amount %s %s",
            self._collection_overdue_query(),
            SQL(COMPARE[operator]),
            value,
        )
        found = Domain("commercial_partner_id", "in", SQL("(%s)", overdue))
        zero_counts = {"<": value > 0, "<=": value >= 0, ">": value < 0}
        if zero_counts.get(operator, value <= 0):
            some = SQL("(SELECT debtor FROM (%s) x)", self._collection_overdue_query())
            found |= Domain("commercial_partner_id", "not in", some)
        return found

    def _collection_overdue_query(self):
        """Sum what is past due by debtor, over the branches of the company."""
        company, lines = self.env.company, self.env["account.move.line"]
        lines.flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return SQL(
            """
            SELECT contact.commercial_partner_id AS debtor,
                   SUM(l.amount_residual) AS amount
              FROM account_move_line l
              JOIN res_partner contact ON contact.id = l.partner_id
             WHERE %(open)s AND l.amount_residual_currency > 0
               AND COALESCE(l.date_maturity, l.date) < %(today)s
          GROUP BY contact.commercial_partner_id
            """,
            today=company._collection_today(),
            open=lines._collection_open_sql(company),
        )

    def action_open_collection_case(self):
        """Open the case of the debtor, or his open items where there is none."""
        self.ensure_one()
        if self.collection_case_id:
            return self.collection_case_id._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_open_item_action"
        )
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        return action
