from collections import defaultdict
from dataclasses import replace

from ..rules.facts import Currency
from ..rules.gate import GateFacts, Limit, Release


def keys_of(orders):
    """The debtor and the root company of orders: {order: (partner, root)}."""
    return {
        order: (
            order.partner_invoice_id.commercial_partner_id._origin,
            order.company_id.root_id,
        )
        for order in orders
    }


def cases_of(orders, keys):
    """The cases of the debtors of orders, also of archived ones: {order: case}.

    A contact that was on hold before it was put under another company stays so,
    until its own case is judged.
    """
    cases = orders.env["collection.case"].with_context(active_test=False)
    asked = orders.partner_invoice_id.commercial_partner_id | orders.partner_invoice_id
    roots = {root.id for _partner, root in keys.values()}
    by_key = {
        (case.partner_id, case.company_id): case
        for case in cases.search(
            [("partner_id", "in", asked._origin.ids), ("company_id", "in", roots)]
        )
    }
    found = {}
    for order, key in keys.items():
        case = by_key.get(key, cases.browse())
        own = by_key.get((order.partner_invoice_id._origin, key[1]), case)
        found[order] = case if case.hold_effect or not own.hold_effect else own
    return found


class Gate:
    """What the gate knows of some orders, gathered in a constant number of queries.

    Reads with all rights: the answer is for those who see no ledger. Orders that
    are asked together use up the same limit and the same releases, in their order.
    """

    def __init__(self, orders, grown=None, certain=False):
        """Gather what decides; what costs more is read where it may matter.

        :param orders: orders of any state
        :param grown: {order: by how much it became larger}
        :param certain: whether only money counts that has come in
        """
        self.orders = orders
        self.sudo = orders.sudo()  # see the class
        self.env = self.sudo.env
        self.grown = grown or {}
        self.certain = certain
        self.keys = keys_of(self.sudo)
        self.cases = cases_of(self.sudo, self.keys)
        self.limits = self._read_limits()
        self.watched = self.sudo.filtered(
            lambda order: self._effect(order) or self._limit_key(order) in self.limits
        )
        self.owed, self.asked = self._read_exposure()
        # what the orders themselves have used of a sum: {order id: (release, amount)}
        self.own = {}
        self.releases = self._read_releases()
        self.exempt = self.watched._collection_exempt(anybody=certain)
        self.paid = self.watched._collection_paid(certain)
        self.totals = self.watched._collection_worth()
        self.cod = {
            root: root.collection_cod_term_id for _p, root in self.keys.values()
        }

    # ------------------------------------------------------------------ reading

    def _read_limits(self):
        limited = self.sudo.company_id.filtered(
            lambda c: (
                c.root_id.collection_limit_refuses
                and (c.account_use_credit_limit or c.root_id.account_use_credit_limit)
            )
        )
        partners = self.sudo.partner_invoice_id.commercial_partner_id
        return self.env["collection.exposure"]._limits(partners, limited)

    def _read_exposure(self):
        owed, asked = {}, {}
        limited = self.watched.filtered(lambda o: self._limit_key(o) in self.limits)
        for root, orders in limited.grouped(lambda o: o.company_id.root_id).items():
            partners = orders.partner_invoice_id.commercial_partner_id
            exposure = self.env["collection.exposure"]
            sums, own = exposure._read(root, partners, orders)
            owed |= {(partner, root.id): amount for partner, amount in sums.items()}
            asked |= own
        return owed, asked

    def _read_releases(self):
        """The releases that count today, by case."""
        by_case, holds = defaultdict(list), self.env["collection.hold"]
        cases = self.env["collection.case"].union(
            *(self.case(order) for order in self.watched)
        )
        for root, group in cases.grouped("company_id").items():
            today = root._collection_today()
            for case_id, releases in holds._open_releases(group, today).items():
                by_case[case_id] = releases
        found = self.env["collection.hold.release"].union(*by_case.values())
        used = self._read_used(found)
        return {
            case_id: tuple(
                self._as_release(release, used.get(release.id, 0.0))
                for release in releases
            )
            for case_id, releases in by_case.items()
        }

    def _as_release(self, release, used):
        """A release as the rule wants it, with what was used of it."""
        return Release(
            key=release.id,
            scope=release.scope,
            order=release.order_id.id,
            amount=release.amount,
            used=used,
            total=release.order_total,
            currency=release.order_currency_id.name or None,
        )

    def _read_used(self, releases):
        """What releases up to an amount have let through: {release id: amount}."""
        sums = releases.filtered(lambda release: release.scope == "amount")
        through = sums.used_order_ids.filtered(lambda order: order.state != "cancel")
        totals = through._collection_worth()
        used = defaultdict(float)
        for release in sums:
            for order in release.used_order_ids & through:
                amount = order._collection_in_company(totals[order])
                used[release.id] += amount
                self.own[order.id] = (release.id, amount)
        return used

    def _own_use(self, order, release):
        """What an order has used already of a release up to an amount."""
        key, amount = self.own.get(order.id, (None, 0.0))
        return amount if key == release else 0.0

    # ------------------------------------------------------------------- asking

    def case(self, order):
        """The case of the debtor of an order; empty without one."""
        return self.cases[order]

    def ask(self, rule, together=True):
        """Ask a rule about each order: {order: Verdict}.

        :param rule: one of ``rules.gate``
        :param together: whether they would all be let through at once
        """
        verdicts, used = {}, defaultdict(float)
        taken = defaultdict(float) if together else self._confirmed()
        for order, order_sudo in zip(self.orders, self.sudo, strict=True):
            facts = self._facts(order_sudo)
            facts = self._with_others(facts, order_sudo, taken, used, together)
            verdict = rule(facts)
            verdicts[order] = verdict
            if not together:
                continue
            if verdict.allowed and facts.limit:
                taken[self.keys[order_sudo]] += facts.limit.order
            if verdict.code == "gate_released":
                key = dict(verdict.reason.values)["release"]
                used[key] += facts.total_company - self._own_use(order, key)
        return verdicts

    def locks(self):
        """The debtors whose credit is used up by sums."""
        limited = {
            (self.keys[order][0].id, self.keys[order][1].id)
            for order in self.watched
            if self._limit_key(order) in self.limits
        }
        sums = {
            (case.partner_id.id, case.company_id.id)
            for case in self.cases.values()
            if any(r.scope == "amount" for r in self.releases.get(case.id, ()))
        }
        return limited | sums

    def _confirmed(self):
        """What these orders count against the limit as they are: {key: amount}."""
        taken = defaultdict(float)
        for order in self.watched:
            if order.state == "sale":
                taken[self.keys[order]] += self.asked.get(order.id, 0.0)
        return taken

    def _with_others(self, facts, order, taken, used, together):
        """The facts of an order beside the others that are asked about."""
        limit = facts.limit
        if limit:
            own = 0.0 if together or order.state != "sale" else limit.order
            before = limit.exposure + taken[self.keys[order]] - own
            limit = replace(limit, exposure=before)
        releases = tuple(
            replace(
                release,
                used=release.used
                + used[release.key]
                - self._own_use(order, release.key),
            )
            for release in facts.releases
        )
        return replace(facts, limit=limit, releases=releases)

    def _facts(self, order):
        currency = as_currency(order.currency_id)
        if order not in self.watched:
            return GateFacts(order.id, currency, 0.0, grown=self.grown.get(order))
        case = self.case(order)
        cod = self.cod[order.company_id.root_id]
        total = self.totals[order]
        return GateFacts(
            key=order.id,
            currency=currency,
            total=total,
            total_company=order._collection_in_company(total),
            effect=self._effect(order),
            hold=case.hold_id.id or None,
            paid=self.paid[order],
            exempt=order in self.exempt,
            releases=self.releases.get(case.id, ()),
            cod_term=bool(cod) and order.payment_term_id == cod,
            cod_exists=bool(cod),
            limit=self._limit(order),
            grown=self.grown.get(order),
            company_currency=as_currency(order.company_id.currency_id),
        )

    def _effect(self, order):
        """The effect of the hold, none once the last day set by hand is over.

        A hold that stands on debts too goes on: it is judged before it refuses.
        """
        case = self.case(order)
        if case.hold_id._has_run_out() and case.hold_id._is_only_by_hand():
            return None
        return case.hold_effect or None

    def _limit_key(self, order):
        return (self.keys[order][0].id, order.company_id.id)

    def _limit(self, order):
        limit = self.limits.get(self._limit_key(order))
        if not limit:
            return None
        partner, root = self.keys[order]
        return Limit(
            limit=limit,
            exposure=self.owed.get((partner.id, root.id), 0.0),
            order=self.asked.get(order.id, 0.0),
            currency=as_currency(root.currency_id),
        )


def as_currency(currency):
    """A currency as the rules know it."""
    return Currency(currency.name or "", currency.rounding or 0.01)
