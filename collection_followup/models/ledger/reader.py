from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...rules.ledger import amounts
from ...rules.ledger.facts import (
    Credit,
    Currency,
    Debtor,
    Item,
    LastNotice,
    Level,
    SentStage,
)

# how far back sent notices matter; longer than any repeat window in use
NOTICE_DAYS = 400


class CollectionReader(models.AbstractModel):
    """Gathers what a decision may know, in a constant number of queries."""

    _name = "collection.reader"
    _description = "Collections ledger reader"

    @api.model
    def _read_debtors(self, company, partners, today):
        """Gather the facts of debtors for the rules.

        :param company: any company of the tree
        :param partners: commercial partners, or None for all with open items
        :param today: the company's day
        :return: list of ``rules.facts.Debtor``, keyed by commercial partner
        """
        root = company.root_id
        rows = self.env["account.move.line"]._read_open_items(root, partners)
        by_debtor = defaultdict(list)
        for row in rows:
            by_debtor[row.debtor_id].append(row)
        if partners is None:
            partners = self.env["res.partner"].browse(by_debtor)
        shared = self._shared_facts(root, partners, rows, today)
        return [
            self._debtor(partner_id, by_debtor[partner_id], shared)
            for partner_id in partners.ids
        ]

    @api.model
    def _read_claims(self, company, partners, today):
        """What is chaseable now, by commercial partner.

        :return: {partner id: tuple of ``rules.facts.Claim``}
        """
        policy = company._collection_policy()
        return {
            debtor.key: amounts.claims(
                debtor.items, debtor.credits, debtor.transits, today, policy
            )
            for debtor in self._read_debtors(company, partners, today)
        }

    @api.model
    def _shared_facts(self, root, partners, rows, today):
        """Read everything that is not in the ledger, once for all debtors."""
        transit = self.env["collection.transit"]
        return {
            "currencies": self._currencies(),
            "strategies": self._strategies(root),
            "cases": self._cases(root, partners),
            "sent": self._sent(root, partners, today),
            "transits": transit._read_transits(root, partners, rows, today),
            "credits": self._read_credits(root, rows),
            "fresh": root._collection_bank_is_fresh(today),
            "silent": self._out_of_reach(root, partners),
            "rests": self._rests_by_item(root, partners, rows, today),
        }

    @api.model
    def _rests_by_item(self, root, partners, rows, today):
        """What is not claimed of each item: {journal item id: ((part, amount), ...)}.

        The parts stand in the order in which they are taken.
        """
        read = self._read_rests(root, partners, rows, today)
        found = defaultdict(tuple)
        for name in self._parts():
            for line_id, amount in read.get(name, {}).items():
                if amount > 0.0:
                    found[line_id] += ((name, amount),)
        return found

    # ------------------------------------------------------------- building facts

    @api.model
    def _debtor(self, partner_id, rows, shared):
        case = shared["cases"].get(partner_id, {})
        return Debtor(
            key=partner_id,
            items=tuple(
                self._item(r, shared) for r in rows if r.residual > 0 and r.chased
            ),
            excluded=tuple(
                self._item(r, shared) for r in rows if r.residual > 0 and not r.chased
            ),
            credits=tuple(shared["credits"].get(partner_id, ())),
            transits=tuple(shared["transits"].get(partner_id, ())),
            strategy=shared["strategies"].get(case.get("strategy_id")),
            bank_fresh=shared["fresh"],
            reachable=partner_id not in shared["silent"],
            **self._told(shared["sent"].get(partner_id, ())),
            **self._steering(case),
        )

    @api.model
    def _told(self, sent):
        """What the debtor was told before."""
        last = max(sent, key=lambda row: row["sent_on"], default=None)
        return {
            "last_notice": last
            and LastNotice(last["sent_on"], last["pay_by"], int(last["severity"])),
            "sent": tuple(
                SentStage(row["stage_id"], int(row["severity"]), row["sent_on"])
                for row in sent
            ),
        }

    @api.model
    def _steering(self, case):
        """What people and events have set on the case."""
        flags = ("person", "late_before", "new_customer", "bounced", "decision_open")
        return {
            "grace_days": case.get("grace_days") or 0,
            "paused_until": case.get("pause_until"),
            "stop": case.get("stop"),
            "replied_on": case.get("replied_on"),
            "decided_on": case.get("decided_on"),
            "last_contact": case.get("last_contact_date"),
            "payment_run": self._payment_run(case),
            **{flag: bool(case.get(flag)) for flag in flags},
        }

    @api.model
    def _item(self, row, shared):
        level = None
        if row.stage_id:
            level = Level(row.stage_id, int(row.severity), row.level_date, row.due_then)
        return Item(
            key=row.line_id,
            move_key=row.move_id,
            currency=shared["currencies"][row.currency_id],
            open=row.residual,
            open_company=row.residual_company,
            due=row.due,
            issued=row.issued,
            posted_on=row.posted_on,
            total_company=row.total_company,
            level=level,
            rests=shared["rests"].get(row.line_id, ()),
            skip_once=bool(row.skip_once),
            collected_by_us=bool(row.mandate),
            returned_on=row.returned_on,
            fresh_from=row.fresh_from,
        )

    # ------------------------------------------------------------------- reading

    @api.model
    def _read_credits(self, root, rows):
        """Unmatched credits, without money for orders that are not invoiced yet.

        :param rows: the open items of debtors
        :return: {commercial partner id: list of ``Credit``}
        """
        transit = self.env["collection.transit"]
        orders, names = transit._read_order_payments(rows), transit._read_names(rows)
        currencies = self._currencies()
        found = defaultdict(list)
        for row in rows:
            if row.residual < 0 and row.line_id not in orders:
                found[row.debtor_id].append(
                    Credit(
                        key=row.line_id,
                        currency=currencies[row.currency_id],
                        amount=-row.residual,
                        on=row.issued,
                        names=names.get(row.line_id, ()),
                    )
                )
        return transit._cut_foreign(root, found, transit._owed(rows))

    @api.model
    def _currencies(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        return {
            currency.id: Currency(currency.name, currency.rounding)
            for currency in currencies.search_fetch([], ["name", "rounding"])
        }

    @api.model
    def _strategies(self, root):
        strategies = self.env["collection.strategy"].sudo()  # facts, not for reading
        strategies = strategies.search([("company_id", "in", [False, root.id])])
        return {strategy.id: strategy._as_fact() for strategy in strategies}

    @api.model
    def _cases(self, root, partners):
        """The steering of each debtor's case, by commercial partner."""
        if not partners:
            return {}
        self.env.cr.execute(
            SQL(
                """
                SELECT c.partner_id, c.id, c.strategy_id, c.grace_days, c.round,
                       c.pause_until, c.stop, c.replied_on, c.bounced,
                       c.decision_open, c.decided_on, c.late_before, c.new_customer,
                       c.last_contact_date, %s,
                       p.is_company IS NOT TRUE AND COALESCE(p.vat, '') = '' AS person
                  FROM collection_case c JOIN res_partner p ON p.id = c.partner_id
                 WHERE c.company_id = %s AND c.partner_id IN %s
                """,
                self._payment_run_columns(),
                root.id,
                tuple(partners.ids),
            )
        )
        return {row["partner_id"]: row for row in self.env.cr.dictfetchall()}

    @api.model
    def _sent(self, root, partners, today):
        """The notices that left, by commercial partner."""
        found = defaultdict(list)
        if not partners:
            return found
        self.env.cr.execute(
            SQL(
                """
                SELECT n.partner_id, n.stage_id, n.severity, n.sent_on, n.pay_by
                  FROM collection_notice n
                  JOIN collection_case c ON c.id = n.case_id
                 WHERE c.company_id = %s AND n.partner_id IN %s
                   AND n.state = 'sent' AND n.sent_on >= %s
                """,
                root.id,
                tuple(partners.ids),
                today - timedelta(days=NOTICE_DAYS),
            )
        )
        for row in self.env.cr.dictfetchall():
            found[row["partner_id"]].append(row)
        return found
