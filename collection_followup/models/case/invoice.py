from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..settings.groups import COLLECTIONS, LEDGER
from .partner import COMPARE

# what is shown of a document: field -> (SQL over its items or notices, their source)
ITEMS = SQL(
    """collection_item item
       JOIN account_move_line l ON l.id = item.line_id
       JOIN collection_stage stage ON stage.id = item.stage_id"""
)
NOTICES = SQL(
    """collection_notice_line l
       JOIN collection_notice notice ON notice.id = l.notice_id
        AND notice.state = 'sent'"""
)
SHOWN = {
    "collection_stage_id": (
        SQL("(ARRAY_AGG(stage.id ORDER BY stage.severity DESC, item.id))[1]"),
        ITEMS,
    ),
    "collection_severity": (SQL("MAX(stage.severity)"), ITEMS),
    "collection_last_notice_id": (
        SQL("(ARRAY_AGG(notice.id ORDER BY notice.sent_on DESC, notice.id DESC))[1]"),
        NOTICES,
    ),
    "collection_sent_on": (SQL("MAX(notice.sent_on)"), NOTICES),
    "collection_sent_to": (
        SQL(
            """(ARRAY_AGG(COALESCE(notice.contact_id, notice.partner_id)
                ORDER BY notice.sent_on DESC, notice.id DESC))[1]"""
        ),
        NOTICES,
    ),
}
OPEN = SQL(
    """account_move_line l JOIN account_account account
        ON account.id = l.account_id AND account.account_type = 'asset_receivable'
     WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
       AND l.amount_residual > 0"""
)


class AccountMove(models.Model):
    """Invoices show what collections did for them; nothing is stored on them."""

    _inherit = "account.move"

    collection_stage_id = fields.Many2one(
        "collection.stage",
        string="Collection stage",
        compute="_compute_collection_shown",
        search="_search_collection_stage_id",
        groups=COLLECTIONS,
        help="The highest stage that was sent for a part of this invoice.",
    )
    collection_severity = fields.Selection(
        selection=lambda self: (
            self.env["collection.stage"]._fields["severity"].selection
        ),
        string="Collection severity",
        compute="_compute_collection_shown",
        search="_search_collection_severity",
        groups=COLLECTIONS,
        help="How firm the highest stage was, whatever the strategy.",
    )
    collection_days_late = fields.Integer(
        string="Days past due",
        compute="_compute_collection_days_late",
        search="_search_collection_days_late",
        groups=LEDGER,
        aggregator="max",
        help="Days since the oldest due date that is still open.",
    )
    collection_last_notice_id = fields.Many2one(
        "collection.notice",
        string="Last notice",
        compute="_compute_collection_shown",
        search="_search_collection_last_notice_id",
        groups=COLLECTIONS,
        help="The last notice that was sent and listed this invoice.",
    )
    collection_sent_on = fields.Date(
        string="Last notice sent on",
        compute="_compute_collection_shown",
        search="_search_collection_sent_on",
        groups=COLLECTIONS,
    )
    collection_sent_to = fields.Many2one(
        "res.partner",
        string="Last notice sent to",
        compute="_compute_collection_shown",
        search="_search_collection_sent_to",
        groups=COLLECTIONS,
    )

    @api.depends("line_ids.collection_item_ids")
    def _compute_collection_shown(self):
        self._flush_collection()
        for source in (ITEMS, NOTICES):
            names = [name for name, (_expr, where) in SHOWN.items() if where is source]
            found = self._read_collection_shown(names, source)
            for move in self:
                values = found.get(move.id, [False] * len(names))
                for name, value in zip(names, values, strict=True):
                    move[name] = value

    @api.model
    def _flush_collection(self):
        """Write what waits in memory before SQL reads it."""
        for model in ("item", "notice", "notice.line", "stage"):
            self.env[f"collection.{model}"].flush_model()

    def _read_collection_shown(self, names, source):
        """Read the shown values of these documents from one source."""
        query = SQL(
            "SELECT l.move_id, %s FROM %s WHERE l.move_id = ANY(%s) GROUP BY l.move_id",
            SQL(", ").join(SHOWN[name][0] for name in names),
            source,
            self.ids,
        )
        return {row[0]: row[1:] for row in self.env.execute_query(query)}

    @api.depends("line_ids.amount_residual", "line_ids.date_maturity", "state")
    def _compute_collection_days_late(self):
        self.env["account.move.line"].flush_model()
        query = SQL(
            "SELECT l.move_id, MIN(COALESCE(l.date_maturity, l.date)) FROM %s"
            " AND l.move_id = ANY(%s) GROUP BY l.move_id",
            OPEN,
            self.ids,
        )
        oldest = dict(self.env.execute_query(query))
        for move in self:
            today = (move.company_id or self.env.company)._collection_today()
            late = (today - oldest.get(move.id, today)).days
            move.collection_days_late = max(late, 0)

    def _search_collection_stage_id(self, operator, value):
        return self._search_shown("collection_stage_id", operator, value)

    def _search_collection_severity(self, operator, value):
        return self._search_shown("collection_severity", operator, value)

    def _search_collection_last_notice_id(self, operator, value):
        return self._search_shown("collection_last_notice_id", operator, value)

    def _search_collection_sent_on(self, operator, value):
        return self._search_shown("collection_sent_on", operator, value)

    def _search_collection_sent_to(self, operator, value):
        return self._search_shown("collection_sent_to", operator, value)

    def _search_shown(self, name, operator, value):
        """Search the documents by a value that is read from items or notices."""
        field = self._fields[name]
        self._check_field_access(field, "read")  # counts would tell it bit by bit
        if field.type == "many2one" and operator != "in":
            any_of = operator in ("any", "any!")
            domain = value if any_of else [("display_name", operator, value)]
            value, operator = self.env[field.comodel_name].search(domain).ids, "in"
        if operator in COMPARE:
            return self._shown_having(name, SQL(COMPARE[operator]), value)
        if operator != "in":
            return NotImplemented
        values = tuple(one for one in value if one)
        found = Domain.FALSE
        if values:
            found = self._shown_having(name, SQL("IN"), values)
        if len(values) < len(value):
            found |= ~self._shown_having(name, SQL("IS NOT"), None)
        return found

    def _shown_having(self, name, operator, value):
        expression, source = SHOWN[name]
        self._flush_collection()
        moves = SQL(
            "(SELECT l.move_id FROM %s GROUP BY l.move_id HAVING %s %s %s)",
            source,
            expression,
            operator,
            value,
        )
        return Domain("id", "in", moves)

    def _search_collection_days_late(self, operator, value):
        self._check_field_access(self._fields["collection_days_late"], "read")
        if operator not in COMPARE:
            return NotImplemented
        late = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s %s",
                model._field_to_sql(alias, "collection_days_late", query),
                SQL(COMPARE[operator]),
                value,
            )
        )
        # most documents are settled: leave them out before anything is computed
        settled = Domain("payment_state", "in", ("paid", "in_payment", "reversed"))
        return late if "<" in operator else late & ~settled

    def _field_to_sql(self, alias, field_expr, query=None):
        """Group and sort documents by what is read from items and notices."""
        if field_expr in SHOWN:
            self._check_field_access(self._fields[field_expr], "read")
            expression, source = SHOWN[field_expr]
            return SQL(
                "(SELECT %s FROM %s WHERE l.move_id = %s)",
                expression,
                source,
                SQL.identifier(alias, "id"),
            )
        if field_expr == "collection_days_late":
            self._check_field_access(self._fields[field_expr], "read")
            return SQL(
                "COALESCE((SELECT GREATEST(%s::date"
                " - MIN(COALESCE(l.date_maturity, l.date)), 0)"
                " FROM %s AND l.move_id = %s), 0)",
                self.env.company._collection_today(),
                OPEN,
                SQL.identifier(alias, "id"),
            )
        return super()._field_to_sql(alias, field_expr, query)

    def action_open_collection_case(self):
        """Open the case of the debtor of this document."""
        self.ensure_one()
        debtor = self.commercial_partner_id.with_company(self.company_id)
        return debtor.action_open_collection_case()
