from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...sentences import say_date
from .timeline_sql import SOURCES

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
_lt = LazyTranslate(__name__)
# events whose sentence ends with the note
WITH_NOTE = ("contact", "dispute", "hold", "promise")
# the words of each event; those of a kind serve for all its other events
SENTENCES = {
    "contact": _lt("%(what)s: %(code)s."),
    "notice": _lt("%(note)s, %(document)s, to be paid by %(day)s"),
    "promise": _lt("Promise for %(day)s"),
    ("promise", "promised"): _lt("Promised for %(day)s. %(document)s"),
    ("promise", "kept"): _lt("Promise for %(day)s was kept."),
    ("promise", "partly"): _lt("Promise for %(day)s was kept in part."),
    ("promise", "broken"): _lt("Promise for %(day)s was broken."),
    ("promise", "postponed"): _lt("Promise for %(day)s was replaced."),
    ("promise", "cancelled"): _lt("Promise for %(day)s was cancelled."),
    "dispute": _lt("%(document)s"),
    ("dispute", "opened"): _lt("%(document)s is disputed, until %(day)s."),
    ("dispute", "closed"): _lt("Dispute about %(document)s is closed."),
    "invoice": _lt("Invoice %(document)s, due %(day)s. %(note)s"),
    ("invoice", "refund"): _lt("Credit note %(document)s. %(note)s"),
    ("invoice", "due"): _lt("%(document)s was due."),
    "payment": _lt("Payment %(document)s. %(note)s"),
    ("payment", "paid"): _lt("%(note)s paid %(document)s."),
    ("payment", "credited"): _lt("Credit note %(note)s set off %(document)s."),
    ("payment", "returned"): _lt("Payment of %(document)s came back."),
    "order": _lt("Order %(document)s was confirmed. %(note)s"),
    ("order", "waits"): _lt("Order %(document)s waits for payment. %(note)s"),
    "hold": _lt("On hold: %(code)s."),
    ("hold", "freed"): _lt("The hold ended."),
    ("hold", "released"): _lt("Released: %(code)s %(document)s."),
}


class CollectionTimeline(models.Model):
    """Everything that happened with a debtor, in one list, the latest first.

    It is a view over what is recorded elsewhere: contacts, notices, promises,
    disputes, invoices and payments of all his addresses, orders, holds. Asked for
    one case it reads only what belongs to it (the indexes lead from the case to
    his contacts and on to their entries).
    """

    _name = "collection.timeline"
    _description = "Timeline of a customer"
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
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    date = fields.Date(readonly=True)
    moment = fields.Datetime(string="At", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    event = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)
    contact_id = fields.Many2one("res.partner", string="Contact person", readonly=True)
    document = fields.Char(readonly=True)
    note = fields.Text(readonly=True)
    day = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True, aggregator=None)
    currency_id = fields.Many2one("res.currency", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)

    words = fields.Char(string="What", compute="_compute_words")

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

    # ---------------------------------------------- what happened, in one sentence

    @api.depends("kind", "event", "code", "document", "note", "day", "contact_id")
    def _compute_words(self):
        labels = self._labels()
        for row in self:
            values = {
                "document": row.document or "",
                "note": row.note or "",
                "day": say_date(self.env, row.day) if row.day else "-",
                "code": labels.get((row.kind, row.code), row.code or ""),
                "what": labels.get(("kind", row.event), ""),
                "who": row.contact_id.name or "",
            }
            words = row._sentence() % values
            if row.kind in WITH_NOTE and row.note:
                words = f"{words} {row.note}"
            row.words = " ".join(words.split())

    def _sentence(self):
        """The sentence of this event, with places for its values."""
        sentence = SENTENCES.get((self.kind, self.event), SENTENCES[self.kind])
        return self.env._(sentence)

    @api.model
    def _labels(self):
        """The words of the codes that rows carry: {(kind, code): label}."""
        interactions = self.env["collection.interaction"]._fields
        outcomes = interactions["outcome"]._description_selection(self.env)
        kinds = interactions["kind"]._description_selection(self.env)
        effects = self.env["collection.hold"]._fields["effect"]
        scopes = self.env["collection.hold.release"]._fields["scope"]
        return {
            **{("contact", code): label for code, label in outcomes},
            **{("kind", code): label for code, label in kinds},
            **{
                ("hold", code): label
                for code, label in [
                    *effects._description_selection(self.env),
                    *scopes._description_selection(self.env),
                ]
            },
        }

    def action_open(self):
        """Open what this row tells of, for whoever may see it."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)._get_records_action()


class CollectionCase(models.Model):
    """Everything that happened with a debtor, on the case."""

    _inherit = "collection.case"

    timeline_ids = fields.One2many(
        "collection.timeline", "case_id", readonly=True, copy=False
    )

    def action_open_timeline(self):
        """Show everything that happened with these debtors, to search and filter."""
        return self._screen_action("collection_timeline_action")

    def action_log_contact(self):
        """Write down a visit, a meeting, a letter or a message: a small window.

        The kind comes from the context of the button.
        """
        self.check_access("write")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_interaction_new_action"
        )
        kinds = dict(self.env["collection.interaction"]._fields["kind"].selection)
        kind = self.env.context.get("default_kind")
        action["context"] = {
            "default_case_id": self.id,
            "default_kind": kind if kind in kinds else "visit",
            "default_outcome": "reached",
        }
        return action
