from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...rules.hold.hold_facts import HoldFacts, HoldItem
from ...rules.ledger.facts import Level

SALES_DAYS = 365
UNSAID = (None, None, None, None)
# what was really said about overdue items: the sternest stage, not above the level of
# today, whose notice was sent and whose own pay-by date has passed; the first sent
# notice that asked for the item after its due date and announced a hold
SAID = """
    SELECT l.id, passed.id, passed.severity, i.payment_returned_on,
           (SELECT MIN(n.pay_by)
              FROM collection_notice_line s
              JOIN collection_notice n ON n.id = s.notice_id
              JOIN collection_stage g ON g.id = n.stage_id
             WHERE s.line_id = l.id AND s.part IN ('due', 'also')
               AND n.state = 'sent' AND g.announces_hold
               AND n.sent_on > COALESCE(l.date_maturity, l.date))
      FROM account_move_line l
      LEFT JOIN collection_item i ON i.line_id = l.id
      LEFT JOIN collection_stage level ON level.id = i.stage_id
      LEFT JOIN LATERAL (
           SELECT g.id, g.severity
             FROM collection_notice_line s
             JOIN collection_notice n ON n.id = s.notice_id
             JOIN collection_stage g ON g.id = s.stage_id
            WHERE s.line_id = l.id AND n.state = 'sent' AND n.pay_by < %(today)s
              AND n.sent_on > COALESCE(l.date_maturity, l.date)
              AND g.severity <= level.severity
            ORDER BY g.severity DESC, n.sent_on DESC LIMIT 1) passed ON TRUE
     WHERE l.id = ANY(%(lines)s)
"""
SALES = """
    SELECT p.commercial_partner_id, SUM(m.amount_untaxed_signed)
      FROM account_move m
      JOIN res_partner p ON p.id = m.partner_id
     WHERE p.commercial_partner_id = ANY(%(partners)s)
       AND m.company_id = ANY(%(companies)s) AND m.state = 'posted'
       AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
       AND m.invoice_date > %(since)s AND m.invoice_date <= %(today)s
     GROUP BY p.commercial_partner_id
"""
# orders that a hold would touch, by who gets the invoice: quotations that are
# open, and of confirmed orders what is not invoiced yet; company currency
TOUCHED = """
    SELECT p.commercial_partner_id,
           SUM(CASE WHEN o.state <> 'sale'
                    THEN o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)
                    ELSE 0 END),
           SUM(CASE WHEN o.state = 'sale'
                    THEN COALESCE(l.rest, 0)
                         / COALESCE(NULLIF(o.currency_rate, 0), 1)
                    ELSE 0 END),
           ARRAY_AGG(o.id ORDER BY o.id)
      FROM sale_order o
      JOIN res_partner p ON p.id = o.partner_invoice_id
      LEFT JOIN LATERAL (
           SELECT SUM(s.price_total * GREATEST(
                      1 - s.qty_invoiced / NULLIF(s.product_uom_qty, 0), 0)) AS rest
             FROM sale_order_line s
            WHERE s.order_id = o.id AND s.display_type IS NULL
              AND s.is_downpayment IS NOT TRUE AND o.state = 'sale') l ON TRUE
     WHERE o.state IN ('draft', 'sent', 'sale')
       AND (o.state <> 'sale' OR o.invoice_status <> 'invoiced')
       AND o.company_id = ANY(%(companies)s)
       AND p.commercial_partner_id = ANY(%(partners)s)
     GROUP BY p.commercial_partner_id
"""


class CollectionHold(models.Model):
    """Gathers what a hold is judged by, in a constant number of queries."""

    _inherit = "collection.hold"

    @api.model
    def _read_facts(self, root, decisions, settings, today):
        """The facts of debtors for the rule of holds.

        :param root: the root company
        :param decisions: {partner id: (Debtor, Decision)}
        :param settings: ``rules.hold_facts.HoldSettings``
        :param today: the company's day
        :return: {partner id: ``rules.hold_facts.HoldFacts``}
        """
        partners = self.env["res.partner"].browse(decisions)
        heavy = {
            partner_id
            for partner_id, (_debtor, decision) in decisions.items()
            if _at_most(decision.claims, today) >= settings.minimum
        }
        shared = {
            "cases": self._read_cases(root, partners),
            "active": self._standing(root, partners, "active"),
            "said": self._read_said(decisions, heavy, today),
            "sales": self._read_sales(root, heavy, today),
            "limits": self._read_limits(root, partners, settings),
            "grace": self._read_grace(root, partners, today),
            "more": self._known_by_causes(root, partners, settings, today),
        }
        return {
            partner_id: self._debtor_facts(debtor, decision, shared, today)
            for partner_id, (debtor, decision) in decisions.items()
        }

    @api.model
    def _debtor_facts(self, debtor, decision, shared, today):
        case = shared["cases"].get(debtor.key, {})
        active = shared["active"].get(debtor.key, self.browse())
        runs = active.manual and (not active.until or active.until >= today)
        return HoldFacts(
            items=tuple(_hold_item(claim, shared["said"]) for claim in decision.claims),
            sales=shared["sales"].get(debtor.key, 0.0),
            limit=shared["limits"].get(debtor.key),
            broken=debtor.broken,
            broken_on=debtor.broken_on,
            person=debtor.person,
            exempt=bool(case.get("hold_exempt")),
            reliable=bool(case.get("reliable")),
            grace_until=shared["grace"].get(debtor.key),
            bank_fresh=debtor.bank_fresh,
            manual=active.manual_effect if runs else None,
            held=active.effect or None,
            more=shared["more"].get(debtor.key, {}),
        )

    @api.model
    def _known_by_causes(self, root, partners, settings, today):
        """What the rules of further causes ask, for addons that declare some.

        A fixed number of queries for all partners, as everything here.

        :return: {partner id: {code of the cause: fact}}
        """
        return {}

    # ------------------------------------------------------------------- reading

    @api.model
    def _standing(self, root, partners, state):
        """The holds in a state, at most one a debtor: {partner id: hold}."""
        holds = self.search(
            [
                ("company_id", "=", root.id),
                ("partner_id", "in", partners.ids),
                ("state", "=", state),
            ]
        )
        return {hold.partner_id.id: hold for hold in holds}

    @api.model
    def _read_cases(self, root, partners):
        """What the cases say about holds: {partner id: row}."""
        names = ["hold_exempt", "reliable"]
        cases = self.env["collection.case"].with_context(active_test=False)
        rows = cases.search_fetch(
            [("company_id", "=", root.id), ("partner_id", "in", partners.ids)], names
        ).read(["partner_id", *names], load=None)
        return {row["partner_id"]: row for row in rows}

    @api.model
    def _read_said(self, decisions, heavy, today):
        """What was said about the overdue items of debtors who owe enough.

        :return: {journal item id: (stage id, its severity, returned on, announced
            pay-by)}
        """
        lines = [
            claim.item.key
            for partner_id in heavy
            for claim in decisions[partner_id][1].claims
            if claim.item.due < today
        ]
        if not lines:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(SQL(SAID, lines=lines, today=today))
        return {line: tuple(said) for line, *said in rows}

    @api.model
    def _read_sales(self, root, heavy, today):
        """Sales of twelve months without tax: {partner id: company currency}."""
        if not heavy:
            return {}
        companies = self.env["account.move.line"]._collection_companies(root)
        return dict(
            self.env.execute_query(
                SQL(
                    SALES,
                    partners=list(heavy),
                    companies=companies.ids,
                    since=today - timedelta(days=SALES_DAYS),
                    today=today,
                )
            )
        )

    @api.model
    def _read_limits(self, root, partners, settings):
        """The credit limits that are in use: {partner id: company currency}."""
        if "share" not in settings.switches or not root.account_use_credit_limit:
            return {}
        partners = partners.sudo().with_company(root)  # the limit is for accountants
        return {partner.id: partner.credit_limit for partner in partners}

    @api.model
    def _read_grace(self, root, partners, today):
        """Until when no new hold is set by itself: {partner id: last day}."""
        debtors = [("company_id", "=", root.id), ("partner_id", "in", partners.ids)]
        ends = self.env["collection.hold.release"]._read_group(
            [*debtors, ("scope", "=", "until"), ("until", ">=", today)],
            ["partner_id"],
            ["until:max"],
        )
        found = {partner.id: until for partner, until in ends}
        days = timedelta(days=root.collection_hold_grace_days)
        ended = self._read_group(
            [*debtors, ("ended_by_hand", "=", True), ("ended_on", ">=", today - days)],
            ["partner_id"],
            ["ended_on:max"],
        )
        for partner, ended_on in ended:
            found[partner.id] = max(found.get(partner.id, today), ended_on + days)
        return found

    # -- what a hold touches: the orders of a debtor that are not invoiced yet

    @api.model
    def _touched(self, root, partners):
        """The order value that holds of these debtors touch.

        :param root: the root company
        :param partners: commercial partners
        :return: {partner id: (open quotations, confirmed and not invoiced, ids of
            both)}; amounts in company currency
        """
        if not partners:
            return {}
        self.env.flush_all()
        companies = self.env["account.move.line"]._collection_companies(root)
        rows = self.env.execute_query(
            SQL(TOUCHED, companies=companies.ids, partners=partners.ids)
        )
        digits = root.currency_id
        return {
            partner_id: (digits.round(quoted), digits.round(ordered), order_ids)
            for partner_id, quoted, ordered, order_ids in rows
        }


def _hold_item(claim, said):
    stage_id, severity, returned_on, announced = said.get(claim.item.key, UNSAID)
    level = Level(stage_id, int(severity)) if stage_id else None
    return HoldItem(claim, announced, level, returned_on)


def _at_most(claims, today):
    """No cause can be about more than this, in company currency."""
    return sum(
        claim.to_collect_company
        + (claim.item.open_company * claim.part("promised") / claim.item.open)
        for claim in claims
        if claim.item.due < today
    )
