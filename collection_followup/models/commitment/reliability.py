from odoo import api, fields, models
from odoo.tools import SQL

from ...rules.commitment.reliability import JUDGED, Promise, reliability
from ...rules.ledger.facts import Currency
from ..case.judge import as_json

WINDOW = 24  # months back: who kept his word long ago may not do so today

# the judged commitments of debtors, in company currency by the rate of the
# promised day
READ = """
    SELECT m.partner_id, m.state, m.date, m.amount * rate.factor AS amount,
           m.paid_amount * rate.factor AS paid, m.paid_on
      FROM collection_commitment m
      JOIN LATERAL (
           SELECT CASE WHEN m.currency_id = %(currency)s THEN 1.0
                  ELSE %(ours)s / %(theirs)s END::float AS factor) rate ON TRUE
     WHERE m.company_id = %(root)s AND m.partner_id IN %(partners)s
       AND m.state IN %(judged)s
       AND m.date > %(today)s::date - INTERVAL '1 month' * %(months)s
"""
RATE = """
    COALESCE(
        (SELECT r.rate FROM res_currency_rate r
          WHERE r.currency_id = %(currency)s AND r.name <= m.date
            AND (r.company_id IS NULL OR r.company_id = %(root)s)
          ORDER BY r.company_id, r.name DESC LIMIT 1),
        (SELECT r.rate FROM res_currency_rate r
          WHERE r.currency_id = %(currency)s
            AND (r.company_id IS NULL OR r.company_id = %(root)s)
          ORDER BY r.company_id, r.name LIMIT 1),
        1.0)
"""
# only what is new is written
STORE = """
    UPDATE collection_case c
       SET reliability = v.reliability, promises_kept = v.promises_kept,
           promises_judged = v.promises_judged, reliable = v.reliable
      FROM json_populate_recordset(NULL::collection_case, %(rows)s) v
     WHERE c.partner_id = v.partner_id AND c.company_id = %(root)s
       AND (c.reliability, c.promises_kept, c.promises_judged, c.reliable)
           IS DISTINCT FROM
           (v.reliability, v.promises_kept, v.promises_judged, v.reliable)
"""


class CollectionCase(models.Model):
    """How far a debtor can be believed, by the promises of two years."""

    _inherit = "collection.case"

    reliability = fields.Char(
        readonly=True,
        help="How many promises of the last 24 months were kept, how much of the "
        "promised money came (company currency, by the rate of the promised day) and "
        "how many days late it was on average; early money counts as in time.",
    )
    promises_kept = fields.Integer(readonly=True, aggregator=None)
    promises_judged = fields.Integer(
        string="Promises that came due", readonly=True, aggregator=None
    )
    reliable = fields.Boolean(
        readonly=True,
        help=(
            "At least two promises came due within 24 months, and the share in the "
            "settings (70 % by default) was kept, both by number and by amount."
        ),
    )

    @api.model
    def _rate_reliability(self, root, partners, today):
        """Sum up the judged promises of debtors, a few statements for all.

        :param root: the root company
        :param partners: commercial partners, or None for all with a judged promise
        :param today: the company's day
        """
        partners = self._read_rated(root, partners)
        if not partners:
            return
        rows = self._reliability_rows(root, partners, today)
        self.flush_model()
        self.env.cr.execute(SQL(STORE, rows=as_json(rows), root=root.id))
        self.invalidate_model(
            ["reliability", "promises_kept", "promises_judged", "reliable"]
        )

    @api.model
    def _reliability_rows(self, root, partners, today):
        """What the cases of these debtors say, one row each."""
        found = self._read_promises(root, partners, today)
        share = root.collection_reliable_share / 100.0
        money = Currency(root.currency_id.name, root.currency_id.rounding)
        lang = root.partner_id.lang or self.env.lang
        words = self.env["collection.reason"].with_context(lang=lang)
        rows = []
        for partner_id in partners.ids:
            rated = reliability(found.get(partner_id, ()), money, share)
            said = words._say_reliability(rated.reason, root.currency_id)
            rows.append(
                {
                    "partner_id": partner_id,
                    "reliability": said if rated.judged else None,
                    "promises_kept": rated.kept,
                    "promises_judged": rated.judged,
                    "reliable": rated.reliable,
                }
            )
        return rows

    @api.model
    def _read_rated(self, root, partners):
        """The debtors of whom something can be said, or was before."""
        domain = [("company_id", "=", root.id), ("state", "in", JUDGED)]
        known = [("company_id", "=", root.id), ("promises_judged", ">", 0)]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
            known.append(("partner_id", "in", partners.ids))
        groups = self.env["collection.commitment"]._read_group(domain, ["partner_id"])
        return self.search(known).partner_id.union(*(group for (group,) in groups))

    @api.model
    def _read_promises(self, root, partners, today):
        """The judged promises by debtor: {partner id: [rules.reliability.Promise]}."""
        self.env["collection.commitment"].flush_model()
        rows = self.env.execute_query(
            SQL(
                READ,
                root=root.id,
                partners=tuple(partners.ids),
                currency=root.currency_id.id,
                ours=self._rate_sql(root, SQL("%s", root.currency_id.id)),
                theirs=self._rate_sql(root, SQL("m.currency_id")),
                judged=JUDGED,
                today=today,
                months=WINDOW,
            )
        )
        found = {}
        for partner_id, state, on, amount, paid, paid_on in rows:
            promise = Promise(state, on, amount, paid or 0.0, paid_on)
            found.setdefault(partner_id, []).append(promise)
        return found

    @api.model
    def _rate_sql(self, root, currency):
        """The rate of a currency on the promised day, as Odoo finds it."""
        return SQL(RATE, root=root.id, currency=currency)
