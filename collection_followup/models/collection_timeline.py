from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_timeline_sql import SOURCES

# ids are the id of the source times this, plus the number of the source
SPREAD = 16
KINDS = [
    ("contact", "Contact"),
    ("notice", "Notice"),
    ("promise", "Promise"),
    ("dispute", "Dispute"),
    ("invoice", "Invoice"),
    ("payment", "Payment"),
    ("order", "Order"),
    ("hold", "Hold"),
]
ONLY = "collection_timeline_ids"
COLUMNS = """
    source_id, case_id, date, moment, kind, event, user_id, contact_id, document,
    note, code, day, amount, currency_id, res_model, res_id
"""


class CollectionTimeline(models.Model):
    """Everything that happened with a debtor, in one list, the latest first.

    It is a view over what is recorded elsewhere: contacts, notices, promises,
    disputes, invoices and payments of all his addresses, orders, holds. Asked for
    one case it reads only what belongs to it (the indexes lead from the case to
    his contacts and on to their entries).
    """

    _name = "collection.timeline"
    _description = "Timeline of a debtor"
    _auto = False
    _rec_name = "document"
    _order = "date desc, moment desc, id desc"
    _depends = {
        "account.account": ["account_type", "non_trade"],
        "account.move": ["move_type", "name", "ref", "invoice_date", "invoice_user_id"],
        "account.move.line": [
            "account_id",
            "amount_currency",
            "amount_residual_currency",
            "company_id",
            "currency_id",
            "date_maturity",
            "move_id",
            "parent_state",
            "partner_id",
        ],
        "account.partial.reconcile": [
            "credit_move_id",
            "debit_amount_currency",
            "debit_move_id",
            "max_date",
        ],
        "account.payment": [
            "amount",
            "currency_id",
            "date",
            "memo",
            "move_id",
            "name",
            "partner_id",
            "state",
        ],
        "collection.case": ["company_id", "partner_id", "user_id"],
        "collection.commitment": ["amount", "date", "state", "paid_on", "broken_on"],
        "collection.dispute": ["amount", "closed_on", "deadline", "opened_on", "state"],
        "collection.hold": ["effect", "ended_on", "reason", "since", "state"],
        "collection.hold.release": ["amount", "date", "reason", "scope", "until"],
        "collection.interaction": ["date", "kind", "note", "outcome", "user_id"],
        "collection.item": ["line_id", "returned_on"],
        "collection.notice": ["amount", "name", "sent_on", "state", "subject"],
        "res.company": ["currency_id", "parent_path"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "amount_total",
            "collection_waiting",
            "collection_waiting_reason",
            "collection_waiting_since",
            "date_order",
            "name",
            "state",
        ],
    }

    case_id = fields.Many2one("collection.case", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Debtor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    date = fields.Date(readonly=True)
    moment = fields.Datetime(string="At", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    event = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)
    contact_id = fields.Many2one("res.partner", string="With whom", readonly=True)
    document = fields.Char(readonly=True)
    note = fields.Text(readonly=True)
    day = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True, aggregator=None)
    currency_id = fields.Many2one("res.currency", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)

    @property
    def _table_query(self):
        wanted = self._wanted()
        legs = [
            self._leg(number, wanted and wanted.get(number))
            for number in SOURCES
            if wanted is None or number in wanted
        ]
        return SQL(
            """
            SELECT one.*, debtor.partner_id, debtor.company_id,
                   debtor.user_id AS collector_id
              FROM (%s) AS one
              JOIN collection_case debtor ON debtor.id = one.case_id
            """,
            SQL(" UNION ALL ").join(legs),
        )

    @api.model
    def _leg(self, number, ids):
        """One source with its own ids.

        :param ids: only these records of the source; None for all
        """
        key, query = SOURCES[number]
        company = self.env.company
        source = SQL(
            query,
            tz=company._collection_tz(),
            today=company._collection_today(),
        )
        if ids is not None:
            glue = "AND" if "WHERE" in query else "WHERE"
            only = SQL(f"{glue} {key} = ANY(%s)", ids)  # pylint: disable=sql-injection
            source = SQL("%s %s", source, only)
        return SQL(
            "SELECT source_id::bigint * %(spread)s + %(number)s AS id, leg.*"
            " FROM (%(source)s) AS leg (%(columns)s)",
            spread=SPREAD,
            number=number,
            source=source,
            columns=SQL(COLUMNS),
        )

    # -------------------------------------------------------------- reading by id

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Search; rows that are read by their ids are taken from their sources.

        Without this, reading a page of the list again would go through every
        source of the database.
        """
        ids = self._only_ids(Domain(domain))
        if ids is None or ONLY in self.env.context:
            return super()._search(domain, *args, **kwargs)
        narrow = self.with_context(**{ONLY: ids})
        return narrow._search(domain, *args, **kwargs)

    @api.model
    def _only_ids(self, domain):
        """The ids that a domain asks for, or None when it asks for more."""
        if getattr(domain, "field_expr", None) != "id" or domain.operator != "in":
            return None
        return tuple(one for one in domain.value if isinstance(one, int))

    @api.model
    def _wanted(self):
        """The source ids by number of the source; None for everything.

        The context narrows what is read and never widens it.
        """
        ids = self.env.context.get(ONLY)
        if ids is None:
            return None
        wanted = {}
        for one in ids:
            wanted.setdefault(one % SPREAD, []).append(one // SPREAD)
        return {number: wanted[number] for number in wanted if number in SOURCES} or {
            1: []
        }
